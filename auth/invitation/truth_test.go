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
	none      trouble = iota // its response arrives
	lost                     // the request does not arrive
	lostAfter                // the write takes effect, but its response does not arrive
	unwilling                // the service refuses it
	troubles
)

// A registry is a service. A write closes its one object or, if making is set, makes an
// object. If refuses is set, too, it refuses a second one. A change is visible after lag.
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

// The test runs every combination of troubles in the first four attempts.
func TestWrite_do_truth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reported := map[string]int{}
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
					reported["done"]++
					require.Len(t, r.done, 1, name)
				case errors.Is(err, auth.ErrOutcomeUnknown):
					reported["unknown"]++
				default:
					reported["not done"]++
					require.Empty(t, r.done, name)
				}
			}
		}
		for _, what := range []string{"done", "not done", "unknown"} {
			require.NotZero(t, reported[what], what)
		}
		t.Log(reported)
	})
}
