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

// A waitedAt is what a wait yielded, and after how many seconds.
type waitedAt struct {
	invitation.Waited
	at int
}

// waitAll returns all that a wait yields, and the error at its end.
func waitAll(ctx context.Context, t *testing.T, s invitation.Service, ids []string, in invitation.WaitInput) (all []waitedAt, last error) {
	t.Helper()
	start := time.Now()
	for w, err := range s.WaitAll(ctx, ids, in) {
		require.NoError(t, last, "the error comes last")
		if last = err; err != nil {
			assert.Zero(t, w)
			continue
		}
		all = append(all, waitedAt{w, int(time.Since(start).Round(time.Second) / time.Second)})
	}
	return all, last
}

func idsOf(all []invitation.Invitation) (ids []string) {
	for _, i := range all {
		ids = append(ids, i.ID)
	}
	return ids
}

func TestWaitAll(t *testing.T) {
	t.Parallel()
	run(t, "waits for 12 invitations for six hours with a list a minute", func(t *testing.T, w world) {
		ids := idsOf(w.seed(make([]invitation.Invitation, 12)...))
		for n, id := range ids {
			time.AfterFunc(time.Duration(n+1)*30*time.Minute, func() { set(w, id, invitation.StatusAccepted) })
		}
		all, err := waitAll(t.Context(), t, sender(w).service(), ids, invitation.WaitInput{Want: invitation.StatusAccepted})
		require.NoError(t, err)
		require.Len(t, all, 12)
		for n, got := range all {
			require.NoError(t, got.Err)
			assert.Equal(t, ids[n], got.ID)
			assert.Equal(t, ids[n], got.Invitation.ID)
			assert.Equal(t, invitation.StatusAccepted, got.Invitation.Status)
			assert.InDelta(t, (n+1)*30*60, got.at, 61, "as it ends")
		}
		assert.LessOrEqual(t, len(w.requests()), 360+5)
		assert.Equal(t, len(w.requests()), count(w, opSent))
	})
	run(t, "yields each end as it comes, and another end than the wanted one with its error", func(t *testing.T, w world) {
		all := w.seed(toGuest(w), toGuest(w), invitation.Invitation{Target: account(w.cloud().guest), Status: invitation.StatusAccepted}, toGuest(w))
		time.AfterFunc(10*time.Second, func() { set(w, all[3].ID, invitation.StatusDeclined) })
		time.AfterFunc(50*time.Second, func() { set(w, all[0].ID, invitation.StatusAccepted) })
		time.AfterFunc(3*time.Minute, func() { set(w, all[1].ID, invitation.StatusExpired) })
		got, err := waitAll(t.Context(), t, receiver(w).service(), idsOf(all), invitation.WaitInput{Received: true, Want: invitation.StatusAccepted})
		require.NoError(t, err)
		require.Len(t, got, 4)
		for n, want := range []struct {
			i, at int
			end   invitation.Status
		}{{i: 2, at: 0, end: "accepted"}, {i: 3, at: 15, end: "declined"}, {i: 0, at: 75, end: "accepted"}, {i: 1, at: 195, end: "expired"}} {
			assert.Equal(t, all[want.i].ID, got[n].ID)
			assert.Equal(t, want.at, got[n].at)
			assert.Equal(t, want.end, got[n].Invitation.Status)
			assert.Equal(t, want.end != invitation.StatusAccepted, got[n].Err != nil)
			if got[n].Err == nil {
				continue
			}
			require.ErrorIs(t, got[n].Err, auth.ErrNotPending)
			end, ok := statusErrorOf(got[n].Err)
			require.True(t, ok)
			assert.Equal(t, "WaitAll", end.op)
			assert.Equal(t, want.end, end.got.Status)
		}
		assert.Equal(t, len(w.requests()), count(w, opReceived))
	})
	run(t, "waits for any end, which an unknown status is not", func(t *testing.T, w world) {
		all := w.seed(invitation.Invitation{Status: "revoked"}, invitation.Invitation{})
		time.AfterFunc(time.Minute, func() { set(w, all[0].ID, invitation.StatusCancelled) })
		time.AfterFunc(time.Minute, func() { set(w, all[1].ID, invitation.StatusDeclined) })
		got, err := waitAll(t.Context(), t, sender(w).service(), idsOf(all), invitation.WaitInput{})
		require.NoError(t, err)
		require.Len(t, got, 2)
		for n := range got {
			require.NoError(t, got[n].Err)
			assert.Equal(t, all[n].ID, got[n].ID, "in the order of the caller")
			assert.Equal(t, 75, got[n].at)
		}
	})
	run(t, "waits once for an ID that is given twice", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{Status: invitation.StatusDeclined})[0]
		got, err := waitAll(t.Context(), t, sender(w).service(), []string{i.ID, i.ID}, invitation.WaitInput{})
		require.NoError(t, err)
		assert.Len(t, got, 1)
	})
	run(t, "sends nothing for no IDs", func(t *testing.T, w world) {
		got, err := waitAll(t.Context(), t, sender(w).service(), nil, invitation.WaitInput{})
		require.NoError(t, err)
		assert.Empty(t, got)
		assert.Empty(t, w.requests())
	})
	run(t, "refuses bad input before any request", func(t *testing.T, w world) {
		for _, c := range []struct {
			ids []string
			in  invitation.WaitInput
		}{{ids: []string{"h-1", ""}}, {ids: []string{"h-1"}, in: invitation.WaitInput{Interval: -1}}, {in: invitation.WaitInput{Interval: -1}}} {
			got, err := waitAll(t.Context(), t, sender(w).service(), c.ids, c.in)
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.Empty(t, got)
		}
		assert.Empty(t, w.requests())
	})
	run(t, "stops at a break", func(t *testing.T, w world) {
		all := w.seed(invitation.Invitation{Status: invitation.StatusDeclined}, invitation.Invitation{Status: invitation.StatusDeclined}, invitation.Invitation{})
		start := time.Now()
		for range sender(w).service().WaitAll(t.Context(), idsOf(all), invitation.WaitInput{Progress: func(invitation.WaitProgress) { t.Error("progress after the break") }}) {
			break
		}
		assert.Zero(t, time.Since(start))
		assert.Len(t, w.requests(), 1)
	})
	run(t, "reads no further than what it waits for", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 250)...)
		rows, err := collect(sender(w).service().Sent(t.Context()))
		require.NoError(t, err)
		set(w, rows[0].ID, invitation.StatusAccepted)
		before := len(w.requests())
		_, err = waitAll(t.Context(), t, sender(w).service(), []string{rows[0].ID}, invitation.WaitInput{})
		require.NoError(t, err)
		assert.LessOrEqual(t, len(w.requests())-before, 2)
	})
	run(t, "reports its progress after each reading", func(t *testing.T, w world) {
		all := w.seed(invitation.Invitation{}, invitation.Invitation{Status: invitation.StatusDeclined})
		time.AfterFunc(8*time.Second, func() { set(w, all[0].ID, invitation.StatusAccepted) })
		w.inject(fault{op: opSent, skip: 1, times: 1, kind: kind(w, "unavailable")})
		single := w.client(w.cloud().root, clientSettings{retry: once})
		var seen []invitation.WaitProgress
		var failed []error
		_, err := waitAll(t.Context(), t, single.service(), idsOf(all), invitation.WaitInput{
			Want:     invitation.StatusAccepted,
			Progress: func(p invitation.WaitProgress) { failed = append(failed, p.Err); p.Err = nil; seen = append(seen, p) },
		})
		require.NoError(t, err)
		assert.Equal(t, []invitation.WaitProgress{
			{Total: 2, Done: 1, Failed: 1, Pause: 5 * time.Second},
			{Total: 2, Done: 1, Failed: 1, Pause: 5 * time.Second},
			{Total: 2, Done: 2, Failed: 1},
		}, seen)
		require.Len(t, failed, 3)
		require.NoError(t, failed[0])
		require.ErrorIs(t, failed[1], auth.ErrUnavailable)
	})
}

func TestWaitAll_Pending(t *testing.T) {
	t.Parallel()
	run(t, "waits until each invitation can be seen, in whatever state", func(t *testing.T, w world) {
		ids := idsOf(w.seed(toGuest(w), invitation.Invitation{Status: invitation.StatusAccepted}, invitation.Invitation{Status: "revoked"}))
		all, err := waitAll(t.Context(), t, sender(w).service(), ids, invitation.WaitInput{Want: invitation.StatusPending})
		require.NoError(t, err)
		require.Len(t, all, 3)
		for _, got := range all {
			assert.NoError(t, got.Err)
			assert.Zero(t, got.at)
		}
	})
}

func TestWaitAll_End(t *testing.T) {
	t.Parallel()
	for _, early := range []bool{false, true} {
		run(t, map[bool]string{false: "yields the last states with a deadline's error", true: "yields all with the error of a context that has ended"}[early], func(t *testing.T, w world) {
			all := w.seed(invitation.Invitation{}, invitation.Invitation{Status: "revoked"}, invitation.Invitation{})
			time.AfterFunc(30*time.Second, func() { set(w, all[2].ID, invitation.StatusAccepted) })
			ctx, cancel := context.WithTimeoutCause(t.Context(), 100*time.Second, errLeft)
			defer cancel()
			if early {
				cancel()
			}
			got, err := waitAll(ctx, t, sender(w).service(), idsOf(all), invitation.WaitInput{})
			want := context.DeadlineExceeded
			if early {
				want = context.Canceled
			}
			require.ErrorIs(t, err, want)
			require.Len(t, got, 3)
			for _, g := range got[map[bool]int{true: 0, false: 1}[early]:] {
				require.ErrorIs(t, g.Err, want)
				assert.Equal(t, early, g.Invitation.ID == "")
			}
			if !early {
				require.ErrorIs(t, err, errLeft)
				assert.Equal(t, []string{all[2].ID, all[0].ID, all[1].ID}, []string{got[0].ID, got[1].ID, got[2].ID})
				assert.Equal(t, invitation.Status("revoked"), got[2].Invitation.Status)
				assert.Equal(t, 100, got[2].at)
			}
		})
	}
	for name, want := range map[string]error{"denied": auth.ErrPermission, "wrong keys": auth.ErrUnauthenticated, "wrong path": auth.ErrInvalid} {
		run(t, "ends at once if the list is refused, "+name, func(t *testing.T, w world) {
			i := w.seed(invitation.Invitation{})[0]
			w.inject(fault{op: opSent, skip: 1, times: always, kind: kind(w, name)})
			got, err := waitAll(t.Context(), t, sender(w).service(), []string{i.ID, "h-none"}, invitation.WaitInput{})
			require.ErrorIs(t, err, want)
			require.Len(t, got, 2)
			assert.Equal(t, i.ID, got[0].Invitation.ID, "the last state seen")
			for n := range got {
				require.ErrorIs(t, got[n].Err, want)
				assert.Equal(t, 5, got[n].at)
			}
		})
	}
	run(t, "stops at a break at its end", func(t *testing.T, w world) {
		all := w.seed(invitation.Invitation{}, invitation.Invitation{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		n := 0
		for range sender(w).service().WaitAll(ctx, idsOf(all), invitation.WaitInput{}) {
			n++
			break
		}
		assert.Equal(t, 1, n)
	})
}
