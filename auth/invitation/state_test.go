package invitation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// callers are accounts that have to do with an invitation in each possible way.
func callers(w world) (inviter, invitee, member, stranger client) {
	w.addMember(w.cloud().account(801))
	w.addAccount(w.cloud().account(802))
	return sender(w), receiver(w), w.client(w.cloud().account(801), clientSettings{}), w.client(w.cloud().account(802), clientSettings{})
}

func TestService_Get(t *testing.T) {
	t.Parallel()
	for _, status := range append([]invitation.Status{invitation.StatusPending, "revoked"}, statuses...) {
		run(t, "shows both sides one that is "+string(status), func(t *testing.T, w world) {
			inviter, invitee, _, stranger := callers(w)
			w.seed(make([]invitation.Invitation, 3)...)
			i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: status})[0]
			for _, c := range []client{inviter, invitee} {
				got, err := c.current(t.Context(), i.ID)
				require.NoError(t, err)
				assert.Equal(t, i, *got)
				neutral, err := c.service().Get(t.Context(), i.ID)
				require.NoError(t, err)
				neutral.Native = nil
				assert.Equal(t, i, neutral)
			}
			_, err := stranger.current(t.Context(), i.ID)
			require.ErrorIs(t, err, auth.ErrNotFound)
		})
	}
	run(t, "shows the invitee one that it accepted", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		_, err := receiver(w).accept(t.Context(), i.ID)
		require.NoError(t, err)
		got, err := receiver(w).current(t.Context(), i.ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusAccepted, got.Status)
	})
	run(t, "does not find what does not exist", func(t *testing.T, w world) {
		inviter, invitee, _, stranger := callers(w)
		for _, c := range []client{inviter, invitee, stranger} {
			start := time.Now()
			_, err := c.current(t.Context(), "h-mistyped")
			require.ErrorIs(t, err, auth.ErrNotFound)
			assert.Zero(t, time.Since(start))
		}
	})
	run(t, "refuses an empty ID", func(t *testing.T, w world) {
		_, err := sender(w).current(t.Context(), "")
		require.ErrorIs(t, err, auth.ErrInvalid)
		assert.Empty(t, ops(w, 0))
	})
	for _, c := range []struct {
		name    string
		fail    map[string]string // kinds by operation
		missing bool              // the invitation does not exist
		want    error             // nil: it is shown
		not     error
	}{
		{name: "reads the list if the single read is denied", fail: map[string]string{opGet: "denied"}},
		{name: "reads the other list if one is denied", fail: map[string]string{opGet: "denied", opReceived: "denied"}},
		{name: "needs no list if the single read is permitted", fail: map[string]string{opSent: "denied", opReceived: "denied"}},
		{name: "is denied if no read is permitted", fail: map[string]string{opGet: "denied", opSent: "denied", opReceived: "denied"}, want: auth.ErrPermission, not: auth.ErrNotFound},
		{name: "is denied if the read that might show it is denied", fail: map[string]string{opGet: "denied", opSent: "denied"}, want: auth.ErrPermission, not: auth.ErrNotFound},
		{name: "believes complete lists if the single read is denied", fail: map[string]string{opGet: "denied"}, missing: true, want: auth.ErrNotFound},
		{name: "believes the single read if a list is denied", fail: map[string]string{opSent: "denied"}, missing: true, want: auth.ErrNotFound},
		{name: "does not know if a list is unavailable", fail: map[string]string{opSent: "unavailable"}, missing: true, want: auth.ErrUnavailable, not: auth.ErrNotFound},
		{name: "does not know if the single read is unavailable", fail: map[string]string{opGet: "unavailable"}, want: auth.ErrUnavailable, not: auth.ErrNotFound},
		{name: "does not know if a list is throttled", fail: map[string]string{opReceived: "throttled for a day"}, missing: true, want: auth.ErrThrottled, not: auth.ErrNotFound},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			if c.missing {
				w.remove(i.ID)
			}
			for op, name := range c.fail {
				w.inject(fault{op: op, times: always, kind: kind(w, name)})
			}
			got, err := sender(w).current(t.Context(), i.ID)
			if c.want == nil {
				require.NoError(t, err)
				assert.Equal(t, i, *got)
				return
			}
			assert.Nil(t, got)
			require.ErrorIs(t, err, c.want)
			if c.not != nil {
				assert.NotErrorIs(t, err, c.not)
			}
		})
	}
	run(t, "is denied for an invitee that may not read what it received", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		w.inject(fault{op: opGet, times: always, kind: kind(w, "denied")})
		w.inject(fault{op: opReceived, times: always, kind: kind(w, "denied")})
		_, err := receiver(w).current(t.Context(), i.ID)
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.NotErrorIs(t, err, auth.ErrNotFound)
	})
}

func TestWait_LastState(t *testing.T) {
	t.Parallel()
	run(t, "is returned with the error of a deadline", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		ctx, cancel := contextFor(t)
		time.AfterFunc(17*time.Second, func() { cancel(errLeft) })
		got, err := sender(w).wait(ctx, i.ID, invitation.WaitInput{})
		require.ErrorIs(t, err, errLeft)
		require.NotNil(t, got)
		assert.Equal(t, i, *got)
	})
	run(t, "is returned if the service stays unavailable", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		w.inject(fault{op: opGet, skip: 2, times: always, kind: kind(w, "unavailable")})
		got, err := sender(w).wait(t.Context(), i.ID, invitation.WaitInput{})
		require.ErrorIs(t, err, auth.ErrUnavailable)
		require.NotNil(t, got)
		assert.Equal(t, i, *got)
	})
	run(t, "is nil if nothing was seen", func(t *testing.T, w world) {
		got, err := sender(w).wait(t.Context(), "h-mistyped", invitation.WaitInput{})
		require.ErrorIs(t, err, auth.ErrNotFound)
		assert.Nil(t, got)
	})
}

func TestWait_Mistyped(t *testing.T) {
	t.Parallel()
	for _, received := range []bool{false, true} {
		run(t, map[bool]string{false: "ends after 45 s for a sent one", true: "ends after 45 s for a received one"}[received], func(t *testing.T, w world) {
			caller := sender(w)
			if received {
				caller = receiver(w)
			}
			start := time.Now()
			_, err := caller.wait(t.Context(), "h-mistyped", invitation.WaitInput{Received: received})
			require.ErrorIs(t, err, auth.ErrNotFound)
			assert.Equal(t, 45*time.Second, time.Since(start))
		})
	}
	run(t, "counts from the first complete list", func(t *testing.T, w world) {
		c := w.client(w.cloud().root, clientSettings{retry: once})
		w.inject(fault{op: opSent, times: 2, kind: kind(w, "unavailable")})
		start := time.Now()
		_, err := c.wait(t.Context(), "h-mistyped", invitation.WaitInput{})
		require.ErrorIs(t, err, auth.ErrNotFound)
		assert.Equal(t, time.Minute, time.Since(start), "15 s and 45 s")
	})
	run(t, "does not count if the list is denied", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: always, kind: kind(w, "denied")})
		start := time.Now()
		_, err := sender(w).wait(t.Context(), "h-mistyped", invitation.WaitInput{})
		require.ErrorIs(t, err, auth.ErrNotFound)
		assert.Equal(t, 5*time.Minute, time.Since(start))
	})
}
