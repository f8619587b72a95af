package pagination_test

import (
	"flag"
	"math/rand/v2"
	"strings"
	"testing"
)

// The model tests walk random services whose lists move, and compare what the walk
// delivered with the true list. Every walk has a number, which is its seed.
var modelOnly = flag.Int("walk", -1, "the only walk that the model tests make, with its log")

// modelShare is the part of the walks that are made where they are slow.
const modelShare = 20

// A finding is what is wrong with a walk. The zero value is that nothing is.
type finding struct {
	rule    string // that does not hold
	details string
	excused bool // the rule makes an exception of this walk
}

// runModel makes walks, and reports for each rule the walks for which it does not hold.
func runModel(t *testing.T, walks int, walk func(random *rand.Rand) finding) {
	t.Helper()
	first := 0
	switch {
	case *modelOnly >= 0:
		first, walks = *modelOnly, *modelOnly+1
	case testing.Short() || raceDetector:
		walks /= modelShare
	}
	broken := map[finding][]int{}
	examples := map[finding]string{}
	for seed := first; seed < walks; seed++ {
		found := walk(rand.New(rand.NewPCG(uint64(seed), 0)))
		kind := finding{rule: found.rule, excused: found.excused}
		if found.rule == "" {
			continue
		}
		if broken[kind] == nil {
			examples[kind] = found.details
		}
		broken[kind] = append(broken[kind], seed)
	}
	for kind, seeds := range broken {
		some := seeds[:min(len(seeds), 10)]
		if kind.excused {
			t.Logf("%d of %d walks are excused from the rule: a walk %s; such as %v", len(seeds), walks-first, kind.rule, some)
			if *modelOnly >= 0 {
				t.Log(examples[kind])
			}
			continue
		}
		t.Errorf("%d of %d walks break the rule: a walk %s; such as %v\ngo test ./pagination -run '%s' -walk %d\n%s",
			len(seeds), walks-first, kind.rule, some, pattern(t.Name()), seeds[0], examples[kind])
	}
}

// pattern is the argument of -run that selects just this test.
func pattern(name string) string {
	return "^" + strings.Join(strings.Split(name, "/"), "$/^") + "$"
}
