package auth

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCache_Invalidate(t *testing.T) {
	inBubble(t, "forgets only the credentials that it holds", func(t *testing.T) {
		s := &source{lifetime: time.Hour}
		recorder := &invalidated{Provider: s}
		p := Cache(recorder, 0)
		keys, err := p.Credentials(t.Context())
		require.NoError(t, err)
		p.(Invalidator).Invalidate(canary)
		require.Equal(t, "key-1", keyID(t, p))
		rejected := keys
		rejected.Expires = time.Time{}
		p.(Invalidator).Invalidate(rejected)
		require.Equal(t, "key-2", keyID(t, p))
		p.(Invalidator).Invalidate(keys)
		require.Equal(t, "key-2", keyID(t, p), "another caller has already renewed the credentials")
		require.Equal(t, []Credentials{canary, rejected, keys}, recorder.rejected)
	})
}

func TestCache_Invalidate_duringRefresh(t *testing.T) {
	inBubble(t, "asks again if a refresh began before the rejection", func(t *testing.T) {
		var calls atomic.Int64
		keys := Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}
		p := Cache(ProviderFunc(func(context.Context) (Credentials, error) {
			if calls.Add(1) > 1 {
				time.Sleep(time.Second)
			}
			return keys, nil // it has no other credentials
		}), time.Minute)
		require.Equal(t, "id", keyID(t, p))
		time.Sleep(time.Minute)
		require.Equal(t, "id", keyID(t, p))
		synctest.Wait()
		require.EqualValues(t, 2, calls.Load(), "an early refresh is under way")
		p.(Invalidator).Invalidate(keys)
		start := time.Now()
		require.Equal(t, "id", keyID(t, p))
		require.EqualValues(t, 3, calls.Load(), "the credentials come from a call that began after the rejection")
		require.Equal(t, 2*time.Second, time.Since(start))
	})
}

func TestCache_Invalidate_lateResult(t *testing.T) {
	inBubble(t, "does not take rejected credentials from a late refresh", func(t *testing.T) {
		var calls atomic.Int64
		old := Credentials{AccessKeyID: "old", AccessKeySecret: "secret"}
		p := Cache(ProviderFunc(func(context.Context) (Credentials, error) {
			switch calls.Add(1) {
			case 1:
				time.Sleep(time.Minute) // ignores its limit of 30 s
				return old, nil
			case 2:
				return old, nil
			}
			return Credentials{AccessKeyID: "new", AccessKeySecret: "secret"}, nil
		}), 0)
		_, err := p.Credentials(t.Context())
		require.ErrorIs(t, err, ErrUnavailable)
		require.Equal(t, "old", keyID(t, p))
		p.(Invalidator).Invalidate(old)
		time.Sleep(time.Minute)
		require.Equal(t, "new", keyID(t, p))
	})
}

func TestCache_brokenProvider(t *testing.T) {
	for name, test := range map[string]struct {
		provider Provider
		want     error
	}{
		"no access key ID": {
			provider: unchecked(Credentials{AccessKeySecret: "secret"}), want: ErrNoCredentials,
		},
		"no access key secret": {
			provider: unchecked(Credentials{AccessKeyID: "id"}), want: ErrNoCredentials,
		},
		"a panic": {
			provider: ProviderFunc(func(context.Context) (Credentials, error) { panic("broken") }),
		},
		"a nil function": {provider: ProviderFunc(nil)},
		"a nil provider": {},
	} {
		inBubble(t, "refuses "+name, func(t *testing.T) {
			p := Cache(test.provider, 0)
			var callers sync.WaitGroup
			for range 4 {
				callers.Go(func() {
					keys, err := p.Credentials(t.Context())
					assert.Error(t, err, name)
					assert.Zero(t, keys, name)
					if test.want != nil {
						assert.ErrorIs(t, err, test.want, name)
					}
				})
			}
			callers.Wait()
		})
	}
}

// unchecked returns credentials as they are, valid or invalid.
func unchecked(keys Credentials) Provider {
	return ProviderFunc(func(context.Context) (Credentials, error) { return keys, nil })
}

func TestCache_goexit(t *testing.T) {
	inBubble(t, "survives a provider that ends its goroutine", func(t *testing.T) {
		ended := make(chan struct{})
		p := Cache(ProviderFunc(func(context.Context) (Credentials, error) {
			select {
			case <-ended:
				return testKeys, nil
			default:
				close(ended)
				runtime.Goexit()
				return Credentials{}, nil
			}
		}), 0)
		start := time.Now()
		_, err := p.Credentials(t.Context())
		require.ErrorIs(t, err, errGone)
		require.Zero(t, time.Since(start), "no caller waits for a refresh that has ended")
		require.Equal(t, testKeys.AccessKeyID, keyID(t, p))
	})
}

func TestCache_same(t *testing.T) {
	t.Parallel()
	keys := Static("id", "secret", "")
	assert.Same(t, keys, Cache(keys, 0))
	cached := Cache(failing(nil), 0)
	assert.Same(t, cached, Cache(cached, time.Hour))
}

func TestCache_storm(t *testing.T) {
	inBubble(t, "runs one refresh at a time and returns valid credentials when many expire at once", func(t *testing.T) {
		s := &source{took: 3 * time.Second, lifetime: 20 * time.Second}
		p := Cache(s, time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		var callers sync.WaitGroup
		for i := range 32 {
			callers.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					time.Sleep(time.Duration(1+(i*7+n*13)%9) * 700 * time.Millisecond)
					call, stop := context.WithTimeout(ctx, time.Duration(1+(i+n)%6)*time.Second)
					keys, err := p.Credentials(call)
					stop()
					if err != nil {
						assert.ErrorIs(t, err, context.DeadlineExceeded)
						continue
					}
					assert.True(t, time.Now().Before(keys.Expires), "the cache returned expired credentials")
					if (i+n)%11 == 0 {
						p.(Invalidator).Invalidate(keys)
					}
				}
			})
		}
		callers.Wait()
		assert.False(t, s.overlapped.Load(), "two refreshes at once")
		assert.Greater(t, s.calls.Load(), int64(20))
	})
}
