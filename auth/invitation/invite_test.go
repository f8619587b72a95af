package invitation_test

import (
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
		in[7].Tags = tags(21)                                                                   // one too many
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
		assert.Equal(t, []string{"sent 200", "members 200", "invite 200"}, ops(w, 0))
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
		assert.Equal(t, append(repeated(invitation.ResultAlreadyPending, 2), repeated(invitation.ResultCreated, 3)...), results(out), "each range starts a new run")
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
	run(t, "distinguishes an unknown outcome from a failure", func(t *testing.T, w world) {
		inject(w, opInvite, authtest.AppliedThen(authtest.Reset()))
		inject(w, opSent, authtest.Kind{}, kind(w, "denied"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.ErrorIs(t, err, auth.ErrPermission, "no list can be read")
		require.Len(t, out, 1)
		assert.Equal(t, invitation.ResultUnknown, out[0].Result)
		require.ErrorIs(t, out[0].Err, auth.ErrOutcomeUnknown)
	})
	run(t, "cleans and shortens an unknown status in a reason", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		w.update(i.ID, func(i *invitation.Invitation) {
			i.Status = invitation.Status("strange\n" + strings.Repeat("x", 10_000))
		})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values([]invitation.Input{guestInput(w)})))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultSkipped, 1), results(out))
		assert.Contains(t, out[0].Reason, "the last invitation is strange x")
		assert.Less(t, len(out[0].Reason), 300)
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
		assert.Len(t, ops(w, 0), 3)
	})
	run(t, "gives as the reason that the last invitation has ended", func(t *testing.T, w world) {
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
		assert.Equal(t, repeated(invitation.ResultCreated, 2), results(out), "the verb distinguishes the first one from the second")
	})
}

func TestInviteAll_LostResponse(t *testing.T) {
	t.Parallel()
	lost := authtest.AppliedThen(authtest.Reset())
	for _, c := range []struct {
		name string
		kind authtest.Kind
		then func(w world) // while the client reads it back
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
