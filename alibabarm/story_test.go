package alibabarm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// TestClient_Requests has the requests of this cloud. Package invitation tests what the verbs
// do, for every cloud.
func TestClient_Requests(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w, ctx := newWorld(t, v), t.Context()
		h, err := w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		_, err = w.sender.ListHandshakesForResourceDirectory().Collect(ctx)
		require.NoError(t, err)
		_, err = w.receiver.ListHandshakesForAccount().Collect(ctx)
		require.NoError(t, err)
		shown, err := w.receiver.GetHandshake(ctx, h.ID)
		require.NoError(t, err)
		assert.Equal(t, "acme-root Co., Ltd.", shown.MasterAccountRealName)
		assert.Equal(t, "acme-sandbox Co., Ltd.", shown.InvitedAccountRealName)
		_, err = w.receiver.DeclineHandshake(ctx, h.ID)
		require.NoError(t, err)
		h, err = w.sender.InviteAccountToResourceDirectory(ctx, guestInput())
		require.NoError(t, err)
		_, err = w.sender.CancelHandshake(ctx, h.ID)
		require.NoError(t, err)
		first, second := "Handshake HandshakeId="+w.s.Handshakes()[0].ID, "Handshake HandshakeId="+w.s.Handshakes()[1].ID
		assert.Equal(t, []string{
			invited, sentLine, receivedLine,
			"guest: Get" + first + " 200", "guest: Decline" + first + " 200",
			invited, "root: Cancel" + second + " 200",
		}, w.log(t))
	})
}
