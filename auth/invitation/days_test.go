package invitation_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// How a program ends before the end of its list.
const (
	stopped   = "stopped"   // it breaks out of the loop
	cancelled = "cancelled" // its context ends within a request
)

// days calls InviteAll with the same list day after day until nothing is left to do.
// Each day the program may die after some outcomes.
func days(t *testing.T, w world, in []invitation.Input, dies func(day int) (after int, how string)) (days int) {
	t.Helper()
	for n := 1; ; n++ {
		after, how := dies(n)
		if done := oneDay(t, w, in, after, how); done {
			return n
		}
		require.Less(t, n, 50)
		if how == "" {
			time.Sleep(day)
		} else {
			time.Sleep(time.Minute) // the program is started again
		}
	}
}

func oneDay(t *testing.T, w world, in []invitation.Input, after int, how string) (done bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if how == cancelled && w.unused() == 0 {
		w.inject(fault{op: opInvite, skip: after, kind: authtest.AppliedThen(authtest.Together(authtest.Hook(cancel), authtest.Reset()))})
	}
	n, done := 0, true
	for o, err := range sender(w).inviteAll(ctx, slices.Values(in)) {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			return false
		}
		switch o.Result {
		case invitation.ResultCreated, invitation.ResultAlreadyPending, invitation.ResultAlreadyMember:
		default:
			done = false
		}
		if n++; how == stopped && n == after {
			return false
		}
	}
	return done
}

// assertEachOnce checks that every input was invited once.
func assertEachOnce(t *testing.T, w world, in []invitation.Input) {
	t.Helper()
	got := map[invitation.Target]int{}
	for _, i := range w.invitations() {
		got[i.Target]++
	}
	require.Len(t, got, len(in))
	for target, n := range got {
		require.Equal(t, 1, n, target)
	}
}

func TestInviteAll_DayAfterDay(t *testing.T) {
	t.Parallel()
	runWith(t, "invites a hundred targets in five days", worldSettings{quota: 20}, func(t *testing.T, w world) {
		in := inputsOf(w, 100)
		assert.Equal(t, 5, days(t, w, in, func(int) (int, string) { return 0, "" }))
		assertEachOnce(t, w, in)
	})
	for _, how := range []string{stopped, cancelled} {
		t.Run("invites each once though the program is "+how, func(t *testing.T) {
			t.Parallel()
			for n := 0; ; n++ {
				c, at := cloudNumber(n), n*25*500/stormWrites
				if at >= 25 {
					return
				}
				synctest.Test(t, func(t *testing.T) {
					w := c.new(t, worldSettings{quota: 20})
					in, start := inputsOf(w, 100), time.Now()
					days(t, w, in, func(run int) (int, string) {
						if run%2 == 1 {
							return at + 1, how
						}
						return 0, ""
					})
					assertEachOnce(t, w, in)
					assert.Less(t, time.Since(start), 5*day, "no day is lost")
				})
			}
		})
	}
	t.Run("invites each once in a storm", func(t *testing.T) {
		t.Parallel()
		for seed := range uint64(stormWrites / 500) {
			c := cloudNumber(int(seed))
			synctest.Test(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 2))
				w := c.new(t, worldSettings{quota: 20, lag: time.Duration(r.IntN(12)) * time.Second})
				in := inputsOf(w, 40)
				for range 120 {
					kinds := troubles(w, r)
					w.inject(fault{op: opInvite, skip: r.IntN(3), kind: kinds[r.IntN(len(kinds))]})
				}
				for range 25 {
					for o, err := range sender(w).inviteAll(t.Context(), slices.Values(in)) {
						if err == nil && o.Result == invitation.ResultCreated {
							require.Contains(t, w.invitations(), o.Invitation)
						}
						if err == nil && o.Result == invitation.ResultFailed {
							require.NotErrorIs(t, o.Err, auth.ErrOutcomeUnknown)
						}
					}
					time.Sleep(8 * time.Hour)
				}
				assertEachOnce(t, w, in)
			})
		}
	})
}

func TestInviteAll_PendingQuota(t *testing.T) {
	t.Parallel()
	runWith(t, "has room again when an invitation ends", worldSettings{pending: 20}, func(t *testing.T, w world) {
		if !w.cloud().limitsPending {
			return
		}
		in := inputsOf(w, 30)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, slices.Concat(repeated(invitation.ResultCreated, 20), repeated(invitation.ResultQuotaReached, 10)), results(out))
		assert.Equal(t, 21, count(w, opInvite))
		for _, o := range out[:5] {
			set(w, o.Invitation.ID, invitation.StatusDeclined)
		}
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, slices.Concat(repeated(invitation.ResultSkipped, 5), repeated(invitation.ResultAlreadyPending, 15),
			repeated(invitation.ResultCreated, 5), repeated(invitation.ResultQuotaReached, 5)), results(out))
		assertEachOnce(t, w, in[:25])
	})
}
