package invitation

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A trouble is what happens to one attempt.
type trouble int

const (
	none      trouble = iota // it has a response
	lost                     // it does not arrive
	lostAfter                // it takes effect, and the response does not arrive
	unwilling                // it is refused
	troubles
)

// A registry is a service with one object, which a write is to close, or a place in
// which a write makes objects, or a single one where it refuses duplicates. A change
// becomes visible after a while.
type registry struct {
	making  bool
	refuses bool
	lag     time.Duration
	fate    []trouble // of the attempts
	done    []time.Time
}

func (r *registry) send(context.Context) (Invitation, error) {
	fate := r.fate[0]
	r.fate = r.fate[1:]
	switch {
	case fate == lost:
		return Invitation{}, errLost
	case fate == unwilling, len(r.done) > 0 && (!r.making || r.refuses):
		if fate == lostAfter {
			return Invitation{}, errLost
		}
		return Invitation{}, errRefused
	}
	r.done = append(r.done, time.Now())
	if fate == lostAfter {
		return Invitation{}, errLost
	}
	return Invitation{ID: "done"}, nil
}

func (r *registry) look(context.Context) (evidence, error) {
	shown := 0
	for _, at := range r.done {
		if time.Since(at) >= r.lag {
			shown++
		}
	}
	switch {
	case shown == 1:
		return evidence{finding: reached, state: Invitation{ID: "done"}}, nil
	case shown > 1:
		return evidence{finding: doubtful}, nil
	case r.making:
		return evidence{finding: absent}, nil
	default:
		return evidence{finding: untouched}, nil
	}
}

// All there is to go wrong in the first four attempts goes wrong here.
func TestWrite_Truth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		told := map[string]int{}
		for _, kind := range []registry{
			{lag: 0}, {lag: 2 * time.Second}, {lag: 15 * time.Second},
			{making: true, lag: 0}, {making: true, lag: 2 * time.Second}, {making: true, lag: 15 * time.Second},
			{making: true, refuses: true, lag: 0}, {making: true, refuses: true, lag: 15 * time.Second},
			{making: true, refuses: true, lag: 20 * time.Second}, {making: true, refuses: true, lag: time.Hour},
		} {
			for n := range int(troubles * troubles * troubles * troubles) {
				fate := make([]trouble, 4, 5)
				for i := range fate {
					fate[i], n = trouble(n)%troubles, n/int(troubles)
				}
				r := kind
				r.fate = append(fate, lost)
				w := write{
					pkg: "pkg", op: "Op", creates: r.making, refusesDuplicates: r.refuses, classify: classifyScripted, send: r.send, look: r.look,
					ended: func(Invitation, error) error { return errEnded },
				}
				_, err := w.do(t.Context())
				name := fmt.Sprintf("making: %v, refuses: %v, lag %v, %v: %v", r.making, r.refuses, r.lag, fate, err)
				require.LessOrEqual(t, len(r.done), 1, "%s: done twice", name)
				switch {
				case err == nil:
					told["done"]++
					require.Len(t, r.done, 1, name)
				case errors.Is(err, auth.ErrOutcomeUnknown):
					told["unknown"]++
				default:
					told["not done"]++
					require.Empty(t, r.done, name)
				}
			}
		}
		for _, what := range []string{"done", "not done", "unknown"} {
			require.NotZero(t, told[what], what)
		}
		t.Log(told)
	})
}
