package invitation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func TestWaitAll_Grace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lag   time.Duration
		grace time.Duration
		at    int // of the missing one
		found bool
	}{
		{name: "gives up only the one that lists do not hold for 45 seconds", lag: 100 * time.Hour, at: 45},
		{name: "gives up at once without grace", lag: 100 * time.Hour, grace: -1},
		{name: "waits as long as Grace allows", lag: 100 * time.Hour, grace: 3 * time.Minute, at: 180},
		{name: "waits for one that is not visible for 40 seconds", lag: 40 * time.Second, at: 135, found: true},
	} {
		runWith(t, c.name, worldSettings{lag: c.lag}, func(t *testing.T, w world) {
			other := w.seed(invitation.Invitation{})[0]
			hidden, err := sender(w).invite(t.Context(), guestInput(w))
			require.NoError(t, err)
			time.AfterFunc(100*time.Second, func() {
				if c.found {
					set(w, hidden.ID, invitation.StatusAccepted)
				}
			})
			time.AfterFunc(10*time.Minute, func() { set(w, other.ID, invitation.StatusAccepted) })
			got, err := waitAll(t.Context(), t, sender(w).service(), []string{other.ID, hidden.ID}, invitation.WaitInput{Grace: c.grace})
			require.NoError(t, err)
			require.Len(t, got, 2)
			assert.Equal(t, hidden.ID, got[0].ID)
			assert.Equal(t, c.found, got[0].Err == nil)
			if !c.found {
				require.ErrorIs(t, got[0].Err, auth.ErrNotFound)
				assert.Equal(t, c.at, got[0].at)
			}
			assert.Equal(t, other.ID, got[1].ID)
			require.NoError(t, got[1].Err)
		})
	}
	for _, c := range []struct {
		name  string
		times int
		want  error
	}{
		{name: "survives an outage", times: 3},
		{name: "ends after an outage of 5 minutes", times: always, want: auth.ErrUnavailable},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			all := w.seed(invitation.Invitation{}, invitation.Invitation{})
			w.inject(fault{op: opSent, skip: 1, times: c.times, kind: kind(w, "unavailable")})
			time.AfterFunc(time.Hour, func() { set(w, all[0].ID, invitation.StatusAccepted); set(w, all[1].ID, invitation.StatusAccepted) })
			single := w.client(w.cloud().root, clientSettings{retry: once})
			got, err := waitAll(t.Context(), t, single.service(), idsOf(all), invitation.WaitInput{})
			require.Len(t, got, 2)
			if c.want == nil {
				require.NoError(t, err)
				require.NoError(t, cmpErr(got))
				return
			}
			require.ErrorIs(t, err, c.want)
			for _, g := range got {
				require.ErrorIs(t, g.Err, c.want)
				assert.Equal(t, invitation.StatusPending, g.Invitation.Status)
				assert.Equal(t, 305, g.at)
			}
		})
	}
	run(t, "counts the 45 seconds anew after each time that a list shows it", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		for _, at := range []time.Duration{30 * time.Second, 100 * time.Second} {
			time.AfterFunc(at, func() { w.remove(i.ID) })
			time.AfterFunc(at+20*time.Second, func() { w.seed(i) })
		}
		time.AfterFunc(3*time.Minute, func() { set(w, i.ID, invitation.StatusAccepted) })
		got, err := waitAll(t.Context(), t, sender(w).service(), []string{i.ID}, invitation.WaitInput{Interval: 15 * time.Second})
		require.NoError(t, err)
		require.Len(t, got, 1)
		require.NoError(t, got[0].Err)
	})
	run(t, "does not count a list that moves as complete", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 250)...)
		w.inject(fault{op: opSent, times: always, kind: authtest.Hook(func() { w.seed(invitation.Invitation{}) })})
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
		defer cancel()
		got, err := waitAll(ctx, t, sender(w).service(), []string{"h-none"}, invitation.WaitInput{Grace: 10 * time.Minute})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Len(t, got, 1)
		require.NotErrorIs(t, got[0].Err, auth.ErrNotFound)
	})
}

func cmpErr(all []waitedAt) error {
	var errs []error
	for _, w := range all {
		errs = append(errs, w.Err)
	}
	return errors.Join(errs...)
}
