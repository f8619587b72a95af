package alibabarm_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// days calls InviteAll with the same list day after day, as long as left returns true
// for a day. Each day the program may die after some outcomes.
func days(t *testing.T, w world, in []alibabarm.InviteAccountInput, dies func(day int) (after int, how string)) (days int) {
	t.Helper()
	for day := 1; ; day++ {
		after, how := dies(day)
		ctx, cancel := context.WithCancel(t.Context())
		if how == "cancelled" && len(w.s.Unused()) == 0 {
			w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Skip: after, Kind: alibabarmtest.AppliedThen(alibabarmtest.Together(alibabarmtest.Hook(cancel), alibabarmtest.Reset()))})
		}
		open, n := 0, 0
		for o, err := range w.sender.InviteAll(ctx, slices.Values(in)) {
			if err != nil {
				require.ErrorIs(t, err, context.Canceled)
				open++
				break
			}
			switch o.Result {
			case alibabarm.ResultCreated, alibabarm.ResultAlreadyPending, alibabarm.ResultAlreadyMember:
			default:
				open++
			}
			if n++; how == "left" && n == after {
				open++
				break
			}
		}
		cancel()
		if open == 0 {
			return day
		}
		require.Less(t, day, 50)
		if how == "" {
			time.Sleep(24 * time.Hour)
		} else {
			time.Sleep(time.Minute) // the program is started again
		}
	}
}

func TestAHundredTargetsTakeFiveDays(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v, alibabarmtest.WithInvitationQuota(20))
		in := inputs(100)
		assert.Equal(t, 5, days(t, w, in, func(int) (int, string) { return 0, "" }))
		assertEachOnce(t, w, in)
	})
}

func TestWhatIsAnsweredMakesRoomForOthers(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v, alibabarmtest.WithPendingQuota(20))
		in := inputs(30)
		out, err := gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, slices.Concat(repeated(alibabarm.ResultCreated, 20), repeated(alibabarm.ResultQuotaReached, 10)), results(out))
		assert.Equal(t, 21, w.sent())
		for _, o := range out[:5] {
			w.set(o.Handshake.ID, alibabarm.StatusDeclined)
		}
		out, err = gather(t, w.sender.InviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, slices.Concat(repeated(alibabarm.ResultSkipped, 5), repeated(alibabarm.ResultAlreadyPending, 15),
			repeated(alibabarm.ResultCreated, 5), repeated(alibabarm.ResultQuotaReached, 5)), results(out))
		assertEachOnce(t, w, in[:25])
	})
}

func assertEachOnce(t *testing.T, w world, in []alibabarm.InviteAccountInput) {
	t.Helper()
	got := map[string]int{}
	for _, h := range w.s.Handshakes() {
		got[h.TargetEntity]++
	}
	require.Len(t, got, len(in))
	for target, n := range got {
		require.Equal(t, 1, n, target)
	}
}

func TestEachIsInvitedOnceThoughTheProgramDies(t *testing.T) {
	t.Parallel()
	for at := 0; at < 25; at += 25 * 500 / stormWrites {
		v := versions[at%2]
		for _, how := range []string{"left", "cancelled"} {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, v, alibabarmtest.WithInvitationQuota(20))
				in := inputs(100)
				start := time.Now()
				days(t, w, in, func(run int) (int, string) {
					if run%2 == 1 {
						return at + 1, how
					}
					return 0, ""
				})
				assertEachOnce(t, w, in)
				assert.Less(t, time.Since(start), 5*24*time.Hour, "no day is lost")
			})
		}
	}
}

func TestEachIsInvitedOnceInAStorm(t *testing.T) {
	t.Parallel()
	for seed := range uint64(stormWrites / 1000) {
		v := versions[seed%2]
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2))
			w := newWorld(t, v, alibabarmtest.WithInvitationQuota(20), alibabarmtest.WithPropagationDelay(time.Duration(r.IntN(12))*time.Second))
			in := inputs(40)
			for range 120 {
				kinds := troubles(r)
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Skip: r.IntN(3), Kind: kinds[r.IntN(len(kinds))]})
			}
			for range 25 {
				for o, err := range w.sender.InviteAll(t.Context(), slices.Values(in)) {
					if err == nil && o.Result == alibabarm.ResultCreated {
						h := w.s.Handshakes()
						require.True(t, slices.Contains(h, o.Handshake))
					}
					if err == nil && o.Result == alibabarm.ResultFailed {
						require.NotErrorIs(t, o.Err, alibabarm.ErrOutcomeUnknown)
					}
				}
				time.Sleep(8 * time.Hour)
			}
			sent := map[string]int{}
			for _, h := range w.s.Handshakes() {
				if sent[h.TargetEntity]++; sent[h.TargetEntity] > 1 {
					t.Fatalf("seed %d: %v was invited twice", seed, h.TargetEntity)
				}
			}
			assert.Len(t, sent, len(in))
		})
	}
}
