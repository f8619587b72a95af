package auth

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// These tests are not parallel, because the limit is for all caches of the process.

// expiring returns caches whose credentials have a minute left. Their provider then takes a
// while, and may ignore its context.
func expiring(t *testing.T, n int, took time.Duration, deaf bool) (*source, []Provider) {
	t.Helper()
	s := &source{lifetime: time.Hour}
	caches := make([]Provider, n)
	for i := range caches {
		caches[i] = Cache(s, 0)
		keyID(t, caches[i])
	}
	time.Sleep(59 * time.Minute)
	s.took, s.deaf = took, deaf
	s.calls.Store(0)
	return s, caches
}

func TestCache_earlyRefreshes(t *testing.T) {
	inBubble(t, "renews 32 at a time, and the others at a later call", func(t *testing.T) {
		s, caches := expiring(t, 100, time.Second, false)
		for round, want := range []int64{32, 64, 96, 100, 100} {
			for _, c := range caches {
				start := time.Now()
				keyID(t, c)
				assert.Zero(t, time.Since(start), "the caches return valid credentials at once")
			}
			synctest.Wait()
			assert.EqualValues(t, want, s.calls.Load(), "round %d", round)
			assert.LessOrEqual(t, s.running.Load(), int64(maxEarly))
			time.Sleep(2 * time.Second)
		}
		assert.Zero(t, early.underWay.Load())
	})
	inBubble(t, "never makes a caller without credentials wait for the renewals of others", func(t *testing.T) {
		s, caches := expiring(t, 100, time.Hour, true)
		for _, c := range caches {
			keyID(t, c)
		}
		synctest.Wait()
		require.EqualValues(t, maxEarly, s.running.Load())
		start := time.Now()
		keyID(t, Cache(ProviderFunc(func(context.Context) (Credentials, error) {
			time.Sleep(time.Second)
			return testKeys, nil
		}), 0))
		assert.Equal(t, time.Second, time.Since(start))
		time.Sleep(time.Hour)
	})
	inBubble(t, "counts a provider that hangs for 30 s", func(t *testing.T) {
		s, caches := expiring(t, 2*maxEarly, time.Hour, true)
		for _, c := range caches[:maxEarly] {
			keyID(t, c)
		}
		time.Sleep(30*time.Second - time.Nanosecond)
		keyID(t, caches[maxEarly])
		synctest.Wait()
		require.EqualValues(t, maxEarly, s.calls.Load())
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		keyID(t, caches[maxEarly])
		synctest.Wait()
		assert.EqualValues(t, maxEarly+1, s.calls.Load())
		time.Sleep(2 * time.Hour)
		assert.Zero(t, early.underWay.Load())
	})
}
