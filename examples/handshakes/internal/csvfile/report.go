package csvfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxTold is how many bad lines an error has at most: more do not fit a screen.
const maxTold = 20

// Report makes one error of all bad lines of a file, in order, and nil of none. It shows the
// first 20 as "name:line: what is wrong"; of is the number of lines that the file has.
func Report(name string, of int, faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	faults = slices.SortedStableFunc(slices.Values(faults), func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	var b strings.Builder
	for _, f := range faults[:min(len(faults), maxTold)] {
		fmt.Fprintf(&b, "%s:%d: %v\n", name, f.Line, f.Err)
	}
	if more := len(faults) - maxTold; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	fmt.Fprintf(&b, "bad lines: %d of %d", len(faults), of)
	return fmt.Errorf("%s", b.String())
}
