package huaweiorg_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// TestClient_Requests has the requests of this cloud. Package invitation tests what the verbs
// do, for every cloud.
func TestClient_Requests(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, ctx := newWorld(t), t.Context()
		h, err := w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		_, err = w.sender.ListHandshakes().Collect(ctx)
		require.NoError(t, err)
		_, err = w.receiver.ListReceivedHandshakes().Collect(ctx)
		require.NoError(t, err)
		_, err = w.sender.ShowHandshake(ctx, h.ID)
		require.NoError(t, err)
		_, err = w.receiver.DeclineHandshake(ctx, h.ID)
		require.NoError(t, err)
		_, err = w.receiver.AcceptHandshake(ctx, h.ID)
		require.ErrorIs(t, err, huaweiorg.ErrConflict)
		h, err = w.sender.InviteAccount(ctx, guestInput())
		require.NoError(t, err)
		_, err = w.sender.CancelHandshake(ctx, h.ID)
		require.NoError(t, err)
		second := w.s.Handshakes()[1].ID
		first := w.s.Handshakes()[0].ID
		assert.Equal(t, []string{
			invited,
			"root: GET /v1/organizations/handshakes 200",
			"guest: GET /v1/received-handshakes 200",
			"root: GET /v1/organizations/handshakes/" + first + " 200",
			"guest: POST /v1/received-handshakes/" + first + "/decline 200",
			"guest: POST /v1/received-handshakes/" + first + "/accept 409",
			"guest: GET /v1/received-handshakes 200",
			invited,
			"root: POST /v1/organizations/handshakes/" + second + "/cancel 200",
		}, w.log())
	})
}

// TestWaitHandshake_Denied has a policy that denies ShowHandshake. The list may then show the
// invitation.
func TestWaitHandshake_Denied(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID), Status: huaweiorg.StatusDeclined})[0]
		w.inject("ShowHandshake", refuse1007(), refuse1007())
		got, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{})
		require.NoError(t, err)
		assert.Equal(t, h.ID, got.ID)
		assert.Len(t, w.ops(0), 2)
		w.inject("ListHandshakes", refuse1007())
		_, err = w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{})
		require.ErrorIs(t, err, huaweiorg.ErrPermission)
		assert.Len(t, w.ops(0), 4)
	})
}
