package invitation_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestInviteAll_Refusals(t *testing.T) {
	t.Parallel()
	const pending, created, failed = invitation.ResultAlreadyPending, invitation.ResultCreated, invitation.ResultFailed
	for _, c := range []struct {
		name, kind string
		times      int
		want       []invitation.Result
		sent       int
		err        error
	}{
		{name: "stops when the quota is used up", kind: "quota", times: 1, sent: 1,
			want: append(repeated(invitation.ResultQuotaReached, 5), pending)},
		{name: "skips the rest after three equal refusals in a row", kind: "unknown 403", times: always, sent: 3,
			want: slices.Concat(repeated(failed, 3), repeated(invitation.ResultSkipped, 2), []invitation.Result{pending})},
		{name: "goes on after two equal refusals", kind: "unknown code", times: 2, sent: 5,
			want: slices.Concat(repeated(failed, 2), repeated(created, 3), []invitation.Result{pending})},
		{name: "goes on after targets that do not exist, though the code is unknown", kind: "unknown target", times: 4, sent: 5,
			want: append(repeated(failed, 4), created, pending)},
		{name: "ends if the role cannot invite", kind: "wrong role", times: 1, sent: 1, want: repeated(failed, 1), err: auth.ErrPermission},
		{name: "ends if the credentials are not accepted", kind: "wrong keys", times: 1, sent: 1, want: repeated(failed, 1), err: auth.ErrUnauthenticated},
		{name: "ends if throttling does not end", kind: "throttled for a day", times: 1, sent: 1, want: repeated(failed, 1), err: auth.ErrThrottled},
		{name: "ends if the directory is always busy", kind: "busy", times: always, sent: 15, want: repeated(failed, 3), err: auth.ErrConflict},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			in := inputsOf(w, 6)
			w.seed(invitation.Invitation{Target: in[5].Target})
			w.inject(fault{op: opInvite, times: c.times, kind: kind(w, c.kind)})
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
			assert.Equal(t, c.want, results(out))
			assert.Equal(t, c.sent, count(w, opInvite))
			if c.err == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, c.err)
			}
		})
	}
	run(t, "copies the reason of a quota to the rest", func(t *testing.T, w world) {
		inject(w, opInvite, kind(w, "quota"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.NoError(t, err)
		require.Len(t, out, 2)
		assert.NotEmpty(t, out[0].Reason)
		assert.Contains(t, out[1].Reason, out[0].Reason)
		for _, o := range out {
			require.ErrorIs(t, o.Err, auth.ErrQuota)
		}
	})
	run(t, "ends if the service is down", func(t *testing.T, w world) {
		w.inject(fault{op: opInvite, times: always, kind: kind(w, "unavailable")})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 6))))
		require.ErrorIs(t, err, auth.ErrUnavailable)
		assert.Equal(t, repeated(invitation.ResultUnknown, 3), results(out))
	})
	run(t, "goes on after refusals that concern one input", func(t *testing.T, w world) {
		for _, code := range w.cloud().aboutInput {
			w := w.cloud().new(t, worldSettings{})
			w.inject(fault{op: opInvite, times: 5, kind: w.refuse(code)})
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 6))))
			require.NoError(t, err, code)
			assert.Equal(t, append(repeated(failed, 5), created), results(out), code)
			for _, o := range out[:5] {
				assert.Equal(t, code, codeOf(o.Err))
			}
			assert.Equal(t, 6, count(w, opInvite), code)
			assert.Len(t, ops(w, 0), 8, "%s: each list is read once", code)
		}
	})
	run(t, "ends at once after a refusal that would meet every input", func(t *testing.T, w world) {
		for code, want := range w.cloud().aboutCall {
			w := w.cloud().new(t, worldSettings{})
			inject(w, opInvite, w.refuse(code))
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 6))))
			require.ErrorIs(t, err, want, code)
			assert.Equal(t, repeated(failed, 1), results(out), code)
		}
	})
	run(t, "counts equal refusals anew after one that concerns its input", func(t *testing.T, w world) {
		no, about := kind(w, "unknown code"), w.refuse(w.cloud().aboutInput[0])
		inject(w, opInvite, no, no, about, no, no, no)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 8))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(failed, 6), repeated(invitation.ResultSkipped, 2)...), results(out))
		require.Error(t, out[7].Err)
	})
	run(t, "counts equal refusals anew after a lost response", func(t *testing.T, w world) {
		no := kind(w, "unknown code")
		inject(w, opInvite, no, no, authtest.Reset(), no)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 4))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(failed, 2), invitation.ResultUnknown, created), results(out))
	})
}

// No retry can repair these faults, so the verb must not wait as it does in an outage.
func TestInviteAll_PermanentFault(t *testing.T) {
	t.Parallel()
	run(t, "ends before any request if the credentials cannot be sent", func(t *testing.T, w world) {
		id, secret, token := w.keys(w.cloud().root)
		c := w.client(w.cloud().root, clientSettings{provider: auth.Static(id+"\n", secret, token)})
		start := time.Now()
		out, err := gather(t, c.inviteAll(t.Context(), slices.Values(inputsOf(w, 5))))
		require.ErrorAs(t, err, new(*auth.SignError))
		require.ErrorIs(t, err, auth.ErrInvalid)
		assert.NotErrorIs(t, err, auth.ErrUnavailable)
		assert.Contains(t, err.Error(), "the access key ID has a line break")
		assert.Empty(t, out)
		assert.Empty(t, ops(w, 0))
		assert.Zero(t, time.Since(start))
	})
	run(t, "ends at the first target if a proxy refuses", func(t *testing.T, w world) {
		refusing := &refusingProxy{w: w}
		c := w.client(w.cloud().root, clientSettings{transport: refusing})
		out, err := gather(t, c.inviteAll(t.Context(), slices.Values(inputsOf(w, 5))))
		fault, ok := errors.AsType[*auth.TransportError](err)
		require.True(t, ok, "%v", err)
		assert.True(t, fault.Permanent)
		assert.NotErrorIs(t, err, auth.ErrUnavailable)
		assert.Equal(t, repeated(invitation.ResultFailed, 1), results(out))
		assert.Equal(t, 2, refusing.refused, "the member list, and one invitation")
	})
}

// A refusingProxy lets the first request pass, which reads the list.
type refusingProxy struct {
	w       world
	refused int
}

func (p *refusingProxy) RoundTrip(req *http.Request) (*http.Response, error) {
	if len(p.w.requests()) > 0 {
		p.refused++
		return nil, errors.New("Proxy Authentication Required")
	}
	return p.w.roundTripper().RoundTrip(req)
}
