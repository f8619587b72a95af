package invitation_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestResendExpired(t *testing.T) {
	t.Parallel()
	run(t, "asks for what the service does not return", func(t *testing.T, w world) {
		in := inputsOf(w, 6)
		for i, status := range []invitation.Status{"expired", "expired", "pending", "declined", "expired"} {
			w.seed(invitation.Invitation{Target: in[i].Target, Status: status, Note: fmt.Sprint("n", i), Created: time.Now().Add(time.Duration(i-20*24) * time.Hour)})
		}
		w.update(w.invitations()[2].ID, func(i *invitation.Invitation) { i.Expires = time.Time{} }) // unknown
		w.seed(invitation.Invitation{Target: in[4].Target, Status: "accepted"})                     // a younger one
		w.seed(invitation.Invitation{Target: in[5].Target, Note: "n5", Created: time.Now().Add(-15 * day)})
		var asked []string
		out, err := gather(t, sender(w).resendExpired(t.Context(), func(i invitation.Invitation) (invitation.Input, bool) {
			asked = append(asked, i.Note)
			return invitation.Input{Note: i.Note, Tags: tags(1)}, i.Note != "n1"
		}))
		require.NoError(t, err)
		assert.Equal(t, []string{"n0", "n1", "n5"}, asked, "oldest first")
		assert.Equal(t, []invitation.Result{invitation.ResultCreated, invitation.ResultSkipped, invitation.ResultCreated}, results(out))
		assert.Equal(t, in[5].Target, out[2].Invitation.Target)
		out, err = gather(t, sender(w).resendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Len(t, out, 1, "only n1 is left")
	})
	for name, c := range map[string]struct {
		kind string
		want []invitation.Result
	}{
		"goes on after refusals that concern one input":     {kind: "about input", want: repeated(invitation.ResultFailed, 5)},
		"skips the rest after three equal unknown refusals": {kind: "unknown code", want: append(repeated(invitation.ResultFailed, 3), repeated(invitation.ResultSkipped, 2)...)},
	} {
		run(t, name, func(t *testing.T, w world) {
			for _, in := range inputsOf(w, 5) {
				w.seed(invitation.Invitation{Target: in.Target, Status: invitation.StatusExpired})
			}
			w.inject(fault{op: opInvite, times: always, kind: kind(w, c.kind)})
			out, err := gather(t, sender(w).resendExpired(t.Context(), again))
			require.NoError(t, err)
			assert.Equal(t, c.want, results(out))
		})
	}
	run(t, "ends with a refusal that concerns the call", func(t *testing.T, w world) {
		for _, in := range inputsOf(w, 3) {
			w.seed(invitation.Invitation{Target: in.Target, Status: invitation.StatusExpired})
		}
		inject(w, opInvite, kind(w, "about call"))
		out, err := gather(t, sender(w).resendExpired(t.Context(), again))
		require.Error(t, err)
		assert.Equal(t, repeated(invitation.ResultFailed, 1), results(out))
		assert.Equal(t, 1, count(w, opInvite))
	})
	run(t, "stops at break", func(t *testing.T, w world) {
		for _, in := range inputsOf(w, 3) {
			w.seed(invitation.Invitation{Target: in.Target, Status: invitation.StatusExpired})
		}
		for range sender(w).resendExpired(t.Context(), again) {
			break
		}
		assert.Equal(t, 1, count(w, opInvite))
	})
}
