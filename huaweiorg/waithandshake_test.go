package huaweiorg_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
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
		in    huaweiorg.WaitInput
		after time.Duration
		want  []int
	}{
		"5 s, growing to a minute":      {huaweiorg.WaitInput{}, 4 * time.Minute, []int{0, 5, 15, 35, 75, 135, 195, 255}},
		"an interval of one's own":      {huaweiorg.WaitInput{Interval: 90 * time.Second}, 4 * time.Minute, []int{0, 90, 180, 270}},
		"received ones are in the list": {huaweiorg.WaitInput{Received: true}, 20 * time.Second, []int{0, 5, 15, 35}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID)})[0]
				time.AfterFunc(c.after, func() { w.set(h.ID, huaweiorg.StatusDeclined) })
				client, start := w.sender, time.Now()
				if c.in.Received {
					client = w.receiver
				}
				got, err := client.WaitHandshake(t.Context(), h.ID, c.in)
				require.NoError(t, err)
				assert.Equal(t, huaweiorg.StatusDeclined, got.Status)
				assert.Equal(t, c.want, w.looks(start))
			})
		})
	}
}

func TestWhatAWaitEndsWith(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		want, after, then huaweiorg.Status // the status at first, and after a minute
		ends              huaweiorg.Status
		conflict          bool
	}{
		"any end":                        {"", "pending", "cancelled", "cancelled", false},
		"an end that is there already":   {"", "expired", "expired", "expired", false},
		"the wanted end":                 {"accepted", "pending", "accepted", "accepted", false},
		"another end":                    {"accepted", "pending", "declined", "declined", true},
		"to be seen":                     {"pending", "pending", "pending", "pending", false},
		"F10 an unknown one is no end":   {"", "awaiting_review", "accepted", "accepted", false},
		"an unknown one that is wanted":  {"awaiting_review", "pending", "awaiting_review", "awaiting_review", false},
		"wanted pending, and it is over": {"pending", "declined", "declined", "declined", true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t)
				h := w.s.Seed(huaweiorg.Handshake{Target: target(guestID), Status: c.after})[0]
				time.AfterFunc(time.Minute, func() { w.set(h.ID, c.then) })
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{Want: c.want})
				require.NotNil(t, got)
				assert.Equal(t, c.ends, got.Status)
				end, ok := errors.AsType[*huaweiorg.StatusError](err)
				assert.Equal(t, c.conflict, ok)
				assert.Equal(t, c.conflict, errors.Is(err, huaweiorg.ErrConflict))
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
	show := huaweiorgtest.ShowHandshake
	for name, c := range map[string]struct {
		lag   time.Duration
		kind  huaweiorgtest.Kind
		times int
		grace time.Duration
		want  error
	}{
		"not visible for 4 minutes":            {lag: 4 * time.Minute},
		"not visible for 6 minutes":            {lag: 6 * time.Minute, want: huaweiorg.ErrNotFound},
		"more patience":                        {lag: 6 * time.Minute, grace: 10 * time.Minute},
		"no patience":                          {lag: time.Second, grace: -1, want: huaweiorg.ErrNotFound},
		"unavailable for a while":              {kind: huaweiorgtest.Unavailable(), times: 12},
		"unavailable for ever":                 {kind: huaweiorgtest.Unavailable(), times: huaweiorgtest.Always, want: huaweiorg.ErrUnavailable},
		"F16 200 without a handshake at first": {kind: huaweiorgtest.Raw(200, "{}"), times: 2},
		"F19 not permitted, at once":           {kind: refuse1007(), times: 1, want: huaweiorg.ErrPermission},
		"F24 a wrong path, at once":            {kind: huaweiorgtest.Refuse(404, "APIGW.0101", "x"), times: 1, want: huaweiorg.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t, huaweiorgtest.WithPropagationDelay(c.lag))
				h, err := w.sender.InviteAccount(t.Context(), guestInput())
				require.NoError(t, err)
				if c.times != 0 {
					w.s.Inject(huaweiorgtest.Fault{Op: show, Times: c.times, Kind: c.kind})
				}
				time.AfterFunc(7*time.Minute, func() { w.set(h.ID, huaweiorg.StatusAccepted) })
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{Grace: c.grace})
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, huaweiorg.StatusAccepted, got.Status)
			})
		})
	}
}

func TestAReceivedInvitationThatNeverComesIsNotFound(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		start := time.Now()
		_, err := w.receiver.WaitHandshake(t.Context(), "h-none", huaweiorg.WaitInput{Received: true, Grace: time.Minute})
		require.ErrorIs(t, err, huaweiorg.ErrNotFound)
		assert.Equal(t, []int{0, 5, 15, 35, 75}, w.looks(start))
		_, err = w.receiver.WaitHandshake(t.Context(), "h-none", huaweiorg.WaitInput{Interval: -1})
		require.ErrorIs(t, err, huaweiorg.ErrInvalid)
	})
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(huaweiorg.Handshake{})[0]
		why := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(7*time.Second, func() { cancel(why) })
		start := time.Now()
		_, err := w.sender.WaitHandshake(ctx, h.ID, huaweiorg.WaitInput{})
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.Equal(t, 7*time.Second, time.Since(start))
	})
}

func TestTheGracePeriodBeginsAnewWithEachLook(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(huaweiorg.Handshake{})[0]
		time.AfterFunc(10*time.Minute, func() {
			w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ShowHandshake, Times: 3, Kind: huaweiorgtest.Refuse(404, "Organizations.9003", "x")})
		})
		time.AfterFunc(20*time.Minute, func() { w.set(h.ID, huaweiorg.StatusAccepted) })
		got, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusAccepted})
		require.NoError(t, err)
		assert.Equal(t, huaweiorg.StatusAccepted, got.Status)
	})
}

// An Interval longer than the Grace leaves no room for a second look within it.
func TestALongIntervalIsNoLessPatient(t *testing.T) {
	t.Parallel()
	long := 10 * time.Minute
	down, hidden := huaweiorgtest.Unavailable(), huaweiorgtest.WithPropagationDelay
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
		"down for ever":                      {skip: 1, times: huaweiorgtest.Always, want: huaweiorg.ErrUnavailable, ends: 15 * time.Minute},
		"down for ever, and little patience": {skip: 1, times: huaweiorgtest.Always, grace: 2 * time.Second, want: huaweiorg.ErrUnavailable, ends: 10 * time.Minute},
		"down, and no patience":              {skip: 1, times: 5, grace: -1, want: huaweiorg.ErrUnavailable, ends: 10 * time.Minute},
		"not visible for 4 minutes":          {lag: 4 * time.Minute, ends: 30 * time.Minute},
		"never visible":                      {lag: 100 * time.Hour, want: huaweiorg.ErrNotFound, ends: 5 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := newWorld(t, hidden(c.lag))
				h, err := w.sender.InviteAccount(t.Context(), guestInput())
				require.NoError(t, err)
				w.s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ShowHandshake, Skip: c.skip, Times: c.times, Kind: down})
				time.AfterFunc(25*time.Minute, func() { w.set(h.ID, huaweiorg.StatusAccepted) })
				start := time.Now()
				got, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{Interval: long, Grace: c.grace})
				assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 6, "by the next look, which may be later than usual")
				if c.want != nil {
					require.ErrorIs(t, err, c.want)
					assert.InDelta(t, c.ends.Minutes(), time.Since(start).Minutes(), 1.1)
					return
				}
				require.NoError(t, err)
				assert.Equal(t, huaweiorg.StatusAccepted, got.Status)
			})
		})
	}
}

func TestAfterAFailureTheNextLooksComeSooner(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld(t)
		h := w.s.Seed(huaweiorg.Handshake{})[0]
		missing := huaweiorgtest.Refuse(404, "Organizations.9003", "x")
		// Twice in a row, and once more much later: that is no failure in the row.
		w.inject(huaweiorgtest.ShowHandshake, huaweiorgtest.Kind{}, missing, missing, huaweiorgtest.Kind{}, missing)
		time.AfterFunc(25*time.Minute, func() { w.set(h.ID, huaweiorg.StatusAccepted) })
		start := time.Now()
		_, err := w.sender.WaitHandshake(t.Context(), h.ID, huaweiorg.WaitInput{Interval: 10 * time.Minute, Grace: 12 * time.Second})
		require.NoError(t, err)
		assert.Equal(t, []int{0, 600, 605, 615, 1215, 1220, 1820}, w.looks(start))
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
			bubble(t, func(t *testing.T) {
				w, start := newWorld(t), time.Now()
				_, err := w.receiver.WaitHandshake(t.Context(), "h-none", huaweiorg.WaitInput{Received: true, Interval: time.Hour, Grace: grace})
				require.ErrorIs(t, err, huaweiorg.ErrNotFound)
				assert.Equal(t, want, slices.Compact(w.looks(start)))
			})
		})
	}
}
