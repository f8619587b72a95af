package authtest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestServer_RoundTrip_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "returns every item with every page size", func(t *testing.T, open maker) {
		f, root := open(0, settings{})
		f.seed(f.believable(61)...)
		want, c := f.handshakes(), f.client(t, root, nil)
		for size := 1; size <= 62; size++ {
			got, err := c.list(t.Context(), false, size)
			require.NoError(t, err)
			assert.Equal(t, want, got, size)
		}
	})
	onEvery(t, "knows each client as its account", func(t *testing.T, open maker) {
		f, root := open(3, settings{})
		guest := f.add(account{Role: memberRole})
		f.seed(f.believableReceived(guest, 5)...)
		c := f.client(t, guest, nil)
		got, err := c.list(t.Context(), true, 10)
		require.NoError(t, err)
		assert.Len(t, got, 5)
		_, err = c.list(t.Context(), false, 10)
		require.ErrorIs(t, err, auth.ErrPermission)
		got, err = c.as(root.Credentials).list(t.Context(), false, 10)
		require.NoError(t, err)
		assert.Len(t, got, 3)
	})
	onEvery(t, "lets a hang last until the deadline", func(t *testing.T, open maker) {
		synctest.Test(t, func(t *testing.T) {
			f, root := open(1, settings{})
			f.Inject(authtest.Fault{Kind: authtest.Hang()})
			c := f.client(t, root, nil)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			start := time.Now()
			_, err := c.list(ctx, false, 10)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 10*time.Second, time.Since(start))
		})
	})
	onEvery(t, "sees a new signature for each retry in simulated time", func(t *testing.T, open maker) {
		synctest.Test(t, func(t *testing.T) {
			f, root := open(3, settings{clock: time.Now})
			w := f.words()
			f.Inject(
				authtest.Fault{Kind: authtest.ErrorPage(502)}, authtest.Fault{Kind: authtest.Reset()}, authtest.Fault{Kind: w.throttled},
			)
			start := time.Now()
			got, err := f.client(t, root, nil).list(t.Context(), false, 10)
			require.NoError(t, err)
			assert.Len(t, got, 3)
			assert.GreaterOrEqual(t, time.Since(start), time.Minute)
			assert.Empty(t, f.Unused())
			requests := f.Requests()
			require.Len(t, requests, 4)
			assert.NotEqual(t, requests[2].Signature(), requests[3].Signature())
			throttled := w.throttledStatus
			assert.Equal(t, []int{502, 0, throttled, 200}, []int{requests[0].Status, requests[1].Status, requests[2].Status, requests[3].Status})
		})
	})
	onEvery(t, "serves many clients at once", manyClients)
}

func manyClients(t *testing.T, open maker) {
	f, root := open(0, settings{clock: time.Now})
	f.seed(f.believable(50)...)
	base := f.client(t, root, nil)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			a := f.add(account{Role: management, Org: root.Org})
			f.Inject(authtest.Fault{Op: f.words().ops[opReceived], AccountID: a.ID, Kind: authtest.ErrorPage(502)})
			mine := f.seed(f.believableReceived(a, 5)...)
			c := base.as(f.issue(a, time.Hour))
			got, err := c.list(t.Context(), false, 7)
			assert.NoError(t, err)
			assert.Len(t, got, 50)
			_, err = c.withoutRetries().list(t.Context(), true, 2)
			assert.Error(t, err, "the fault hits this account")
			got, err = c.list(t.Context(), true, 2)
			assert.NoError(t, err)
			assert.Equal(t, idsOf(mine), idsOf(got))
			f.Remove(mine[i%5].ID)
			f.Advance(time.Millisecond)
			f.update(mine[0].ID, func(h *handshake) { h.Note = "seen" })
			if i%16 == 0 {
				assert.NotEmpty(t, f.Requests())
			}
		})
	}
	wg.Wait()
	assert.Empty(t, f.Unused())
	requests := f.Requests()
	assert.Len(t, requests, 64*(8+1+3))
	ids, failed := map[string]bool{}, 0
	for _, r := range requests {
		ids[r.RequestID] = true
		if r.Status != http.StatusOK {
			failed++
		}
	}
	assert.Len(t, ids, len(requests))
	assert.Equal(t, 64, failed)
}

func TestClock_inServices(t *testing.T) {
	t.Parallel()
	onEvery(t, "is shared with the clients", func(t *testing.T, open maker) {
		f, root := open(0, settings{clock: time.Now})
		c := f.client(t, root, nil)
		f.Advance(1000 * time.Hour)
		_, err := c.list(t.Context(), false, 10)
		require.NoError(t, err)
		assert.Len(t, f.Requests(), 1, "the service refuses no request for its date")
		assert.WithinDuration(t, time.Now().Add(1000*time.Hour), f.Now(), time.Minute)
	})
}
