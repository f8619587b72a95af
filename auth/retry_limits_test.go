package auth

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetry_MaxRetries_negative(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]step{
		"a refusal":     status(503),
		"throttling":    status(429, "Retry-After", "1"),
		"a dial":        fails(errDial),
		"a wrong date":  status(401, "Verdict", "skew", "Date", "Mon, 01 Jan 2024 00:00:00 GMT"),
		"a stale token": status(401, "Verdict", "stale"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := serving(step)
			client := testClient(t, service, func(c *Config) { c.Retry.MaxRetries = -1 })
			_, err := client.Do(t.Context(), read(t, "/"))
			require.Error(t, err)
			assert.Len(t, service.requests, 1)
		})
	}
}

func TestRetry_MaxElapsed(t *testing.T) {
	t.Parallel()
	for name, jitter := range map[string]func(time.Duration) time.Duration{
		"with the longest backoff": func(c time.Duration) time.Duration { return c },
		"with a backoff of zero":   func(time.Duration) time.Duration { return 0 },
		"with an endless backoff":  func(time.Duration) time.Duration { return 1 << 62 },
		"with a negative backoff":  func(time.Duration) time.Duration { return -time.Hour },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(status(429))
				client := testClient(t, service, func(c *Config) { c.Jitter = jitter })
				start := time.Now()
				_, err := client.Do(t.Context(), read(t, "/"))
				require.ErrorIs(t, err, ErrThrottled)
				assert.Greater(t, time.Since(start), 5*time.Minute)
				assert.LessOrEqual(t, time.Since(start), 6*time.Minute)
				for _, wait := range service.waits() {
					assert.GreaterOrEqual(t, wait, 200*ms)
					assert.LessOrEqual(t, wait, 20*time.Second)
				}
			})
		})
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := errors.New("rate: would exceed context deadline")
		service := serving(status(503))
		client := testClient(t, service, func(c *Config) {
			c.Limiter = limitAfter(2, func(context.Context) error { return refused })
		})
		_, err := client.Do(t.Context(), read(t, "/"))
		require.ErrorIs(t, err, refused)
		assert.ErrorAs(t, err, new(*refusedCall))
		assert.Len(t, service.requests, 2)
	})
}

func TestRetry_AttemptTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slowly := func(context.Context) error { time.Sleep(40 * time.Second); return nil }
		client := testClient(t, serving(func(req *http.Request) (*http.Response, error) {
			deadline, _ := req.Context().Deadline()
			assert.Equal(t, 30*time.Second, time.Until(deadline))
			return status(200)(req)
		}), func(c *Config) {
			c.Limiter = limit(slowly)
			c.Provider = ProviderFunc(func(ctx context.Context) (Credentials, error) {
				time.Sleep(20 * time.Second)
				return Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}, nil
			})
		})
		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
	})
}

func TestClient_Do_timers(t *testing.T) {
	t.Parallel()
	service := serving(fails(errDial), cut, status(200))
	client := testClient(t, service, func(c *Config) { c.Jitter = func(time.Duration) time.Duration { return 0 } })
	_, err := client.Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	require.Len(t, service.requests, 3)
	for _, req := range service.requests {
		assert.Error(t, req.Context().Err())
	}
}

func TestRetry_ceiling(t *testing.T) {
	t.Parallel()
	r := Retry{MinWait: 200 * ms, MaxWait: time.Second}
	for n, want := range []time.Duration{200 * ms, 400 * ms, 800 * ms, time.Second, time.Second} {
		assert.Equal(t, want, r.ceiling(n+1))
	}
	assert.Equal(t, time.Duration(1<<63-1), Retry{MinWait: 1, MaxWait: 1<<63 - 1}.ceiling(1000), "the ceiling does not overflow")
}
