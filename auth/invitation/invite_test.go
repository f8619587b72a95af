package invitation_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

const day = 24 * time.Hour

func TestInviteAll(t *testing.T) {
	t.Parallel()
	run(t, "returns an outcome for each target", func(t *testing.T, w world) {
		in := inputsOf(w, 9)
		for i, status := range []invitation.Status{"pending", "accepted", "declined", "cancelled", "expired", "revoked"} {
			w.seed(invitation.Invitation{Target: in[i].Target, Status: status})
		}
		w.seed(invitation.Invitation{Target: in[6].Target, Created: time.Now().Add(-20 * day)}) // past its date
		in[7].Native = 21                                                                       // tags
		in = append(in, in[8], in[0])
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{
			invitation.ResultAlreadyPending, invitation.ResultAlreadyMember, invitation.ResultSkipped, invitation.ResultSkipped,
			invitation.ResultSkipped, invitation.ResultSkipped, invitation.ResultSkipped, invitation.ResultInvalid,
			invitation.ResultCreated, invitation.ResultSkipped, invitation.ResultSkipped,
		}, results(out))
		for i, o := range out {
			assert.Equal(t, in[i].Target, o.Target)
			assert.Equal(t, o.Result == invitation.ResultSkipped, o.Reason != "")
			assert.Equal(t, o.Result == invitation.ResultInvalid, o.Err != nil)
			if i < 7 || i == 8 {
				assert.Equal(t, o.Target, o.Invitation.Target, "the invitation that decides")
			}
		}
		require.ErrorIs(t, out[7].Err, auth.ErrInvalid)
		assert.Equal(t, []string{"sent 200", "invite 200"}, ops(w, 0))
	})
	run(t, "lets the last invitation of a target decide", func(t *testing.T, w world) {
		in := inputsOf(w, 3)
		days := func(n int) time.Time { return time.Now().Add(time.Duration(n) * day) }
		w.seed( // in no order
			invitation.Invitation{Target: in[0].Target, Status: "expired", Created: days(-1)},
			invitation.Invitation{Target: in[0].Target, Status: "declined", Created: days(-9)},
			invitation.Invitation{Target: in[1].Target, Status: "declined", Created: days(-9)},
			invitation.Invitation{Target: in[1].Target, Status: "expired", Created: days(-1)},
			invitation.Invitation{Target: in[2].Target, Status: "pending", Created: days(-9)},
			invitation.Invitation{Target: in[2].Target, Status: "expired", Created: days(-1)},
		)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.Reinvite(invitation.StatusExpired)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultCreated, invitation.ResultCreated, invitation.ResultAlreadyPending}, results(out))
	})
	run(t, "rereads the list after a conflict, because another program may have been faster", func(t *testing.T, w world) {
		in, n := inputsOf(w, 5), 0
		w.inject(fault{op: opInvite, times: 4, kind: authtest.Hook(func() {
			w.seed(invitation.Invitation{Target: in[n].Target, Note: "by another"})
			n++
		})})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(invitation.ResultAlreadyPending, 4), invitation.ResultCreated), results(out))
		assert.Equal(t, "by another", out[0].Invitation.Note)
	})
	run(t, "consumes the inputs one at a time and stops at break", func(t *testing.T, w world) {
		taken := 0
		seq := sender(w).inviteAll(t.Context(), func(yield func(invitation.Input) bool) {
			for _, in := range inputsOf(w, 5) {
				taken++
				if !yield(in) {
					return
				}
			}
		})
		assert.Empty(t, ops(w, 0))
		for range seq {
			if taken == 2 {
				break
			}
		}
		assert.Equal(t, 2, taken)
		assert.Equal(t, 2, count(w, opInvite))
		out, err := gather(t, seq)
		require.NoError(t, err)
		assert.Equal(t, append(repeated(invitation.ResultAlreadyPending, 2), repeated(invitation.ResultCreated, 3)...), results(out), "each range begins afresh")
	})
	run(t, "invites nobody without the complete list", func(t *testing.T, w world) {
		inject(w, opSent, kind(w, "denied"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.ErrorIs(t, err, auth.ErrPermission)
		assert.Empty(t, out)
		assert.Zero(t, count(w, opInvite))
	})
	run(t, "counts one that the service has not noticed as expired", func(t *testing.T, w world) {
		in := inputsOf(w, 1)
		w.seed(invitation.Invitation{Target: in[0].Target})
		past := w.now().Format(time.RFC3339)
		setField(w, opSent, "row expires", past)
		setField(w, opSent, "row expires", past)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
		inject(w, opInvite, authtest.Raw(200, w.cloud().pendingBody("h-new")))
		out, err = gather(t, sender(w).resendExpired(t.Context(), again))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultCreated, 1), results(out))
	})
	run(t, "tells an unknown outcome from a failure", func(t *testing.T, w world) {
		inject(w, opInvite, authtest.AppliedThen(authtest.Reset()))
		inject(w, opSent, authtest.Kind{}, kind(w, "denied"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.ErrorIs(t, err, auth.ErrPermission, "no list can be read")
		require.Len(t, out, 1)
		assert.Equal(t, invitation.ResultUnknown, out[0].Result)
		require.ErrorIs(t, out[0].Err, auth.ErrOutcomeUnknown)
	})
	run(t, "compares addresses without their case", func(t *testing.T, w world) {
		if w.cloud().guestTarget.Type != invitation.TargetTypeEmail {
			t.Skip("this cloud invites nobody by address")
		}
		w.seed(invitation.Invitation{Target: invitation.Target{Type: invitation.TargetTypeEmail, Entity: "ops@example.test"}, Status: "declined"})
		in := []invitation.Input{{Target: invitation.Target{Type: invitation.TargetTypeEmail, Entity: "Ops@Example.test"}}}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
	})
	run(t, "ends with the context", func(t *testing.T, w world) {
		ctx, cancel := contextFor(t)
		var out []invitation.Outcome
		for o, err := range sender(w).inviteAll(ctx, slices.Values(inputsOf(w, 3))) {
			if err != nil {
				require.ErrorIs(t, err, errLeft)
				break
			}
			out = append(out, o)
			cancel(errLeft)
		}
		assert.Equal(t, repeated(invitation.ResultCreated, 1), results(out))
		assert.Len(t, ops(w, 0), 2)
	})
}

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
	run(t, "gives the reason of a quota to the rest", func(t *testing.T, w world) {
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
			assert.Len(t, ops(w, 0), 7, "%s: the list is read once", code)
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

// A fault that no retry mends is no outage, which the verb would sit out.
func TestInviteAll_PermanentFault(t *testing.T) {
	t.Parallel()
	run(t, "ends before anything is sent if the credentials cannot be", func(t *testing.T, w world) {
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
		assert.Equal(t, 1, refusing.refused)
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

func TestInviteAll_LostResponse(t *testing.T) {
	t.Parallel()
	lost := authtest.AppliedThen(authtest.Reset())
	for _, c := range []struct {
		name string
		kind authtest.Kind
		then func(w world) // while it is read back
		sent int
	}{
		{name: "knows that one cancelled in the same second is older", kind: authtest.Reset(), sent: 2},
		{name: "knows that one accepted in the same second is the new one", kind: lost, sent: 1,
			then: func(w world) { set(w, w.invitations()[1].ID, invitation.StatusAccepted) }},
		{name: "knows that one without a date is the new one if it was not there before", kind: lost, sent: 1,
			then: func(w world) {
				w.update(w.invitations()[1].ID, func(i *invitation.Invitation) { i.Created = time.Time{} })
			}},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			in := inputsOf(w, 1)
			w.seed(invitation.Invitation{Target: in[0].Target, Note: in[0].Note, Status: invitation.StatusCancelled})
			inject(w, opInvite, c.kind)
			if c.then != nil {
				inject(w, opSent, authtest.Kind{}, authtest.Hook(func() { c.then(w) }))
			}
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.Reinvite(invitation.StatusCancelled)))
			require.NoError(t, err)
			require.Equal(t, repeated(invitation.ResultCreated, 1), results(out), "%v", out)
			assert.Equal(t, c.sent, count(w, opInvite))
			assert.Equal(t, w.invitations()[1], out[0].Invitation)
		})
	}
}

func TestReinvite(t *testing.T) {
	t.Parallel()
	statuses := []invitation.Status{"accepted", "declined", "cancelled", "expired"}
	for i, end := range statuses {
		run(t, "invites again what was "+string(end), func(t *testing.T, w world) {
			in := inputsOf(w, 5)
			for i, status := range statuses {
				w.seed(invitation.Invitation{Target: in[i].Target, Status: status})
			}
			w.seed(invitation.Invitation{Target: in[4].Target})
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), sender(w).reinvite(end)))
			require.NoError(t, err)
			require.Len(t, out, 5)
			for j, o := range out {
				assert.Equal(t, i == j, o.Result == invitation.ResultCreated, "%d %v", j, o)
			}
		})
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	run(t, "changes nothing", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		dry, ctx := invitation.DryRun(), t.Context()
		for name, seq := range map[string]outcomes{
			"InviteAll":     sender(w).inviteAll(ctx, slices.Values(inputsOf(w, 1)), dry),
			"AcceptFrom":    receiver(w).acceptFrom(ctx, trusted(w), dry),
			"CancelPending": sender(w).cancelPending(ctx, every, dry),
		} {
			out, err := gather(t, seq)
			require.NoError(t, err, name)
			assert.Equal(t, repeated(invitation.ResultPlanned, 1), results(out), name)
		}
		set(w, i.ID, invitation.StatusExpired)
		out, err := gather(t, sender(w).resendExpired(ctx, again, dry))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultPlanned, 1), results(out))
		for _, r := range w.requests() {
			assert.Contains(t, []string{opSent, opReceived, opGet}, r.op)
		}
	})
}

func TestBulkOption(t *testing.T) {
	t.Parallel()
	run(t, "is refused where it makes no sense, as are inputs", func(t *testing.T, w world) {
		s, r, ctx := sender(w), receiver(w), t.Context()
		for name, seq := range map[string]outcomes{
			"no inputs":                    s.inviteAll(ctx, nil),
			"reinvite the pending":         s.inviteAll(ctx, slices.Values(inputsOf(w, 1)), s.reinvite(invitation.StatusPending)),
			"reinvite an unknown status":   s.inviteAll(ctx, slices.Values(inputsOf(w, 1)), s.reinvite("gone")),
			"cancel without a match":       s.cancelPending(ctx, nil),
			"resend without an input":      s.resendExpired(ctx, nil),
			"reinvite where it is no verb": s.cancelPending(ctx, every, s.reinvite(invitation.StatusExpired)),
			"accept from nobody":           r.acceptFrom(ctx, invitation.Trust{}),
			"an empty organization":        r.acceptFrom(ctx, invitation.Trust{OrganizationIDs: []string{"o-1", ""}}),
			"an empty account":             r.acceptFrom(ctx, invitation.Trust{OrganizationIDs: []string{"o-1"}, InviterIDs: []string{""}}),
		} {
			out, err := gather(t, seq)
			require.ErrorIs(t, err, auth.ErrInvalid, name)
			assert.True(t, strings.HasPrefix(err.Error(), w.cloud().prefix), err.Error())
			assert.Empty(t, out, name)
		}
		assert.Empty(t, ops(w, 0))
	})
}

func TestWithProgress(t *testing.T) {
	t.Parallel()
	run(t, "counts before each outcome", func(t *testing.T, w world) {
		in := inputsOf(w, 3)
		in[1].Target.Type = ""
		w.seed(invitation.Invitation{Target: in[2].Target})
		var last invitation.Progress
		var got []invitation.Progress
		for range sender(w).inviteAll(t.Context(), slices.Values(in), invitation.WithProgress(func(p invitation.Progress) { last = p }), nil) {
			got = append(got, last)
		}
		assert.Equal(t, []invitation.Progress{{Done: 1, Changed: 1}, {Done: 2, Changed: 1, Failed: 1}, {Done: 3, Changed: 1, Failed: 1}}, got)
	})
}

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
			return invitation.Input{Note: i.Note, Native: 1}, i.Note != "n1"
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
	run(t, "says of one that was not to be invited again that it has expired", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		for i, status := range []invitation.Status{invitation.StatusExpired, invitation.StatusDeclined} {
			w.seed(invitation.Invitation{Target: in[i].Target, Status: status})
		}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, "the last invitation has expired", out[0].Reason)
		assert.Equal(t, "the last invitation is declined", out[1].Reason)
	})
	run(t, "fails after a conflict if the list shows no open invitation", func(t *testing.T, w world) {
		in := inputsOf(w, 1)
		inject(w, opInvite, authtest.Together(authtest.Hook(func() {
			w.seed(invitation.Invitation{Target: in[0].Target, Status: invitation.StatusDeclined})
		}), kind(w, "conflict")))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultFailed, 1), results(out))
	})
	run(t, "knows what it sent itself when a response is lost", func(t *testing.T, w world) {
		in := []invitation.Input{{Target: w.cloud().guestTarget, Note: "join"}, inputsOf(w, 1)[0]}
		inject(w, opInvite, authtest.Kind{}, authtest.Reset())
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultCreated, 2), results(out), "the first one is not taken for the second")
	})
}
