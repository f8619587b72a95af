package auth

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCache_timeout(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		inBubble(t, fmt.Sprintf("bounds a refresh to 30 seconds (deaf provider: %v)", deaf), func(t *testing.T) {
			s := &source{took: time.Minute, lifetime: time.Hour, deaf: deaf}
			p := Cache(s, 0)
			start := time.Now()
			_, err := p.Credentials(t.Context())
			require.ErrorIs(t, err, errRefreshTimeout)
			require.ErrorIs(t, err, ErrUnavailable)
			require.NotErrorIs(t, err, context.DeadlineExceeded, "the deadline was not the caller's")
			require.Equal(t, 30*time.Second, time.Since(start))
			time.Sleep(time.Minute)
			synctest.Wait()
			if deaf {
				require.Equal(t, "key-1", keyID(t, p), "the cache uses a late result")
			}
		})
	}
}

func TestCache_backgroundTimeout(t *testing.T) {
	inBubble(t, "limits a background refresh, too", func(t *testing.T) {
		s := &source{lifetime: time.Hour, deaf: true}
		p := Cache(s, 10*time.Minute)
		require.Equal(t, "key-1", keyID(t, p))
		s.took = 5 * time.Minute
		time.Sleep(50 * time.Minute)
		keyID(t, p)
		time.Sleep(29 * time.Second)
		keyID(t, p)
		synctest.Wait()
		require.EqualValues(t, 2, s.calls.Load())
		time.Sleep(2 * time.Second)
		keyID(t, p)
		synctest.Wait()
		require.EqualValues(t, 3, s.calls.Load(), "a refresh that hangs does not stop the next one")
		time.Sleep(10 * time.Minute)
	})
}

func TestCache_lateResult(t *testing.T) {
	for _, second := range []time.Duration{0, time.Minute} {
		inBubble(t, fmt.Sprintf("takes a late result only if it has no credentials (next refresh: %v)", second), func(t *testing.T) {
			s := &source{took: time.Minute, lifetime: time.Hour, deaf: true}
			p := Cache(s, 0)
			_, err := p.Credentials(t.Context())
			require.ErrorIs(t, err, errRefreshTimeout)
			synctest.Wait() // the first call has read the variable took
			s.took = second
			time.Sleep(time.Second)
			go func() { _, _ = p.Credentials(t.Context()) }()
			time.Sleep(29*time.Second + time.Millisecond)
			want := "key-1"
			if second == 0 {
				want = "key-2"
			}
			start := time.Now()
			require.Equal(t, want, keyID(t, p))
			require.Zero(t, time.Since(start))
			time.Sleep(time.Minute)
		})
	}
}

func TestCache_lateFailure(t *testing.T) {
	inBubble(t, "keeps the new credentials if an old refresh fails late", func(t *testing.T) {
		s := &source{lifetime: time.Hour, deaf: true}
		p := Cache(s, 10*time.Minute)
		require.Equal(t, "key-1", keyID(t, p))
		s.took = 5 * time.Minute
		time.Sleep(50 * time.Minute)
		keyID(t, p) // begins a refresh, which hangs
		synctest.Wait()
		s.took = 0
		time.Sleep(31 * time.Second)
		keyID(t, p) // begins another refresh
		synctest.Wait()
		require.Equal(t, "key-3", keyID(t, p))
		s.fails(errSource)
		time.Sleep(5 * time.Minute) // the first refresh has failed
		s.fails(nil)
		time.Sleep(2 * time.Minute)
		require.Equal(t, "key-3", keyID(t, p))
		synctest.Wait()
		require.EqualValues(t, 3, s.calls.Load(), "the new credentials are not due yet")
	})
}

func TestCache_leavingWaiter(t *testing.T) {
	inBubble(t, "does not cancel a background refresh when a waiter leaves", func(t *testing.T) {
		s := &source{lifetime: 20 * time.Second}
		p := Cache(s, 0)
		require.Equal(t, "key-1", keyID(t, p))
		s.took = 10 * time.Second
		time.Sleep(19 * time.Second)
		require.Equal(t, "key-1", keyID(t, p))
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(10 * time.Second)
		require.Equal(t, "key-2", keyID(t, p))
		require.Zero(t, s.cancelled.Load())
	})
}
