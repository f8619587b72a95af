package invitation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestInviteAll_Invitation(t *testing.T) {
	t.Parallel()
	run(t, "is the one that the list shows, in every field", func(t *testing.T, w world) {
		in := inputsOf(w, 4)
		for i, note := range []string{"Please join us", "Please join\nus, too", "", "\u00e9"} {
			w.seed(invitation.Invitation{Target: in[i].Target, Status: invitation.StatusPending, Note: note})
		}
		w.update(w.invitations()[1].ID, func(i *invitation.Invitation) { i.InviterName = "another name" })
		w.update(w.invitations()[2].ID, func(i *invitation.Invitation) { i.Status = invitation.StatusDeclined })
		want := map[string]invitation.Invitation{}
		for i, err := range sender(w).service().Sent(t.Context()) {
			require.NoError(t, err)
			assert.True(t, invitation.CanCompact(i.Native), "%T", i.Native)
			want[i.ID] = i
		}
		got := map[string]invitation.Invitation{}
		for o, err := range sender(w).service().InviteAll(t.Context(), slices.Values(in)) {
			require.NoError(t, err)
			got[o.Invitation.ID] = o.Invitation
		}
		assert.Len(t, got, 4)
		assert.Equal(t, want, got)
	})
}
