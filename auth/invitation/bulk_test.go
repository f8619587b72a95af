package invitation_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

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
			w.removeMember(in[0].Target.Entity)
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
			assert.Contains(t, []string{opSent, opReceived, opGet, opMembers}, r.op)
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
			"reinvite nothing":             s.inviteAll(ctx, slices.Values(inputsOf(w, 1)), s.reinvite()),
			"no quota a day":               s.inviteAll(ctx, slices.Values(inputsOf(w, 1)), invitation.DailyQuota(0)),
			"a quota where none is sent":   s.cancelPending(ctx, every, invitation.DailyQuota(20)),
			"a quota to accept":            r.acceptFrom(ctx, trusted(w), invitation.DailyQuota(20)),
			"members to cancel":            s.cancelPending(ctx, every, s.knownMembers(nil)),
			"members to accept from":       r.acceptFrom(ctx, trusted(w), s.knownMembers(nil)),
			"a sent list to accept from":   r.acceptFrom(ctx, trusted(w), s.withSent(nil)),
			"another cloud's sent list":    s.cancelPending(ctx, every, invitation.WithSent([]invitation.Invitation{{Cloud: "example"}})),
			"another cloud's members":      s.resendExpired(ctx, again, invitation.KnownMembers([]invitation.Member{{Cloud: "example"}})),
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
