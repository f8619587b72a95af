package auth

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// A source is a provider that takes a while. It counts its calls and how many run at the same
// time, and numbers its credentials.
type source struct {
	took     time.Duration
	lifetime time.Duration // 0 means no expiry
	deaf     bool          // ignores its context
	fail     atomic.Pointer[error]

	calls, running, cancelled atomic.Int64
	overlapped                atomic.Bool
}

func (s *source) Credentials(ctx context.Context) (Credentials, error) {
	n := s.calls.Add(1)
	if s.running.Add(1) > 1 {
		s.overlapped.Store(true)
	}
	defer s.running.Add(-1)
	done := ctx.Done()
	if s.deaf {
		done = nil
	}
	select {
	case <-time.After(s.took):
	case <-done:
		s.cancelled.Add(1)
		return Credentials{}, ctx.Err()
	}
	if err := s.fail.Load(); err != nil {
		return Credentials{}, *err
	}
	keys := Credentials{AccessKeyID: fmt.Sprint("key-", n), AccessKeySecret: "secret", SecurityToken: "token"}
	if s.lifetime > 0 {
		keys.Expires = time.Now().Add(s.lifetime)
	}
	return keys, nil
}

func (s *source) fails(err error) {
	if err == nil {
		s.fail.Store(nil)
		return
	}
	s.fail.Store(&err)
}

// inBubble runs f in simulated time and checks that it leaves no goroutine. Such cases are not
// parallel, because the check would see the goroutines of other tests.
func inBubble(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		synctest.Test(t, f)
	})
}

func keyID(t *testing.T, p Provider) string {
	t.Helper()
	keys, err := p.Credentials(t.Context())
	require.NoError(t, err)
	return keys.AccessKeyID
}

var errSource = errors.New("source is down")

func TestCache_manyCallers(t *testing.T) {
	inBubble(t, "asks once for many callers", func(t *testing.T) {
		s := &source{took: time.Second, lifetime: time.Hour}
		p := Cache(s, time.Minute)
		var callers sync.WaitGroup
		for range 64 {
			callers.Go(func() {
				keys, err := p.Credentials(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "key-1", keys.AccessKeyID)
			})
		}
		callers.Wait()
		assert.EqualValues(t, 1, s.calls.Load())
	})
}

func TestCache_earlyRefresh(t *testing.T) {
	inBubble(t, "refreshes early and returns the old credentials meanwhile", func(t *testing.T) {
		s := &source{took: time.Second, lifetime: time.Hour}
		p := Cache(s, time.Minute)
		require.Equal(t, "key-1", keyID(t, p))
		time.Sleep(59*time.Minute - time.Nanosecond)
		require.Equal(t, "key-1", keyID(t, p))
		synctest.Wait()
		require.EqualValues(t, 1, s.calls.Load(), "the early refresh is not due yet")
		time.Sleep(time.Nanosecond)
		start := time.Now()
		require.Equal(t, "key-1", keyID(t, p))
		require.Zero(t, time.Since(start), "the cache returns valid credentials at once")
		require.Equal(t, "key-1", keyID(t, p))
		time.Sleep(time.Second)
		synctest.Wait()
		require.Equal(t, "key-2", keyID(t, p))
		require.EqualValues(t, 2, s.calls.Load())
	})
}

func TestCache_window(t *testing.T) {
	inBubble(t, "refreshes in the last quarter of a lifetime at the earliest", func(t *testing.T) {
		s := &source{lifetime: 4 * time.Minute}
		p := Cache(s, 0)
		require.Equal(t, "key-1", keyID(t, p))
		time.Sleep(3*time.Minute - time.Nanosecond)
		keyID(t, p)
		synctest.Wait()
		require.EqualValues(t, 1, s.calls.Load())
		time.Sleep(time.Nanosecond)
		keyID(t, p)
		synctest.Wait()
		require.EqualValues(t, 2, s.calls.Load())
	})
}

func TestCache_failedRefresh(t *testing.T) {
	inBubble(t, "keeps valid credentials while the refresh fails", func(t *testing.T) {
		s := &source{lifetime: time.Hour}
		p := Cache(s, 10*time.Minute)
		require.Equal(t, "key-1", keyID(t, p))
		s.fails(errSource)
		time.Sleep(50 * time.Minute)
		for range 29 {
			require.Equal(t, "key-1", keyID(t, p))
			time.Sleep(time.Second)
		}
		require.EqualValues(t, 2, s.calls.Load(), "the cache does not repeat a failed refresh at once")
		time.Sleep(2 * time.Second)
		require.Equal(t, "key-1", keyID(t, p))
		synctest.Wait()
		require.EqualValues(t, 3, s.calls.Load())
		time.Sleep(10 * time.Minute)
		for range 2 {
			_, err := p.Credentials(t.Context())
			require.ErrorIs(t, err, errSource, "the cache returns no credentials after their expiry")
		}
		require.EqualValues(t, 5, s.calls.Load(), "each caller after a failure starts a refresh")
		s.fails(nil)
		require.Equal(t, "key-6", keyID(t, p))
	})
}

func TestCache_withoutExpiry(t *testing.T) {
	inBubble(t, "asks again for credentials without an expiry", func(t *testing.T) {
		s := &source{}
		p := Cache(s, time.Hour)
		require.Equal(t, "key-1", keyID(t, p))
		time.Sleep(time.Hour - time.Nanosecond)
		keyID(t, p)
		synctest.Wait()
		require.EqualValues(t, 1, s.calls.Load())
		s.fails(errSource)
		time.Sleep(time.Nanosecond)
		require.Equal(t, "key-1", keyID(t, p))
		synctest.Wait()
		require.EqualValues(t, 2, s.calls.Load())
		time.Sleep(1000 * time.Hour)
		require.Equal(t, "key-1", keyID(t, p), "the cache keeps credentials that no service has rejected")
		synctest.Wait()
		s.fails(nil)
		time.Sleep(time.Minute)
		keyID(t, p)
		synctest.Wait()
		require.Equal(t, "key-4", keyID(t, p))
	})
}

func TestCache_waiters(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		inBubble(t, fmt.Sprintf("lets a waiter leave at once while others get the credentials (deaf provider: %v)", deaf), func(t *testing.T) {
			s := &source{took: 10 * time.Second, lifetime: time.Hour, deaf: deaf}
			p := Cache(s, 0)
			cause := errors.New("user left")
			ctx, cancel := context.WithCancelCause(t.Context())
			start := time.Now()
			var callers sync.WaitGroup
			callers.Go(func() { // the first caller, whose context the refresh must not share
				_, err := p.Credentials(ctx)
				assert.ErrorIs(t, err, context.Canceled)
				assert.ErrorIs(t, err, cause)
				assert.Equal(t, time.Second, time.Since(start))
			})
			synctest.Wait()
			callers.Go(func() {
				keys, err := p.Credentials(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, "key-1", keys.AccessKeyID)
				assert.Equal(t, 10*time.Second, time.Since(start))
			})
			time.Sleep(time.Second)
			cancel(cause)
			callers.Wait()
			assert.EqualValues(t, 1, s.calls.Load())
		})
	}
}

func TestCache_lastWaiter(t *testing.T) {
	inBubble(t, "cancels the refresh with its last waiter", func(t *testing.T) {
		s := &source{took: 10 * time.Second, lifetime: time.Hour}
		p := Cache(s, 0)
		var callers sync.WaitGroup
		for i := range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*time.Second)
			defer cancel()
			callers.Go(func() {
				_, err := p.Credentials(ctx)
				assert.ErrorIs(t, err, context.DeadlineExceeded)
			})
		}
		time.Sleep(2500 * time.Millisecond)
		assert.Zero(t, s.cancelled.Load())
		callers.Wait()
		synctest.Wait()
		assert.EqualValues(t, 1, s.cancelled.Load())
		assert.Equal(t, "key-2", keyID(t, p), "the next caller starts a refresh")
	})
}

func TestCache_afterLastWaiter(t *testing.T) {
	for _, deaf := range []bool{false, true} {
		inBubble(t, fmt.Sprintf("gives credentials to a caller after the last waiter (deaf provider: %v)", deaf), func(t *testing.T) {
			s := &source{took: 10 * time.Second, lifetime: time.Hour, deaf: deaf}
			p := Cache(s, 0)
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				time.Sleep(time.Second)
				cancel()
			}()
			_, err := p.Credentials(ctx)
			assert.ErrorIs(t, err, context.Canceled)
			want := "key-2"
			if deaf {
				want = "key-1" // the abandoned refresh ends, and the cache uses it
			}
			assert.Equal(t, want, keyID(t, p))
			assert.False(t, s.overlapped.Load())
		})
	}
}

func TestCache_endedContext(t *testing.T) {
	inBubble(t, "does not ask the provider for a caller whose context has ended", func(t *testing.T) {
		s := &source{}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := Cache(s, 0).Credentials(ctx)
		require.ErrorIs(t, err, context.Canceled)
		synctest.Wait()
		require.Zero(t, s.calls.Load())
	})
}

func TestCache_contextValues(t *testing.T) {
	type key struct{}
	inBubble(t, "keeps the values of the first context", func(t *testing.T) {
		p := Cache(ProviderFunc(func(ctx context.Context) (Credentials, error) {
			return Credentials{AccessKeyID: ctx.Value(key{}).(string), AccessKeySecret: "secret"}, nil
		}), 0)
		keys, err := p.Credentials(context.WithValue(t.Context(), key{}, "from the context"))
		require.NoError(t, err)
		require.Equal(t, "from the context", keys.AccessKeyID)
	})
}
