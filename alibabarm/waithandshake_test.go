package alibabarm_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// looks are the times of the requests since start, in seconds.
func (w world) looks(start time.Time) (at []int) {
	for _, r := range w.s.Requests() {
		at = append(at, int(r.Time.Sub(start).Round(time.Second)/time.Second))
	}
	return at
}

func TestAWaitIsPolite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in    alibabarm.WaitInput
		after time.Duration
		want  []int
	}{
		"5 s, growing to a minute":      {alibabarm.WaitInput{}, 4 * time.Minute, []int{0, 5, 15, 35, 75, 135, 195, 255}},
		"an interval of one's own":      {alibabarm.WaitInput{Interval: 90 * time.Second}, 4 * time.Minute, []int{0, 90, 180, 270}},
		"received ones are in the list": {alibabarm.WaitInput{Received: true}, 20 * time.Second, []int{0, 5, 15, 35}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID})[0]
				time.AfterFunc(c.after, func() { w.set(h.ID, alibabarm.StatusDeclined) })
				client, start := w.sender, time.Now()
				if c.in.Received {
					client = w.receiver
				}
				got, err := client.WaitHandshake(t.Context(), h.ID, c.in)
				require.NoError(t, err)
				assert.Equal(t, alibabarm.StatusDeclined, got.Status)
				assert.Equal(t, c.want, w.looks(start))
			})
		})
	}
}

func TestWhatAWaitEndsWith(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		want, after, then alibabarm.Status // the status at first, and after a minute
		ends              alibabarm.Status
		conflict          bool
	}{
		"any end":                        {"", "Pending", "Cancelled", "Cancelled", false},
		"an end that is there already":   {"", "Expired", "Expired", "Expired", false},
		"the wanted end":                 {"Accepted", "Pending", "Accepted", "Accepted", false},
		"another end":                    {"Accepted", "Pending", "Declined", "Declined", true},
		"to be seen":                     {"Pending", "Pending", "Pending", "Pending", false},
		"F13 an unknown one is no end":   {"", "Revoked", "Accepted", "Accepted", false},
		"an unknown one that is wanted":  {"Revoked", "Pending", "Revoked", "Revoked", false},
		"wanted pending, and it is over": {"Pending", "Declined", "Declined", "Declined", true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v)
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Status: c.after})[0]
				time.AfterFunc(time.Minute, func() { w.set(h.ID, c.then) })
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Want: c.want})
				require.NotNil(t, got)
				assert.Equal(t, c.ends, got.Status)
				end, ok := errors.AsType[*alibabarm.StatusError](err)
				assert.Equal(t, c.conflict, ok)
				assert.Equal(t, c.conflict, errors.Is(err, alibabarm.ErrConflict))
				if ok {
					assert.Equal(t, *got, end.Handshake)
					assert.Equal(t, c.want, end.Want)
				}
			})
		})
	}
}

func TestAWaitIsPatientForTheGracePeriod(t *testing.T) {
	t.Parallel()
	show := alibabarmtest.GetHandshake
	for name, c := range map[string]struct {
		lag   time.Duration
		kind  alibabarmtest.Kind
		times int
		grace time.Duration
		want  error
	}{
		"not visible for 4 minutes":            {lag: 4 * time.Minute},
		"not visible for 6 minutes":            {lag: 6 * time.Minute, want: alibabarm.ErrNotFound},
		"more patience":                        {lag: 6 * time.Minute, grace: 10 * time.Minute},
		"no patience":                          {lag: time.Second, grace: -1, want: alibabarm.ErrNotFound},
		"unavailable for a while":              {kind: alibabarmtest.Unavailable(), times: 12},
		"unavailable for ever":                 {kind: alibabarmtest.Unavailable(), times: alibabarmtest.Always, want: alibabarm.ErrUnavailable},
		"F14 200 without a handshake at first": {kind: alibabarmtest.Raw(200, "{}"), times: 2},
		"F20 an unknown key, at once":          {kind: alibabarmtest.UnknownKey(), times: 1, want: alibabarm.ErrUnauthenticated},
		"a wrong path, at once":                {kind: alibabarmtest.Refuse(404, "InvalidAction.NotFound", "x"), times: 1, want: alibabarm.ErrInvalid},
		"F21 not permitted, but the list is":   {kind: denied(), times: alibabarmtest.Always},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v, alibabarmtest.WithPropagationDelay(c.lag))
				h, err := w.sender.InviteAccountToResourceDirectory(t.Context(), guestInput())
				require.NoError(t, err)
				if c.times != 0 {
					w.s.Inject(alibabarmtest.Fault{Op: show, Times: c.times, Kind: c.kind})
				}
				time.AfterFunc(7*time.Minute, func() { w.set(h.ID, alibabarm.StatusAccepted) })
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Grace: c.grace})
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, alibabarm.StatusAccepted, got.Status)
			})
		})
	}
}

func TestAReceivedInvitationThatNeverComesIsNotFound(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		start := time.Now()
		_, err := w.receiver.WaitHandshake(t.Context(), "h-none", alibabarm.WaitInput{Received: true, Grace: time.Minute})
		require.ErrorIs(t, err, alibabarm.ErrNotFound)
		assert.Equal(t, []int{0, 0, 5, 5, 15, 15, 35, 35, 75, 75}, w.looks(start), "by its ID, and in the list")
		_, err = w.receiver.WaitHandshake(t.Context(), "h-none", alibabarm.WaitInput{Interval: -1})
		require.ErrorIs(t, err, alibabarm.ErrInvalid)
	})
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{})[0]
		why := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(7*time.Second, func() { cancel(why) })
		start := time.Now()
		_, err := w.sender.WaitHandshake(ctx, h.ID, alibabarm.WaitInput{})
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.Equal(t, 7*time.Second, time.Since(start))
	})
}

func TestF18AMismatchDoesNotTellHowItEnded(t *testing.T) {
	t.Parallel()
	for _, end := range []alibabarm.Status{"Accepted", "Declined", "Cancelled", "Expired"} {
		t.Run(string(end), func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v, alibabarmtest.WithUnreadable(end))
				h := w.s.Seed(alibabarm.Handshake{TargetType: alibabarm.TargetTypeAccount, TargetEntity: guestID, Status: end})[0]
				for _, c := range []*alibabarm.Client{w.sender, w.receiver} {
					_, err := c.GetHandshake(t.Context(), h.ID)
					require.ErrorIs(t, err, alibabarm.ErrConflict)
					got, err := c.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Received: c == w.receiver})
					require.NoError(t, err)
					assert.Equal(t, w.s.Handshakes()[0], *got)
				}
			})
		})
	}
}

func TestF18AMismatchAndNoListIsBoth(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{Status: "Accepted"})[0]
		w.s.Inject(alibabarmtest.Fault{Op: sent, Times: alibabarmtest.Always, Kind: alibabarmtest.Raw(200, body(t, "F03.json"))})
		start := time.Now()
		_, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{})
		require.ErrorIs(t, err, alibabarm.ErrNotFound)
		require.ErrorIs(t, err, alibabarm.ErrConflict)
		assert.GreaterOrEqual(t, time.Since(start), 5*time.Minute)
	})
}

func TestAWaitByAnAccountWithoutADirectoryEndsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		_, err := w.receiver.WaitHandshake(t.Context(), "h-none", alibabarm.WaitInput{})
		e, ok := errors.AsType[*alibabarm.Error](err)
		require.True(t, ok)
		assert.Equal(t, "EntityNotExists.ResourceDirectory", e.Code)
		assert.Len(t, w.ops(0), 2)
	})
}

// An Interval longer than the Grace leaves no room for a second look within it.
func TestALongIntervalIsNoLessPatient(t *testing.T) {
	t.Parallel()
	long := 10 * time.Minute
	down, hidden := alibabarmtest.Unavailable(), alibabarmtest.WithPropagationDelay
	for name, c := range map[string]struct {
		lag         time.Duration
		skip, times int // good looks, and then bad requests
		grace       time.Duration
		want        error
		ends        time.Duration // about
	}{
		"a look that fails in passing":       {skip: 1, times: 5, ends: 30 * time.Minute},
		"the first look of all":              {times: 5, ends: 30 * time.Minute},
		"down for most of the Grace":         {skip: 1, times: 20, ends: 30 * time.Minute},
		"down for ever":                      {skip: 1, times: alibabarmtest.Always, want: alibabarm.ErrUnavailable, ends: 15 * time.Minute},
		"down for ever, and little patience": {skip: 1, times: alibabarmtest.Always, grace: 2 * time.Second, want: alibabarm.ErrUnavailable, ends: 10 * time.Minute},
		"down, and no patience":              {skip: 1, times: 5, grace: -1, want: alibabarm.ErrUnavailable, ends: 10 * time.Minute},
		"not visible for 4 minutes":          {lag: 4 * time.Minute, ends: 30 * time.Minute},
		"never visible":                      {lag: 100 * time.Hour, want: alibabarm.ErrNotFound, ends: 5 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w := newWorld(t, v, hidden(c.lag))
				h, err := w.sender.InviteAccountToResourceDirectory(t.Context(), guestInput())
				require.NoError(t, err)
				w.s.Inject(alibabarmtest.Fault{Op: alibabarmtest.GetHandshake, Skip: c.skip, Times: c.times, Kind: down})
				time.AfterFunc(25*time.Minute, func() { w.set(h.ID, alibabarm.StatusAccepted) })
				start := time.Now()
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Interval: long, Grace: c.grace})
				assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 6, "by the next look, which may be later than usual")
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
					assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 1.1)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, alibabarm.StatusAccepted, got.Status)
			})
		})
	}
}

func TestAfterAFailureTheNextLooksComeSooner(t *testing.T) {
	bubble(t, func(t *testing.T, v alibabarm.Version) {
		w := newWorld(t, v)
		h := w.s.Seed(alibabarm.Handshake{})[0]
		missing := alibabarmtest.Raw(200, "{}")
		// Twice in a row, and once more much later: that is no failure in the row.
		w.inject(alibabarmtest.GetHandshake, alibabarmtest.Kind{}, missing, missing, alibabarmtest.Kind{}, missing)
		time.AfterFunc(25*time.Minute, func() { w.set(h.ID, alibabarm.StatusAccepted) })
		start := time.Now()
		sender := w.sender.With(alibabarm.WithRetry(auth.Retry{MaxRetries: -1})) // each look is one request
		_, err := sender.WaitHandshake(t.Context(), h.ID, alibabarm.WaitInput{Interval: 10 * time.Minute, Grace: 12 * time.Second})
		require.NoError(t, err)
		assert.Equal(t, []int{0, 600, 605, 615, 1215, 1220, 1820, 1820}, w.looks(start), "the end is in the list")
	})
}

func TestTheLooksOfAnOutage(t *testing.T) {
	t.Parallel()
	for grace, want := range map[time.Duration][]int{
		2 * time.Second: {0, 2},
		time.Minute:     {0, 5, 15, 35, 75},
		6 * time.Minute: {0, 5, 15, 35, 75, 135, 195, 255, 315, 375},
	} {
		t.Run(grace.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, v alibabarm.Version) {
				w, start := newWorld(t, v), time.Now()
				_, err := w.receiver.WaitHandshake(t.Context(), "h-none", alibabarm.WaitInput{Received: true, Interval: time.Hour, Grace: grace})
				require.ErrorIs(t, err, alibabarm.ErrNotFound)
				assert.Equal(t, want, slices.Compact(w.looks(start)))
			})
		})
	}
}
