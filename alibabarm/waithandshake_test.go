package alibabarm_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

func TestWaitHandshake_F18(t *testing.T) {
	t.Parallel()
	for _, end := range []alibabarm.Status{"Accepted", "Declined", "Cancelled", "Expired"} {
		t.Run(string(end), func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v, alibabarmtest.WithUnreadable(end))
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Status: end})[0]
				for _, c := range []*alibabarm.Client{w.sender, w.receiver} {
					_, err := c.GetHandshake(t.Context(), h.ID)
					require.ErrorIs(t, err, alibabarm.ErrConflict)
					got, err := c.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Received: c == w.receiver})
					require.NoError(t, err)
					assert.Equal(t, w.s.Handshakes()[0], *got)
				}
			})
		})
	}
}

func TestWaitHandshake_F18_inNoList(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{Status: "Accepted"})[0]
		w.s.Inject(alibabarmtest.Fault{Op: sent, Times: alibabarmtest.Always, Kind: alibabarmtest.Raw(200, body(t, "F03.json"))})
		start := time.Now()
		_, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{})
		require.ErrorIs(t, err, alibabarm.ErrNotFound)
		require.ErrorIs(t, err, alibabarm.ErrConflict)
		assert.Equal(t, 45*time.Second, time.Since(start))
	})
}

func TestWaitHandshake_NoDirectory(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		_, err := w.receiver.WaitHandshake(t.Context(), "h-none", alibabarm.WaitInput{})
		e, ok := errors.AsType[*alibabarm.Error](err)
		require.True(t, ok)
		assert.Equal(t, "EntityNotExists.ResourceDirectory", e.Code)
		assert.Len(t, w.ops(0), 2)
	})
}

func TestWaitHandshake_F21(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{})[0]
		w.s.Inject(alibabarmtest.Fault{Op: get, Times: alibabarmtest.Always, Kind: denied()})
		time.AfterFunc(time.Minute, func() { w.set(h.ID, alibabarm.StatusAccepted) })
		got, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{})
		require.NoError(t, err, "the policy allows the list")
		assert.Equal(t, alibabarm.StatusAccepted, got.Status)
	})
}

func TestWaitHandshake_F20(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		w.inject(get, alibabarmtest.UnknownKey())
		_, err := w.sender.WaitHandshake(t.Context(), "h-1", alibabarm.WaitInput{})
		require.ErrorIs(t, err, alibabarm.ErrUnauthenticated)
		assert.Len(t, w.ops(0), 1)
	})
}
