package invitation_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// log returns what the service saw: the account, the operation and the status.
func log(w world) (lines []string) {
	names := map[string]string{w.cloud().root: "root ", w.cloud().guest: "guest "}
	for n, line := range ops(w, 0) {
		lines = append(lines, names[w.requests()[n].account]+line)
	}
	return lines
}

func TestCloud_Story(t *testing.T) {
	t.Parallel()
	run(t, "invite, list, wait, accept", func(t *testing.T, w world) {
		ctx := t.Context()
		i, err := sender(w).invite(ctx, guestInput(w))
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusPending, i.Status)
		assert.Equal(t, 14*day, i.Expires.Sub(i.Created))
		sent, err := sender(w).list(ctx, false)
		require.NoError(t, err)
		received, err := receiver(w).list(ctx, true)
		require.NoError(t, err)
		assert.Equal(t, []invitation.Invitation{*i}, sent)
		assert.Equal(t, sent, received)

		done := make(chan *invitation.Invitation)
		go func() {
			got, err := sender(w).wait(ctx, i.ID, invitation.WaitInput{Want: invitation.StatusAccepted})
			assert.NoError(t, err)
			done <- got
		}()
		time.Sleep(12 * time.Second)
		accepted, err := receiver(w).accept(ctx, i.ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusAccepted, accepted.Status)
		assert.Equal(t, accepted, <-done)
		assert.Equal(t, append([]string{
			"root invite 200", "root sent 200", "guest received 200",
			"root get 200", "root get 200", // at 0 s and 5 s
			"guest accept 200",
		}, w.cloud().readsAccepted...), log(w)) // at 15 s
	})
	run(t, "invite, decline", func(t *testing.T, w world) {
		ctx := t.Context()
		i, err := sender(w).invite(ctx, guestInput(w))
		require.NoError(t, err)
		declined, err := receiver(w).decline(ctx, i.ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusDeclined, declined.Status)

		got, err := sender(w).wait(ctx, i.ID, invitation.WaitInput{Want: invitation.StatusAccepted})
		require.ErrorIs(t, err, auth.ErrConflict)
		end, ok := statusErrorOf(err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, statusError{op: "WaitHandshake", want: invitation.StatusAccepted, got: *declined}, end)
		assert.Equal(t, declined, got)
		_, err = receiver(w).accept(ctx, i.ID)
		require.ErrorIs(t, err, auth.ErrConflict)
		assert.Equal(t, []string{"root invite 200", "guest decline 200", "root get 200", "guest accept 409"}, log(w)[:4])
	})
	run(t, "invite, cancel", func(t *testing.T, w world) {
		ctx := t.Context()
		i, err := sender(w).invite(ctx, guestInput(w))
		require.NoError(t, err)
		cancelled, err := sender(w).cancel(ctx, i.ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusCancelled, cancelled.Status)
		shown, err := sender(w).get(ctx, i.ID)
		require.NoError(t, err)
		assert.Equal(t, cancelled, shown)
		assert.Equal(t, []string{"root invite 200", "root cancel 200", "root get 200"}, log(w))
		for _, again := range []func(context.Context, string) (*invitation.Invitation, error){receiver(w).accept, receiver(w).decline} {
			_, err = again(ctx, i.ID)
			require.ErrorIs(t, err, auth.ErrConflict)
		}
	})
	run(t, "invite, expire, resend, accept", func(t *testing.T, w world) {
		ctx := t.Context()
		old, err := sender(w).invite(ctx, guestInput(w))
		require.NoError(t, err)
		expired, err := sender(w).wait(ctx, old.ID, invitation.WaitInput{Want: invitation.StatusExpired, Interval: 15 * day})
		require.NoError(t, err)
		assert.Greater(t, time.Since(old.Created), 14*day)

		out, err := gather(t, sender(w).resendExpired(ctx, func(i invitation.Invitation) (invitation.Input, bool) {
			assert.Equal(t, *expired, i)
			in := guestInput(w)
			in.Target = invitation.Target{} // that of the expired one
			return in, true
		}))
		require.NoError(t, err)
		require.Equal(t, repeated(invitation.ResultCreated, 1), results(out))
		assert.Equal(t, "Please join", out[0].Invitation.Note)
		assert.NotEqual(t, old.ID, out[0].Invitation.ID)
		_, err = receiver(w).accept(ctx, out[0].Invitation.ID)
		require.NoError(t, err)
		assert.Equal(t, []string{
			"root invite 200", "root get 200", "root get 200", "root sent 200", "root members 200", "root invite 200", "guest accept 200",
		}, log(w))
	})
}
