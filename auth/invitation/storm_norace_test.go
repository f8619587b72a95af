//go:build !race

package invitation_test

import (
	"fmt"
	"os"
	"strconv"
)

// stormWrites is how many writes the random tests make: as many as STORM_WRITES says, or
// a fifth of what it says in .ci/run.
var stormWrites = stormWritesOf(os.Getenv("STORM_WRITES"))

func stormWritesOf(text string) int {
	if text == "" {
		return 2000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 || n > 12_500 {
		panic(fmt.Sprintf("STORM_WRITES is %q: it should be a number from 1000 to 12500", text))
	}
	return n
}

// mixInputs is how many inputs [TestInviteAll_Mix] has: half as many as the random tests
// make writes.
var mixInputs = stormWrites / 2

// fullStrength means that STORM_WRITES asks for all that the tests can do. Without it they take
// a sample of the largest tables, and read shorter lists.
var fullStrength = os.Getenv("STORM_WRITES") != ""

// racing means that the race detector slows the tests down.
const racing = false
