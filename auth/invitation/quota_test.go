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

// seedSent seeds n invitations of other targets, one created each minute until now.
func seedSent(w world, n int, status invitation.Status) {
	for i := range n {
		w.seed(invitation.Invitation{
			Target: account(w.cloud().account(1000 + i)), Status: status, Created: w.now().Add(time.Duration(i-n) * time.Minute),
		})
	}
}

func TestInviteAll_Quota(t *testing.T) {
	t.Parallel()
	const created, quota, failed = invitation.ResultCreated, invitation.ResultQuotaReached, invitation.ResultFailed
	runWith(t, "returns when the quota has room again, to the second", worldSettings{quota: 20}, func(t *testing.T, w world) {
		in := inputsOf(w, 24)
		start := w.now()
		for _, i := range in[:19] { // the oldest is 19 minutes old when the quota is used up
			_, err := sender(w).invite(t.Context(), i)
			require.NoError(t, err)
			time.Sleep(time.Minute)
		}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in[19:])))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(created, 1), repeated(quota, 4)...), results(out))
		assert.Equal(t, 21, count(w, opInvite), "one refused request")
		for _, o := range out[1:] {
			assert.Equal(t, start.Add(day), o.RetryAt)
			assert.Contains(t, o.Reason, "retry at "+o.RetryAt.Format(time.RFC3339))
			require.Error(t, o.Err)
		}
		time.Sleep(out[1].RetryAt.Sub(w.now()) - time.Second)
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in[22:])))
		require.NoError(t, err)
		assert.Equal(t, repeated(quota, 2), results(out), "two targets are left, and neither has failed")
		time.Sleep(time.Second)
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in[22:])))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{created, quota}, results(out))
		assert.Equal(t, start.Add(day+time.Minute), out[1].RetryAt)
	})
	for _, status := range []invitation.Status{"cancelled", "declined", "expired", "accepted"} {
		run(t, "counts those that were "+string(status), func(t *testing.T, w world) {
			seedSent(w, 20, status)
			inject(w, opInvite, kind(w, "unknown code"))
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
			require.NoError(t, err)
			if status == invitation.StatusAccepted && w.cloud().limitsPending { // Alibaba Cloud does not count those
				assert.Equal(t, []invitation.Result{failed, created}, results(out))
				return
			}
			assert.Equal(t, repeated(quota, 2), results(out))
			assert.Equal(t, w.now().Add(day-20*time.Minute).Truncate(time.Second), out[0].RetryAt)
		})
	}
	run(t, "does not attribute a refusal to the quota without evidence", func(t *testing.T, w world) {
		seedSent(w, 19, invitation.StatusDeclined)
		w.seed(invitation.Invitation{Target: account(w.cloud().account(77)), Status: invitation.StatusDeclined, Created: w.now().Add(-day)})
		inject(w, opInvite, kind(w, "unknown code"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{failed, created}, results(out))
		assert.Zero(t, out[0].RetryAt)
	})
	for _, name := range []string{"unknown conflict", "unknown target"} {
		run(t, "does not attribute an "+name+" to the quota", func(t *testing.T, w world) {
			seedSent(w, 30, invitation.StatusDeclined)
			w.inject(fault{op: opInvite, times: 5, kind: kind(w, name)})
			out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
			require.NoError(t, err)
			assert.Equal(t, repeated(failed, 2), results(out))
		})
	}
	run(t, "goes on after any number of conflicts with an unknown code", func(t *testing.T, w world) {
		w.inject(fault{op: opInvite, times: 9, kind: kind(w, "unknown conflict")})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 10))))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(failed, 9), created), results(out))
		assert.LessOrEqual(t, count(w, opSent), 2)
	})
	run(t, "does not know when a quota of members has room again", func(t *testing.T, w world) {
		seedSent(w, 20, invitation.StatusDeclined)
		inject(w, opInvite, kind(w, "member quota"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2))))
		require.NoError(t, err)
		assert.Equal(t, repeated(quota, 2), results(out))
		for _, o := range out {
			assert.Zero(t, o.RetryAt)
			require.ErrorIs(t, o.Err, auth.ErrQuota)
		}
	})
}

func TestDailyQuota(t *testing.T) {
	t.Parallel()
	const created, quota = invitation.ResultCreated, invitation.ResultQuotaReached
	run(t, "sends no more than it allows", func(t *testing.T, w world) {
		seedSent(w, 3, invitation.StatusCancelled)
		in := inputsOf(w, 6)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.DailyQuota(5)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(created, 2), repeated(quota, 4)...), results(out))
		assert.Equal(t, 2, count(w, opInvite))
		oldest := w.now().Add(day - 3*time.Minute).Truncate(time.Second)
		for _, o := range out[2:] {
			assert.Equal(t, oldest, o.RetryAt)
			assert.Contains(t, o.Reason, "retry at")
			require.NoError(t, o.Err)
		}
		time.Sleep(out[2].RetryAt.Sub(w.now()))
		out, err = gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.DailyQuota(5)))
		require.NoError(t, err)
		assert.Equal(t, slices.Concat(repeated(invitation.ResultAlreadyPending, 2), repeated(created, 1), repeated(quota, 3)), results(out))
	})
	run(t, "waits until enough of too many are old", func(t *testing.T, w world) {
		seedSent(w, 8, invitation.StatusCancelled)
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 1)), invitation.DailyQuota(5)))
		require.NoError(t, err)
		assert.Equal(t, repeated(quota, 1), results(out))
		assert.Equal(t, w.now().Add(day-5*time.Minute).Truncate(time.Second), out[0].RetryAt)
	})
	run(t, "limits what is planned", func(t *testing.T, w world) {
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 3)), invitation.DailyQuota(2), invitation.DryRun()))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(invitation.ResultPlanned, 2), quota), results(out))
		assert.WithinDuration(t, w.now().Add(day), out[2].RetryAt, time.Second)
	})
	run(t, "is the evidence for a refusal with an unknown code", func(t *testing.T, w world) {
		seedSent(w, 30, invitation.StatusCancelled)
		inject(w, opInvite, kind(w, "unknown code"))
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2)), invitation.DailyQuota(100)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{invitation.ResultFailed, created}, results(out))
	})
	run(t, "limits what is resent", func(t *testing.T, w world) {
		for _, i := range inputsOf(w, 3) {
			w.seed(invitation.Invitation{Target: i.Target, Status: invitation.StatusExpired, Created: w.now().Add(-20 * day)})
		}
		out, err := gather(t, sender(w).resendExpired(t.Context(), again, invitation.DailyQuota(2)))
		require.NoError(t, err)
		assert.Equal(t, append(repeated(created, 2), quota), results(out))
	})
	runWith(t, "counts invitations that may have been sent, though the list does not show them", worldSettings{lag: time.Hour}, func(t *testing.T, w world) {
		inject(w, opInvite, authtest.AppliedThen(authtest.Reset()))
		w.inject(fault{op: opSent, skip: 1, times: 5, kind: kind(w, "unavailable")}) // all attempts of one reading
		w.inject(fault{op: opInvite, skip: 1, times: 1, kind: kind(w, "duplicate")}) // the verb reads the list again
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 4)), invitation.DailyQuota(2)))
		require.NoError(t, err)
		require.Equal(t, invitation.ResultUnknown, out[0].Result)
		assert.Equal(t, quota, out[3].Result)
		assert.LessOrEqual(t, len(w.invitations()), 2)
	})
	run(t, "does not count dates that are far in the future", func(t *testing.T, w world) {
		for n, created := range []time.Time{w.now().Add(day), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
			w.seed(invitation.Invitation{Target: account(w.cloud().account(1000 + n)), Status: invitation.StatusCancelled, Created: created})
		}
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 2)), invitation.DailyQuota(1)))
		require.NoError(t, err)
		assert.Equal(t, []invitation.Result{created, quota}, results(out))
		assert.WithinDuration(t, w.now().Add(day), out[1].RetryAt, time.Second)
	})
	run(t, "counts dates that are a little in the future, as the service's clock is ahead", func(t *testing.T, w world) {
		w.seed(invitation.Invitation{Target: account(w.cloud().account(1000)), Status: invitation.StatusCancelled, Created: w.now().Add(time.Hour)})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(inputsOf(w, 1)), invitation.DailyQuota(1)))
		require.NoError(t, err)
		assert.Equal(t, repeated(quota, 1), results(out))
		assert.Equal(t, w.now().Add(day+time.Hour).Truncate(time.Second), out[0].RetryAt)
	})
	runWith(t, "counts what it sent although the list does not show it yet", worldSettings{lag: time.Minute}, func(t *testing.T, w world) {
		in := inputsOf(w, 6)
		w.inject(fault{op: opInvite, skip: 2, times: 1, kind: kind(w, "duplicate")})
		out, err := gather(t, sender(w).inviteAll(t.Context(), slices.Values(in), invitation.DailyQuota(4)))
		require.NoError(t, err)
		assert.Equal(t, 5, count(w, opInvite), "four, and a refused one")
		assert.Equal(t, quota, out[5].Result)
	})
}
