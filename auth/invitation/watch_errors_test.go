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

func TestWatch_Errors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind func(w world) authtest.Kind
		want error
	}{
		{name: "goes on after a list that is denied", kind: func(w world) authtest.Kind { return kind(w, "denied") }, want: auth.ErrPermission},
		{name: "goes on after a service that is unavailable", kind: func(w world) authtest.Kind { return kind(w, "unavailable") }, want: auth.ErrUnavailable},
		{name: "goes on after credentials that are refused", kind: func(w world) authtest.Kind { return kind(w, "wrong keys") }, want: auth.ErrUnauthenticated},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			i := w.seed(toGuest(w))[0]
			single := w.client(w.cloud().root, clientSettings{retry: once})
			w.inject(fault{op: opSent, times: 1, kind: c.kind(w)}) // the first one: there is nothing to compare with
			w.inject(fault{op: opSent, skip: 1, times: 2, kind: c.kind(w)})
			time.AfterFunc(130*time.Second, func() { set(w, i.ID, invitation.StatusAccepted) })
			got := watchFor(t, single.service(), 6*time.Minute, invitation.WatchInput{})
			require.Len(t, got, 4)
			for n, at := range map[int]time.Duration{0: 0, 1: 2 * time.Minute, 2: 3 * time.Minute} {
				require.ErrorIs(t, got[n].err, c.want)
				assert.Equal(t, at, got[n].at)
			}
			assert.Equal(t, watched{change: "accepted " + i.ID, at: 4 * time.Minute}, got[3])
		})
	}
	run(t, "compares the rows of an incomplete list, and reports none as gone", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, w.cloud().pageSize+100)...)
		rows, err := collect(sender(w).service().Sent(t.Context()))
		require.NoError(t, err)
		first, last := rows[0].ID, rows[len(rows)-1].ID
		pages, before := 0, len(w.requests())
		time.AfterFunc(30*time.Second, func() {
			set(w, first, invitation.StatusAccepted)
			w.remove(last)
			if pages = len(w.requests()) - before; pages > 2 {
				pages = 3 // the first page is read once more
			}
			w.inject(fault{op: opSent, skip: pages - 1, times: 1, kind: kind(w, "denied")})
		})
		got := watchFor(t, sender(w).service(), 5*time.Minute, invitation.WatchInput{})
		require.Len(t, got, 3)
		assert.Equal(t, watched{change: "accepted " + first, at: time.Minute}, got[0])
		require.ErrorIs(t, got[1].err, auth.ErrPermission)
		assert.Equal(t, watched{change: "gone " + last, at: 2 * time.Minute}, got[2])
	})
	run(t, "reports none as gone after a list that moves", func(t *testing.T, w world) {
		w.seed(make([]invitation.Invitation, 250)...)
		time.AfterFunc(30*time.Second, func() {
			w.inject(fault{op: opSent, times: 200, kind: authtest.Hook(func() { w.seed(invitation.Invitation{}) })})
		})
		seen := map[string]int{}
		for _, c := range watchFor(t, sender(w).service(), 10*time.Minute, invitation.WatchInput{}) {
			if c.err == nil {
				seen[c.change]++
				require.Regexp(t, "^new ", c.change)
				require.Equal(t, 1, seen[c.change])
			}
		}
		assert.NotEmpty(t, seen)
	})
	run(t, "stops at a break after an error", func(t *testing.T, w world) {
		w.inject(fault{op: opSent, times: always, kind: kind(w, "denied")})
		for _, err := range sender(w).service().Watch(t.Context(), invitation.WatchInput{}) {
			require.ErrorIs(t, err, auth.ErrPermission)
			break
		}
		assert.False(t, errors.Is(t.Context().Err(), context.Canceled))
	})
}
