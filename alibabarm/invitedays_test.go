package alibabarm_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

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
