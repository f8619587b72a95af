package invitation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestKnownMembers(t *testing.T) {
	t.Parallel()
	const created, member, skipped = invitation.ResultCreated, invitation.ResultAlreadyMember, invitation.ResultSkipped
	run(t, "replaces the member list of the service", func(t *testing.T, w world) {
		in := inputsOf(w, 3)
		w.seed(invitation.Invitation{Target: in[1].Target, Status: invitation.StatusAccepted})
		known := sender(w).knownMembers([]invitation.Member{{ID: in[0].Target.Entity}})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), known))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{member, skipped, created}, results(out), "the list is complete")
		assert.Equal(t, []string{"sent 200", "invite 200"}, ops(w, 0))
	})
	run(t, "means that nobody is a member if it is empty", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		w.seed(invitation.Invitation{Target: in[0].Target, Status: invitation.StatusAccepted})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), sender(w).knownMembers(nil)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{skipped, created}, results(out))
		assert.Zero(t, count(w, opMembers))
	})
	run(t, "shows an account that joins between the two lists as invited, if it was read last", func(t *testing.T, w world) {
		in := inputsOf(w, 1)
		w.seed(invitation.Invitation{Target: in[0].Target})
		sent, err := sender(w).list(t.Context(), false)
		require.NoError(t, err)
		known := sender(w).knownMembers([]invitation.Member{{ID: in[0].Target.Entity}})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), sender(w).withSent(sent), known))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultAlreadyPending}, results(out))
		assert.Empty(t, ops(w, 1))
	})
	run(t, "knows members by name or address", func(t *testing.T, w world) {
		addUnlistedGuest(w)
		name := w.cloud().guestTarget.Entity
		known := sender(w).knownMembers([]invitation.Member{{ID: w.cloud().guest, Name: name, Email: name}})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values([]invitation.Input{{Target: w.cloud().guestTarget}}), known))
		require.NoError(t, err)
		require.Len(t, out, 1)
		assert.Equal(t, member, out[0].Result)
		assert.Equal(t, w.cloud().guest, out[0].MemberID)
	})
	run(t, "does not exclude a target by name if it holds IDs only", func(t *testing.T, w world) {
		w.seed(invitation.Invitation{Target: w.cloud().guestTarget, Status: invitation.StatusAccepted})
		known := sender(w).knownMembers([]invitation.Member{{ID: w.cloud().guest}})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values([]invitation.Input{{Target: w.cloud().guestTarget}}), known))
		require.NoError(t, err)
		require.Len(t, out, 1)
		assert.Equal(t, member, out[0].Result)
		assert.Contains(t, out[0].Reason, "unknown")
	})
}

func TestWithSent(t *testing.T) {
	t.Parallel()
	const created, pending = invitation.ResultCreated, invitation.ResultAlreadyPending
	run(t, "replaces the sent list of the service", func(t *testing.T, w world) {
		in := inputsOf(w, 3)
		w.seed(
			invitation.Invitation{Target: in[0].Target}, invitation.Invitation{Target: in[1].Target, Status: invitation.StatusExpired, Note: "old"},
		)
		list, err := sender(w).list(t.Context(), false)
		require.NoError(t, err)
		given, dry, ctx := sender(w).withSent(list), invitation.DryRun(), t.Context()
		const planned = invitation.ResultPlanned
		for _, c := range []struct {
			seq  outcomes
			want []invitation.Result
		}{
			{seq: sender(w).inviteAll(ctx, slices.Values(in), given, dry), want: []invitation.Result{pending, invitation.ResultSkipped, planned}},
			{seq: sender(w).resendExpired(ctx, again, given, dry), want: repeated(planned, 1)},
			{seq: sender(w).cancelPending(ctx, every, given, dry), want: repeated(planned, 1)},
			{seq: sender(w).resendExpired(ctx, again, given), want: repeated(created, 1)},
			{seq: sender(w).cancelPending(ctx, every, given), want: repeated(invitation.ResultCancelled, 1)},
		} {
			out, err := gather(t, c.seq)
			require.NoError(t, err)
			assert.Equal(t, c.want, results(out))
		}
		assert.Equal(t, 1, count(w, opSent), "the caller read it")
	})
	run(t, "can be a list that was saved", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		w.seed(invitation.Invitation{Target: in[0].Target, Note: "mine"}, invitation.Invitation{Target: in[1].Target, Note: "another's"})
		saved, err := sender(w).list(t.Context(), false)
		require.NoError(t, err)
		mine := func(i invitation.Invitation) bool { return i.Note == "mine" && i.Target == in[0].Target }
		out, err := gather(t, sender(w).cancelPending(t.Context(), mine, invitation.WithSent(saved)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultCancelled, 1), results(out))
		assert.Equal(t, saved[0].ID, out[0].Invitation.ID)
	})
	run(t, "is replaced by the list of the service after a conflict", func(t *testing.T, w world) {
		in := inputsOf(w, 2)
		w.seed(invitation.Invitation{Target: in[0].Target, Note: "by another"})
		inject(w, opInvite, kind(w, "duplicate")) // not every service refuses a duplicate
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), sender(w).withSent(nil)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{pending, created}, results(out))
		assert.Equal(t, "by another", out[0].Invitation.Note)
		assert.Equal(t, 1, count(w, opSent))
	})
	run(t, "does not make an older invitation the one that was sent", func(t *testing.T, w world) {
		in := inputsOf(w, 1)
		inject(w, opInvite, authtest.Together(authtest.Hook(func() {
			w.seed(invitation.Invitation{Target: in[0].Target, Note: in[0].Note, Status: invitation.StatusCancelled})
		}), authtest.Reset()))
		settings := clientSettings{transport: undated{w.roundTripper()}}
		c := w.client(w.cloud().root, settings)
		out, err := gather(t, c.inviteAll(t.Context(), slices.Values(in), c.withSent(nil)))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultUnknown, 1), results(out), "the snapshot does not show what was there before the call")
	})
	run(t, "dates the quota in UTC, whatever the zone of the client's clock", func(t *testing.T, w world) {
		east := func() time.Time { return time.Now().In(time.FixedZone("", 8*60*60)) }
		opts := []invitation.BulkOption{sender(w).withSent(nil), invitation.DailyQuota(1), invitation.DryRun()}
		c := w.client(w.cloud().root, clientSettings{clock: east})
		out, err := gather(t, c.inviteAll(t.Context(), slices.Values(inputsOf(w, 2)), opts...))
		require.NoError(t, err)
		require.Equal(t, []invitation.Result{invitation.ResultPlanned, invitation.ResultQuotaReached}, results(out))
		assert.Equal(t, w.now().UTC().Add(day).Round(0), out[1].RetryAt, "without a monotonic clock, too")
	})
	run(t, "counts for the daily quota, by the client's clock", func(t *testing.T, w world) {
		seedSent(w, 3, invitation.StatusCancelled)
		list, err := sender(w).list(t.Context(), false)
		require.NoError(t, err)
		opts := []invitation.BulkOption{sender(w).withSent(list), invitation.DailyQuota(3)}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 1)), opts...))
		require.NoError(t, err)
		assert.Equal(t, repeated(invitation.ResultQuotaReached, 1), results(out))
		assert.Equal(t, w.now().Add(day-3*time.Minute).Truncate(time.Second), out[0].RetryAt)
	})
}
