package authtest

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Always as [Fault].Times is for ever.
const Always = -1

// A Fault makes some requests go wrong: those that match, after the first Skip of
// them, Times long.
type Fault struct {
	// Op is the operation to hit, "" for each.
	Op string
	// AccountID is the caller to hit, "" for each.
	AccountID string
	// Skip is how many matching requests pass before.
	Skip int
	// Times is how many are hit then: 0 is once, [Always] for ever.
	Times int
	// Kind is what happens to them.
	Kind Kind
}

// String says what the fault does, and to what.
func (f Fault) String() string {
	times := fmt.Sprint(max(1, f.Times), "×")
	if f.Times < 0 {
		times = "always"
	}
	return fmt.Sprintf("%s, skip %d, %s: %s", cmp.Or(f.Op, "any operation"), f.Skip, times, f.Kind)
}

// Faults are the faults of a service. All methods may be called from any number of
// goroutines.
type Faults struct {
	mu  sync.Mutex
	all []*faultState
}

type faultState struct {
	Fault
	seen, hits int
}

func (f *faultState) matches(op, accountID string) bool {
	return (f.Op == "" || f.Op == op) && (f.AccountID == "" || f.AccountID == accountID)
}

func (f *faultState) times() int { return max(1, f.Times) }

func (f *faultState) spent() bool { return f.Times >= 0 && f.hits >= f.times() }

// Inject adds faults. A request meets one fault at most, the first one added that
// matches it and is not used up, be it to pass or to be hit: faults for the same
// operation follow one another, as the lines of a script, and [Always] is the last of
// them.
func (s *Faults) Inject(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = slices.DeleteFunc(s.all, (*faultState).spent)
	for _, f := range faults {
		s.all = append(s.all, &faultState{Fault: f})
	}
}

// Unused returns the faults that are still to come, with what is left of Skip and
// Times. One that hits [Always] is used once it has hit.
func (s *Faults) Unused() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Fault
	for _, f := range s.all {
		if f.spent() || f.Times < 0 && f.hits > 0 {
			continue
		}
		left := f.Fault
		left.Skip = max(0, f.Skip-f.seen)
		if f.Times >= 0 {
			left.Times = f.times() - f.hits
		}
		out = append(out, left)
	}
	return out
}

// Take counts a request for the fault that it meets, and returns what happens to it
// and how often that fault hit before. Where the request passes, it is the zero Kind.
func (s *Faults) Take(op, accountID string) (kind Kind, hits int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.all {
		if f.spent() || !f.matches(op, accountID) {
			continue
		}
		if f.seen++; f.seen <= f.Skip {
			break
		}
		f.hits++
		return f.Kind, f.hits - 1
	}
	return Kind{}, 0
}
