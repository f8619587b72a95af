package invitation_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

const ms = time.Millisecond

var errSealed = errors.New("the vault is sealed")

// A vault issues access keys of a short life. It takes a while, and every so often it fails.
type vault struct {
	w         world
	takes     time.Duration
	lifetime  time.Duration
	failEvery int64 // 0: never

	asked, failed, running atomic.Int64
	overlapped, sealed     atomic.Bool
}

func (v *vault) Credentials(context.Context) (auth.Credentials, error) {
	n := v.asked.Add(1)
	if v.running.Add(1) > 1 {
		v.overlapped.Store(true)
	}
	defer v.running.Add(-1)
	time.Sleep(v.takes)
	if v.sealed.Load() || v.failEvery > 0 && n%v.failEvery == 0 {
		v.failed.Add(1)
		return auth.Credentials{}, errSealed
	}
	return v.w.temporary(v.w.cloud().root, v.lifetime), nil
}

// listing returns a function that lists what an account has sent with the credentials of p.
func listing(t *testing.T, w world, p auth.Provider, wire http.RoundTripper) func() error {
	t.Helper()
	c := w.client(w.cloud().root, clientSettings{provider: p, transport: wire})
	return func() error {
		items, err := c.list(t.Context(), false)
		if err == nil {
			assert.Len(t, items, len(w.invitations()))
		}
		return err
	}
}

// TestCloud_Refresh_callers makes many calls at once with credentials that live for some of them.
// The service rejects credentials that have expired.
func TestCloud_Refresh_callers(t *testing.T) {
	t.Parallel()
	count := 16
	if fullStrength {
		count = 64
	}
	for _, c := range []struct {
		name      string
		failEvery int64
		calls     int
	}{
		{name: "sends no expired key", calls: 20},
		{name: "sends no expired key though every early refresh fails", failEvery: 2, calls: 60},
	} {
		run(t, c.name, func(t *testing.T, w world) {
			w.seed(toGuest(w))
			keys := &vault{w: w, takes: ms, lifetime: 8 * ms, failEvery: c.failEvery}
			responses := &responseCount{base: w.roundTripper()}
			list := listing(t, w, keys, responses)
			var callers sync.WaitGroup
			for i := range count {
				callers.Go(func() {
					for n := range c.calls {
						time.Sleep(time.Duration((i*7+n*13)%5) * ms / 2)
						assert.NoError(t, list())
					}
				})
			}
			callers.Wait()
			time.Sleep(2 * keys.takes) // an early refresh may be under way
			assert.False(t, keys.overlapped.Load(), "two refreshes at once")
			assert.Greater(t, keys.asked.Load(), int64(c.calls/10), "the credentials did expire")
			assert.Equal(t, c.failEvery > 0, keys.failed.Load() > 5)
			assert.EqualValues(t, count*c.calls, responses.all.Load())
			assert.Zero(t, responses.refused.Load(), "calls signed with credentials that the service rejects")
		})
	}
}

// A responseCount counts responses: there are more of them than the service keeps.
type responseCount struct {
	base         http.RoundTripper
	all, refused atomic.Int64
}

func (c *responseCount) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.base.RoundTrip(req)
	c.all.Add(1)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.refused.Add(1)
	}
	return resp, err
}

func TestCloud_Refresh_stale(t *testing.T) {
	t.Parallel()
	run(t, "renews the credentials once for all callers", func(t *testing.T, w world) {
		w.inject(fault{times: 64, kind: authtest.Together(
			authtest.Delay(time.Second), kind(w, "stale token"))}) // all are under way before the first response
		keys := &vault{w: w, takes: ms, lifetime: time.Hour}
		list := listing(t, w, keys, w.roundTripper())
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() { assert.NoError(t, list()) })
		}
		callers.Wait()
		assert.EqualValues(t, 2, keys.asked.Load(), "the first credentials and the new ones")
		assert.False(t, keys.overlapped.Load())
		assert.Len(t, w.requests(), 128)
		tokens := map[string]int{}
		for _, r := range w.requests() {
			tokens[r.header.Get(w.cloud().tokenHeader)]++
		}
		assert.Len(t, tokens, 2)
	})
}

func TestCloud_Refresh_outage(t *testing.T) {
	t.Parallel()
	run(t, "continues while the access key is valid", func(t *testing.T, w world) {
		keys := &vault{w: w, lifetime: time.Hour}
		list := listing(t, w, keys, w.roundTripper())
		require.NoError(t, list())
		keys.sealed.Store(true)
		for range 59 {
			time.Sleep(time.Minute)
			require.NoError(t, list())
		}
		time.Sleep(time.Minute)
		require.ErrorIs(t, list(), errSealed, "the credentials have expired")
		assert.Len(t, w.requests(), 60, "and no call was signed with them")
		keys.sealed.Store(false)
		require.NoError(t, list())
	})
}

// TestCloud_Refresh_clock makes calls 70 minutes apart with credentials that live for an hour by
// the service's clock.
func TestCloud_Refresh_clock(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]time.Duration{
		"costs one request when our clock is behind": 2 * time.Hour,
		"costs one request when our clock is ahead":  -2 * time.Hour,
	} {
		run(t, name, func(t *testing.T, w world) {
			w.skew(ahead)
			keys := &vault{w: w, lifetime: time.Hour}
			list := listing(t, w, auth.Cache(keys, 0), w.roundTripper())
			for range 10 {
				require.NoError(t, list())
				time.Sleep(70 * time.Minute)
			}
			assert.Len(t, w.requests(), 11)
			assert.EqualValues(t, 10, keys.asked.Load())
		})
	}
}
