package authtest

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Always as [Fault].Times has no end.
const Always = -1

// A Fault makes some requests fail: after the first Skip matching requests, the next Times.
type Fault struct {
	// Op is the operation to hit, or "" for each.
	Op string
	// AccountID is the caller to hit, or "" for each.
	AccountID string
	// Skip is how many matching requests pass first.
	Skip int
	// Times is how many requests the fault then hits: 0 is once, [Always] has no end.
	Times int
	// Kind is what happens to them.
	Kind Kind
}

// String returns what the fault does, and to which requests.
func (f Fault) String() string {
	times := fmt.Sprint(max(1, f.Times), "×")
	if f.Times < 0 {
		times = "always"
	}
	return fmt.Sprintf("%s, skip %d, %s: %s", cmp.Or(f.Op, "any operation"), f.Skip, times, f.Kind)
}

// Faults are the faults of a service. All methods are safe for concurrent use.
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

// Inject adds faults. At most one fault counts a request: the first one added that matches the
// request and is not used up. It lets the request pass or hits it. So faults for the same
// operation follow one another like the lines of a script, and [Always] is the last of them.
func (s *Faults) Inject(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = slices.DeleteFunc(s.all, (*faultState).spent)
	for _, f := range faults {
		s.all = append(s.all, &faultState{Fault: f})
	}
}

// Unused returns the faults that have not hit all of their requests, with the rest of Skip and
// Times. A fault with [Always] is used once it has hit.
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

// Take counts a request, and returns the kind of the fault that hits it and how often that
// fault hit before. If the request passes, it is the zero Kind.
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
