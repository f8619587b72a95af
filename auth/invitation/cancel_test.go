package invitation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestCancelPending(t *testing.T) {
	t.Parallel()
	run(t, "cancels what matches", func(t *testing.T, w world) {
		all := w.seed(
			invitation.Invitation{Note: "old"}, invitation.Invitation{Note: "new"}, invitation.Invitation{Note: "old", Status: "declined"},
			invitation.Invitation{Note: "old"}, invitation.Invitation{Note: "old"},
		)
		inject(w, opCancel, authtest.Kind{}, authtest.Hook(func() { set(w, all[3].ID, invitation.StatusAccepted) }))
		out, err := gather(t, sender(w).cancelPending(t.Context(), func(i invitation.Invitation) bool { return i.Note == "old" }))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultCancelled, invitation.ResultFailed, invitation.ResultCancelled}, results(out))
		require.ErrorIs(t, out[1].Err, auth.ErrConflict)
		var statuses []invitation.Status
		for n, i := range w.invitations() {
			statuses = append(statuses, i.Status)
			if n == 0 {
				assert.Equal(t, i, out[0].Invitation)
			}
		}
		assert.Equal(t, []invitation.Status{"cancelled", "pending", "declined", "accepted", "cancelled"}, statuses)
	})
	run(t, "skips what is past its date", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 2)...)
		setField(w, opSent, "row expires", time.Now().Format(time.RFC3339))
		out, err := gather(t, sender(w).cancelPending(t.Context(), every))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultSkipped, invitation.ResultCancelled}, results(out))
	})
	run(t, "says what became in the meantime of what the list shows as pending", func(t *testing.T, w world) {
		list := w.seed(make([]invitation.Invitation, 2)...)
		set(w, list[0].ID, invitation.StatusCancelled)
		set(w, list[1].ID, invitation.StatusDeclined)
		out, err := gather(t, sender(w).cancelPending(t.Context(), every, sender(w).withSent(list)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultCancelled, invitation.ResultFailed}, results(out))
		assert.Equal(t, invitation.StatusDeclined, out[1].Invitation.Status)
		require.ErrorIs(t, out[1].Err, auth.ErrConflict)
	})
	run(t, "skips what has no ID, and goes on", func(t *testing.T, w world) {
		list := append(make([]invitation.Invitation, 3), w.seed(toGuest(w))...)
		for n := range list {
			list[n].Status = invitation.StatusPending
		}
		for _, dry := range []invitation.BulkOption{invitation.DryRun(), nil} {
			out, err := gather(t, sender(w).cancelPending(t.Context(), every, sender(w).withSent(list), dry))
			require.NoError(t, err)
			last := map[bool]invitation.Result{true: invitation.ResultPlanned, false: invitation.ResultCancelled}[dry != nil]
			assert.Equal(t, append(repeated(invitation.ResultSkipped, 3), last), results(out))
		}
		assert.Equal(t, []string{"cancel 200"}, ops(w, 0))
	})
	run(t, "ends with the context", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 3)...)
		ctx, cancel := contextFor(t)
		n := 0
		for _, err := range sender(w).cancelPending(ctx, every) {
			if n++; n == 1 {
				require.NoError(t, err)
				cancel(errLeft)
				continue
			}
			require.ErrorIs(t, err, errLeft)
		}
		assert.Equal(t, 2, n)
		assert.Equal(t, 1, count(w, opCancel))
	})
	const failed = invitation.ResultFailed
	for _, c := range []struct {
		name, kind string
		want       []invitation.Result
		err        error
	}{
		{name: "ends without permission", kind: "denied", want: repeated(failed, 1), err: auth.ErrPermission},
		{name: "ends if the service is down", kind: "unavailable", want: repeated(invitation.ResultUnknown, 3), err: auth.ErrUnavailable},
		{name: "goes on after conflicts", kind: "conflict", want: repeated(failed, 5)},
		{name: "goes on after invitations that are over", kind: "over", want: repeated(failed, 5)},
		{name: "goes on after invitations that do not exist, though the code is unknown", kind: "unknown target", want: repeated(failed, 5)},
		{name: "ends after a refusal that would meet every invitation", kind: "about call", want: repeated(failed, 1)},
		{name: "ends if the organization is always busy", kind: "busy", want: repeated(failed, 3), err: auth.ErrConflict},
		{name: "ends after three refusals for a quota", kind: "quota", want: repeated(failed, 3), err: auth.ErrQuota},
		{name: "skips the rest after three equal refusals in a row", kind: "unknown code",
			want: slices.Concat(repeated(failed, 3), repeated(invitation.ResultSkipped, 2))},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			w.seed(make([]invitation.Invitation, 5)...)
			w.inject(fault{op: opCancel, times: always, kind: kind(w, c.kind)})
			out, err := gather(t, sender(w).cancelPending(t.Context(), every))
			assert.Equal(t, c.want, results(out))
			for _, o := range out {
				assert.Equal(t, o.Result == invitation.ResultSkipped, o.Reason != "")
				require.Error(t, o.Err)
				assert.NotEmpty(t, o.Invitation.ID)
			}
			switch {
			case c.kind == "about call":
				require.ErrorIs(t, err, out[0].Err)
			case c.err == nil:
				require.NoError(t, err)
			default:
				require.ErrorIs(t, err, c.err)
			}
		})
	}
}
