package invitation_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A watched is what a watch yielded, and after how long.
type watched struct {
	change string
	err    error
	at     time.Duration
}

// watchFor watches for a time and returns all that was yielded.
func watchFor(t *testing.T, s invitation.Service, d time.Duration, in invitation.WatchInput) (all []watched) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	start := time.Now()
	for c, err := range s.Watch(ctx, in) {
		entry := watched{err: err, at: time.Since(start).Round(time.Second)}
		if err == nil {
			entry.change = described([]invitation.Change{c})[0]
		} else {
			assert.Zero(t, c)
		}
		all = append(all, entry)
	}
	require.NotEmpty(t, all)
	last := all[len(all)-1]
	require.ErrorIs(t, last.err, context.DeadlineExceeded)
	assert.Equal(t, d, last.at)
	for _, w := range all[:len(all)-1] {
		require.NotErrorIs(t, w.err, context.DeadlineExceeded, "the end comes once")
	}
	return all[:len(all)-1]
}

func TestWatch(t *testing.T) {
	t.Parallel()
	run(t, "yields what changes between two readings, once", func(t *testing.T, w world) {
		all := w.seed(toGuest(w), toGuest(w), toGuest(w))
		time.AfterFunc(90*time.Second, func() { set(w, all[0].ID, invitation.StatusDeclined) })
		time.AfterFunc(200*time.Second, func() {
			set(w, all[1].ID, "revoked")
			w.remove(all[2].ID)
			w.seed(toGuest(w))
		})
		got := watchFor(t, sender(w).service(), 10*time.Minute, invitation.WatchInput{})
		left := w.invitations()
		late := left[len(left)-1]
		assert.ElementsMatch(t, []watched{
			{change: "declined " + all[0].ID, at: 2 * time.Minute},
			{change: "status " + all[1].ID, at: 4 * time.Minute},
			{change: "renewed " + late.ID + " for " + all[0].ID, at: 4 * time.Minute},
			{change: "gone " + all[2].ID, at: 4 * time.Minute},
		}, got)
		assert.Equal(t, 10, count(w, opSent), "one list a minute")
		assert.Len(t, w.requests(), 10)
	})
	run(t, "watches what was received, at the given interval", func(t *testing.T, w world) {
		time.AfterFunc(11*time.Second, func() { w.seed(toGuest(w)) })
		got := watchFor(t, receiver(w).service(), time.Minute, invitation.WatchInput{Received: true, Interval: 10 * time.Second})
		require.Len(t, got, 1)
		assert.Equal(t, 20*time.Second, got[0].at)
		assert.Equal(t, 6, count(w, opReceived))
	})
	for _, c := range []struct {
		name  string
		since func(all []invitation.Invitation) []invitation.Invitation
		want  func(all []invitation.Invitation) []string
	}{
		{name: "begins with the first reading", since: func([]invitation.Invitation) []invitation.Invitation { return nil },
			want: func([]invitation.Invitation) []string { return nil }},
		{name: "begins with nothing", since: func([]invitation.Invitation) []invitation.Invitation { return []invitation.Invitation{} },
			want: func(all []invitation.Invitation) []string { return []string{"new " + all[0].ID, "new " + all[1].ID} }},
		{name: "begins with what the caller knows", since: func(all []invitation.Invitation) []invitation.Invitation {
			known := all[1]
			known.Status = invitation.StatusPending
			return []invitation.Invitation{known, {Cloud: all[0].Cloud, ID: "h-old"}}
		}, want: func(all []invitation.Invitation) []string {
			return []string{"new " + all[0].ID, "accepted " + all[1].ID, "gone h-old"}
		}},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			all := w.seed(toGuest(w), invitation.Invitation{Status: invitation.StatusAccepted})
			var got []string
			for _, c := range watchFor(t, sender(w).service(), 5*time.Minute, invitation.WatchInput{Since: c.since(all)}) {
				require.NoError(t, c.err)
				got = append(got, c.change)
			}
			assert.ElementsMatch(t, c.want(all), got)
		})
	}
	run(t, "stops at a break", func(t *testing.T, w world) {
		w.seed(toGuest(w), toGuest(w))
		start := time.Now()
		for range sender(w).service().Watch(t.Context(), invitation.WatchInput{Since: []invitation.Invitation{}}) {
			break
		}
		assert.Zero(t, time.Since(start))
		assert.Len(t, w.requests(), 1)
	})
	run(t, "watches afresh each time", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		watch := sender(w).service().Watch(t.Context(), invitation.WatchInput{Since: []invitation.Invitation{}})
		for range 2 {
			for c, err := range watch {
				require.NoError(t, err)
				assert.Equal(t, []string{"new " + i.ID}, described([]invitation.Change{c}))
				break
			}
		}
	})
	run(t, "ends with the cause of its context", func(t *testing.T, w world) {
		for _, already := range []bool{false, true} {
			ctx, cancel := contextFor(t)
			time.AfterFunc(90*time.Second, func() { cancel(errLeft) })
			if already {
				cancel(errLeft)
			}
			var errs []error
			for _, err := range sender(w).service().Watch(ctx, invitation.WatchInput{}) {
				errs = append(errs, err)
			}
			require.Len(t, errs, 1)
			require.ErrorIs(t, errs[0], errLeft)
			require.ErrorIs(t, errs[0], context.Canceled)
		}
	})
	run(t, "refuses a negative interval", func(t *testing.T, w world) {
		for _, err := range sender(w).service().Watch(t.Context(), invitation.WatchInput{Interval: -1}) {
			require.ErrorIs(t, err, auth.ErrInvalid)
		}
		assert.Empty(t, w.requests())
	})
}

// The changes that the watch yields lead from the first list to the last one, whatever
// happens between the readings and whichever of them fail.
func TestWatch_Apply(t *testing.T) {
	t.Parallel()
	run(t, "yields all changes of a list that changes at random", func(t *testing.T, w world) {
		states := func() map[string]invitation.Status {
			all := map[string]invitation.Status{}
			for _, i := range w.invitations() {
				all[i.ID] = i.Status
			}
			return all
		}
		w.seed(make([]invitation.Invitation, 20)...)
		known := states()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for n := range 60 {
			time.AfterFunc(time.Duration(n)*100*time.Second+time.Second, func() {
				all, random := w.invitations(), rand.New(rand.NewPCG(1, uint64(n)))
				i := all[random.IntN(len(all))]
				switch random.IntN(4) {
				case 0:
					w.remove(i.ID)
				case 1:
					w.seed(invitation.Invitation{})
				case 2:
					inject(w, opSent, kind(w, "denied"))
				default:
					set(w, i.ID, []invitation.Status{"accepted", "declined", "pending", "revoked"}[random.IntN(4)])
				}
			})
		}
		time.AfterFunc(2*time.Hour, cancel)
		failed := 0
		for c, err := range sender(w).service().Watch(ctx, invitation.WatchInput{}) {
			switch {
			case err != nil:
				failed++
			case c.Kind == invitation.ChangeGone:
				require.Contains(t, known, c.Before.ID)
				delete(known, c.Before.ID)
			default:
				require.NotEqual(t, known[c.After.ID], c.After.Status)
				known[c.After.ID] = c.After.Status
			}
		}
		assert.Greater(t, failed, 5)
		assert.Equal(t, states(), known)
	})
}

func TestWatch_Expired(t *testing.T) {
	t.Parallel()
	run(t, "reports once what has expired by time, whatever the service says later", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		w.update(i.ID, func(i *invitation.Invitation) { i.Expires = w.now().Add(90 * time.Second).Truncate(time.Second) })
		time.AfterFunc(5*time.Minute, func() { set(w, i.ID, invitation.StatusExpired) })
		got := watchFor(t, sender(w).service(), 10*time.Minute, invitation.WatchInput{})
		assert.Equal(t, []watched{{change: "expired " + i.ID, at: 2 * time.Minute}}, got)
	})
	run(t, "uses the service's clock", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		w.skew(4 * time.Minute) // the client does not correct less than 5
		w.update(i.ID, func(i *invitation.Invitation) {
			i.Expires = w.now().Add(4*time.Minute + 90*time.Second).Truncate(time.Second)
		})
		got := watchFor(t, sender(w).service(), 10*time.Minute, invitation.WatchInput{})
		assert.Equal(t, []watched{{change: "expired " + i.ID, at: 2 * time.Minute}}, got)
	})
	run(t, "does not use the client's clock after a reading without a date", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		w.skew(-4 * time.Minute)
		w.update(i.ID, func(i *invitation.Invitation) { i.Expires = w.now().Add(3 * time.Minute).Truncate(time.Second) })
		time.AfterFunc(210*time.Second, func() { w.inject(fault{op: opSent, times: 1, kind: authtest.NoConnection()}) })
		single := w.client(w.cloud().root, clientSettings{retry: once})
		got := watchFor(t, single.service(), 6*time.Minute, invitation.WatchInput{})
		require.Len(t, got, 1)
		require.ErrorIs(t, got[0].err, auth.ErrUnavailable)
	})
	run(t, "reports what was pending when the caller last knew it", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		i.Status = invitation.StatusPending
		time.Sleep(15 * 24 * time.Hour)
		got := watchFor(t, sender(w).service(), 5*time.Minute, invitation.WatchInput{Since: []invitation.Invitation{i}})
		assert.Equal(t, []watched{{change: "expired " + i.ID}}, got)
	})
}
