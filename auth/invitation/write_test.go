package invitation_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// once turns retries off.
var once = &auth.Retry{MaxRetries: -1}

func TestAccept_LostResponse(t *testing.T) {
	t.Parallel()
	reset, applied := authtest.Reset(), authtest.AppliedThen(authtest.Reset())
	unknown, unavailable := auth.ErrOutcomeUnknown, auth.ErrUnavailable
	accept := func(kinds ...authtest.Kind) func(world, string) {
		return func(w world, _ string) { inject(w, opAccept, kinds...) }
	}
	acceptNamed := func(names ...string) func(world, string) {
		return func(w world, _ string) {
			for _, name := range names {
				inject(w, opAccept, kind(w, name))
			}
		}
	}
	// meanwhile changes the invitation while the client reads it back.
	meanwhile := func(k authtest.Kind, change func(w world, id string)) func(world, string) {
		return func(w world, id string) {
			inject(w, opAccept, k)
			inject(w, w.cloud().readsReceivedBy, authtest.Hook(func() { change(w, id) }))
		}
	}
	for _, c := range []struct {
		name    string
		prepare func(w world, id string)
		retry   *auth.Retry
		want    []error // nil: it succeeds
		not     error
		ops     string // with <pending> and so on for the requests that read back
	}{
		{name: "finds that it took effect before a reset", prepare: accept(applied), ops: "accept 0, <over>"},
		{name: "finds that it took effect before a 503", prepare: accept(authtest.AppliedThen(authtest.ErrorPage(503))), ops: "accept 503, <over>"},
		{name: "finds that it took effect and no response came", prepare: accept(authtest.AppliedThen(authtest.Hang())), ops: "accept 0, <over>"},
		{name: "finds that it took effect if the response is truncated", prepare: accept(authtest.CutBody(20)), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response is too large", prepare: accept(authtest.Huge(500_000_000)), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response has no invitation", prepare: accept(authtest.AppliedThen(authtest.Raw(200, "{}"))), ops: "accept 200, <over>"},
		{name: "finds that it took effect if the response is empty", prepare: accept(authtest.AppliedThen(authtest.Raw(200, ""))), ops: "accept 200, <over>"},
		{name: "ignores a response about another invitation", prepare: func(w world, _ string) { setField(w, opAccept, "id", "h-other") }, ops: "accept 200, <over>"},
		{name: "resends a write that did not take effect", prepare: accept(reset, reset), ops: "accept 0, <pending>, accept 0, <pending>, accept 200"},
		{name: "finds that the first one took effect if the second is refused", prepare: func(w world, id string) {
			inject(w, opAccept, applied)
			w.cloud().lag(w, id)
		}, ops: "accept 0, <pending>, accept 409, <over>"},
		{name: "does not know if the second is refused and it is still pending", prepare: func(w world, _ string) {
			inject(w, opAccept, reset, kind(w, "conflict"))
		}, want: []error{unknown, unavailable, auth.ErrConflict}, ops: "accept 0, <pending>, accept 409" + strings.Repeat(", <pending>", 5)},
		{name: "does not resend without retries", prepare: accept(reset), retry: once, want: []error{unknown, unavailable}, ops: "accept 0, <pending>"},
		{name: "reads back without retries", prepare: accept(applied), retry: once, ops: "accept 0, <over>"},
		{name: "resends as often as retries allow", prepare: accept(reset, reset, reset), retry: &auth.Retry{MaxRetries: 2},
			want: []error{unknown}, ops: "accept 0, <pending>, accept 0, <pending>, accept 0, <pending>"},
		{name: "reports that it was declined meanwhile", prepare: meanwhile(reset, func(w world, id string) { set(w, id, invitation.StatusDeclined) }),
			want: []error{auth.ErrConflict}, not: unknown, ops: "accept 0, <pending>"},
		{name: "does not know if the state cannot be read", prepare: func(w world, _ string) {
			inject(w, opAccept, applied)
			inject(w, opReceived, kind(w, "denied"))
		}, want: []error{unknown, unavailable, auth.ErrPermission}, ops: "accept 0, <denied>"},
		{name: "does not know if the invitation has vanished", prepare: meanwhile(applied, func(w world, id string) { w.remove(id) }),
			want: []error{unknown}, ops: "accept 0" + strings.Repeat(", <missing>", 5)},
		{name: "does not know if the status is unknown", prepare: meanwhile(reset, func(w world, id string) { set(w, id, "revoked") }),
			want: []error{unknown}, ops: "accept 0" + strings.Repeat(", <pending>", 5)},
		{name: "retries without a look what the service refused for now", prepare: func(w world, _ string) {
			inject(w, opAccept, authtest.NoConnection(), kind(w, "throttled for 2 seconds"), kind(w, "busy"))
		}, ops: "accept <throttled>, accept <busy>, accept 200"},
		{name: "does not read back what was never sent", prepare: accept(authtest.NoConnection()), retry: once, want: []error{unavailable}, not: unknown},
		{name: "returns a refusal", prepare: acceptNamed("denied"), want: []error{auth.ErrPermission}, not: unknown, ops: "accept 403"},
		{name: "does not wait longer than 6 minutes", prepare: accept(authtest.Raw(503, "", "Retry-After: 3600")),
			want: []error{unknown, unavailable}, ops: "accept 503, <pending>"},
		{name: "reports another end that the response shows", prepare: func(w world, _ string) { setField(w, opAccept, "status", w.cloud().word("cancelled")) },
			want: []error{auth.ErrConflict}, not: unknown, ops: "accept 200"},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			c.prepare(w, i.ID)
			got, err := w.client(w.cloud().guest, clientSettings{retry: c.retry}).accept(t.Context(), i.ID)
			assert.Equal(t, w.cloud().looks.Replace(c.ops), strings.Join(ops(w, 0), ", "))
			if len(c.want) == 0 {
				require.NoError(t, err)
				assert.Equal(t, invitation.StatusAccepted, got.Status)
				assert.Equal(t, w.invitations()[0], *got)
				return
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), w.cloud().prefix))
			for _, want := range c.want {
				assert.ErrorIs(t, err, want)
			}
			if c.not != nil {
				assert.NotErrorIs(t, err, c.not)
			}
		})
	}
}

func TestDecline_LostResponse(t *testing.T) {
	t.Parallel()
	run(t, "reads the state back, like a cancel", func(t *testing.T, w world) {
		applied := authtest.AppliedThen(authtest.Reset())
		all := w.seed(toGuest(w), invitation.Invitation{})
		inject(w, opDecline, applied)
		got, err := receiver(w).decline(t.Context(), all[0].ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusDeclined, got.Status)
		inject(w, opCancel, applied)
		got, err = sender(w).cancel(t.Context(), all[1].ID)
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusCancelled, got.Status)
		assert.Equal(t, []string{"decline 0", w.cloud().readsReceivedBy + " 200", "cancel 0", "get 200"}, ops(w, 0))
	})
}

func TestCancel_LostResponse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"denied", "missing"} {
		run(t, "reads the state back from the list if the single read is "+name, func(t *testing.T, w world) {
			i := w.seed(make([]invitation.Invitation, 3)...)[1]
			inject(w, opCancel, authtest.AppliedThen(authtest.Reset()))
			inject(w, opGet, kind(w, name))
			got, err := sender(w).cancel(t.Context(), i.ID)
			require.NoError(t, err)
			assert.Equal(t, i.ID, got.ID)
			assert.Equal(t, invitation.StatusCancelled, got.Status)
			assert.Equal(t, "sent 200", ops(w, 2)[0])
		})
	}
}

func TestAccept_Context(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, on string
		kind     func(w world) authtest.Kind
		unknown  bool
	}{
		{name: "ends while no response comes", on: opAccept, unknown: true, kind: func(world) authtest.Kind { return authtest.Hang() }},
		{name: "ends while it is read back", on: "look", unknown: true, kind: func(world) authtest.Kind { return authtest.Hang() }},
		{name: "ends while the service throttles", on: opAccept, kind: func(w world) authtest.Kind { return kind(w, "throttled for a minute") }},
		{name: "ends while there is no connection", on: opAccept, kind: func(world) authtest.Kind { return authtest.NoConnection() }},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			on := c.on
			if on == "look" {
				on = w.cloud().readsReceivedBy
				inject(w, opAccept, authtest.Reset())
			}
			w.inject(fault{op: on, times: always, kind: c.kind(w)})
			ctx, cancel := contextFor(t)
			time.AfterFunc(2500*time.Millisecond, func() { cancel(errLeft) })
			start := time.Now()
			_, err := w.client(w.cloud().guest, clientSettings{retry: &auth.Retry{MaxRetries: 1000, MinWait: time.Second}}).accept(ctx, i.ID)
			assert.Equal(t, 2500*time.Millisecond, time.Since(start))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, errLeft)
			assert.Equal(t, c.unknown, errors.Is(err, auth.ErrOutcomeUnknown), "%v", err)
		})
	}
	run(t, "ends before anything is sent", func(t *testing.T, w world) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := sender(w).invite(ctx, guestInput(w))
		require.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, auth.ErrOutcomeUnknown)
		assert.Empty(t, ops(w, 0))
	})
}
