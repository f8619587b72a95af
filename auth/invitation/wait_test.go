package invitation_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// looks returns the times of the requests since start, in seconds. Requests of one look
// count once.
func looks(w world, start time.Time) (at []int) {
	for _, r := range w.requests() {
		at = append(at, int(r.time.Sub(start).Round(time.Second)/time.Second))
	}
	return slices.Compact(at)
}

func TestWait(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		in    invitation.WaitInput
		after time.Duration
		want  []int
	}{
		{name: "looks after 5 s, growing to a minute", after: 4 * time.Minute, want: []int{0, 5, 15, 35, 75, 135, 195, 255}},
		{name: "looks at the given interval", in: invitation.WaitInput{Interval: 90 * time.Second}, after: 4 * time.Minute, want: []int{0, 90, 180, 270}},
		{name: "looks for a received invitation", in: invitation.WaitInput{Received: true}, after: 20 * time.Second, want: []int{0, 5, 15, 35}},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			time.AfterFunc(c.after, func() { set(w, i.ID, invitation.StatusDeclined) })
			caller, start := sender(w), time.Now()
			if c.in.Received {
				caller = receiver(w)
			}
			got, err := caller.wait(t.Context(), i.ID, c.in)
			require.NoError(t, err)
			assert.Equal(t, invitation.StatusDeclined, got.Status)
			assert.Equal(t, c.want, looks(w, start))
		})
	}
	for _, c := range []struct {
		name              string
		want, first, then invitation.Status // the status at first, and after a minute
		ends              invitation.Status
		conflict          bool
	}{
		{name: "returns any end", first: "pending", then: "cancelled", ends: "cancelled"},
		{name: "returns an end that is there already", first: "expired", then: "expired", ends: "expired"},
		{name: "returns the wanted end", want: "accepted", first: "pending", then: "accepted", ends: "accepted"},
		{name: "returns another end with an error", want: "accepted", first: "pending", then: "declined", ends: "declined", conflict: true},
		{name: "returns what is pending if that is wanted", want: "pending", first: "pending", then: "pending", ends: "pending"},
		{name: "does not take an unknown status for an end", first: "revoked", then: "accepted", ends: "accepted"},
		{name: "returns an unknown status that is wanted", want: "revoked", first: "pending", then: "revoked", ends: "revoked"},
		{name: "returns what is over already if pending is wanted", want: "pending", first: "declined", then: "declined", ends: "declined"},
		{name: "returns an unknown status if pending is wanted", want: "pending", first: "revoked", then: "revoked", ends: "revoked"},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(invitation.Invitation{Target: account(w.cloud().guest), Status: c.first})[0]
			time.AfterFunc(time.Minute, func() { set(w, i.ID, c.then) })
			got, err := sender(w).wait(t.Context(), i.ID, invitation.WaitInput{Want: c.want})
			require.NotNil(t, got)
			assert.Equal(t, c.ends, got.Status)
			end, ok := statusErrorOf(err)
			assert.Equal(t, c.conflict, ok)
			assert.Equal(t, c.conflict, errors.Is(err, auth.ErrConflict))
			if ok {
				assert.Equal(t, statusError{op: "WaitHandshake", want: c.want, got: *got}, end)
			}
		})
	}
	run(t, "ends with its context", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		ctx, cancel := contextFor(t)
		time.AfterFunc(7*time.Second, func() { cancel(errLeft) })
		start := time.Now()
		_, err := sender(w).wait(ctx, i.ID, invitation.WaitInput{})
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, errLeft)
		assert.Equal(t, 7*time.Second, time.Since(start))
	})
	run(t, "refuses a negative interval", func(t *testing.T, w world) {
		_, err := receiver(w).wait(t.Context(), "h-none", invitation.WaitInput{Interval: -1})
		require.ErrorIs(t, err, auth.ErrInvalid)
		_, err = receiver(w).wait(t.Context(), "", invitation.WaitInput{})
		require.ErrorIs(t, err, auth.ErrInvalid)
		assert.Empty(t, ops(w, 0))
	})
}

func TestWait_Grace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lag   time.Duration
		kind  func(w world) authtest.Kind
		times int
		grace time.Duration
		want  error
	}{
		{name: "waits for one that is not visible for 44 seconds", lag: 44 * time.Second},
		{name: "does not wait for one that is not visible for 46 seconds", lag: 46 * time.Second, want: auth.ErrNotFound},
		{name: "waits for one that is not visible for 4 minutes if Grace is 5", lag: 4 * time.Minute, grace: 5 * time.Minute},
		{name: "does not wait for one that is not visible for 6 minutes if Grace is 5", lag: 6 * time.Minute, grace: 5 * time.Minute, want: auth.ErrNotFound},
		{name: "waits as long as Grace allows", lag: 6 * time.Minute, grace: 10 * time.Minute},
		{name: "does not wait at all if negative", lag: time.Second, grace: -1, want: auth.ErrNotFound},
		{name: "covers a service that is unavailable for a while", times: 12, kind: func(w world) authtest.Kind { return kind(w, "unavailable") }},
		{name: "does not cover a service that stays unavailable", times: always, want: auth.ErrUnavailable, kind: func(w world) authtest.Kind { return kind(w, "unavailable") }},
		{name: "covers responses without an invitation", times: 2, kind: func(world) authtest.Kind { return authtest.Raw(200, "{}") }},
		{name: "does not cover wrong credentials", times: 1, want: auth.ErrUnauthenticated, kind: func(w world) authtest.Kind { return kind(w, "wrong keys") }},
		{name: "does not cover a wrong path", times: 1, want: auth.ErrInvalid, kind: func(w world) authtest.Kind { return kind(w, "wrong path") }},
	} {
		runWith(t, c.name, worldSettings{lag: c.lag}, func(t *testing.T, w world) {
			i, err := sender(w).invite(t.Context(), guestInput(w))
			require.NoError(t, err)
			if c.times != 0 {
				w.inject(fault{op: opGet, times: c.times, kind: c.kind(w)})
			}
			time.AfterFunc(7*time.Minute, func() { set(w, i.ID, invitation.StatusAccepted) })
			got, err := sender(w).wait(t.Context(), i.ID, invitation.WaitInput{Grace: c.grace})
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, invitation.StatusAccepted, got.Status)
		})
	}
	run(t, "ends for a received invitation that never comes", func(t *testing.T, w world) {
		start := time.Now()
		_, err := receiver(w).wait(t.Context(), "h-none", invitation.WaitInput{Received: true, Grace: time.Minute})
		require.ErrorIs(t, err, auth.ErrNotFound)
		assert.Equal(t, []int{0, 5, 15, 35, 60}, looks(w, start))
	})
	run(t, "begins anew after each good look", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		time.AfterFunc(10*time.Minute, func() {
			w.inject(fault{op: opGet, times: 3, kind: authtest.Raw(200, "{}")})
		})
		time.AfterFunc(20*time.Minute, func() { set(w, i.ID, invitation.StatusAccepted) })
		got, err := sender(w).wait(t.Context(), i.ID, invitation.WaitInput{Want: invitation.StatusAccepted})
		require.NoError(t, err)
		assert.Equal(t, invitation.StatusAccepted, got.Status)
	})
	for grace, want := range map[time.Duration][]int{
		2 * time.Second: {0, 2},
		0:               {0, 5, 15, 35, 45},
		time.Minute:     {0, 5, 15, 35, 60},
		6 * time.Minute: {0, 5, 15, 35, 75, 135, 195, 255, 315, 360},
	} {
		run(t, "has looks of its own, "+grace.String(), func(t *testing.T, w world) {
			start := time.Now()
			_, err := receiver(w).wait(t.Context(), "h-none", invitation.WaitInput{Received: true, Interval: time.Hour, Grace: grace})
			require.ErrorIs(t, err, auth.ErrNotFound)
			assert.Equal(t, want, looks(w, start))
		})
	}
}

// An Interval longer than the Grace leaves no room for a second look within it.
func TestWait_LongInterval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		lag         time.Duration
		skip, times int // good looks, and then bad requests
		grace       time.Duration
		want        error
		ends        time.Duration // about
	}{
		{name: "survives a look that fails for a moment", skip: 1, times: 5, ends: 30 * time.Minute},
		{name: "survives a first look that fails", times: 5, ends: 30 * time.Minute},
		{name: "survives an outage of most of the grace", skip: 1, times: 20, ends: 30 * time.Minute},
		{name: "ends if the service stays down", skip: 1, times: always, want: auth.ErrUnavailable, ends: 15 * time.Minute},
		{name: "ends soon if the grace is short", skip: 1, times: always, grace: 2 * time.Second, want: auth.ErrUnavailable, ends: 10 * time.Minute},
		{name: "ends at once without grace", skip: 1, times: 5, grace: -1, want: auth.ErrUnavailable, ends: 10 * time.Minute},
		{name: "waits for one that is not visible for 40 seconds", lag: 40 * time.Second, ends: 30 * time.Minute},
		{name: "waits for one that is not visible for 4 minutes", lag: 4 * time.Minute, grace: 5 * time.Minute, ends: 30 * time.Minute},
		{name: "ends for one that is never visible", lag: 100 * time.Hour, want: auth.ErrNotFound, ends: 45 * time.Second},
	} {
		runWith(t, c.name, worldSettings{lag: c.lag}, func(t *testing.T, w world) {
			i, err := sender(w).invite(t.Context(), guestInput(w))
			require.NoError(t, err)
			if c.times != 0 {
				w.inject(fault{op: opGet, skip: c.skip, times: c.times, kind: kind(w, "unavailable")})
			}
			time.AfterFunc(25*time.Minute, func() { set(w, i.ID, invitation.StatusAccepted) })
			start := time.Now()
			got, err := sender(w).wait(t.Context(), i.ID, invitation.WaitInput{Interval: 10 * time.Minute, Grace: c.grace})
			assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 6, "by the next look, which may be later than usual")
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 1.1)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, invitation.StatusAccepted, got.Status)
		})
	}
	run(t, "looks again sooner after a failure", func(t *testing.T, w world) {
		i := w.seed(invitation.Invitation{})[0]
		bad := authtest.Raw(200, "{}")
		// Twice in a row, and once more much later: that is no failure in the row.
		inject(w, opGet, authtest.Kind{}, bad, bad, authtest.Kind{}, bad)
		time.AfterFunc(25*time.Minute, func() { set(w, i.ID, invitation.StatusAccepted) })
		start := time.Now()
		single := w.client(w.cloud().root, clientSettings{retry: once}) // each look is one request
		_, err := single.wait(t.Context(), i.ID, invitation.WaitInput{Interval: 10 * time.Minute, Grace: 12 * time.Second})
		require.NoError(t, err)
		assert.Equal(t, []int{0, 600, 605, 612, 1212, 1217, 1817}, looks(w, start))
	})
}
