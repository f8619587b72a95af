package auth

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClient_With_clock(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(Provider) Provider{
		"with the client's own cache": func(p Provider) Provider { return p },
		"with the caller's cache":     func(p Provider) Provider { return Cache(p, 0) },
	} {
		t.Run("compares the expiry of credentials with the copy's clock, "+name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				keys := &numbered{expires: time.Hour}
				client := testClient(t, serving(status(200)), func(c *Config) { c.Provider = wrap(keys) })
				ahead := time.Duration(0)
				other, err := client.With(func(c *Config) { c.Now = func() time.Time { return time.Now().Add(ahead) } })
				require.NoError(t, err)
				call := func(c *Client) int64 {
					_, err := c.Do(t.Context(), read(t, "/"))
					require.NoError(t, err)
					synctest.Wait()
					return keys.asked.Load()
				}
				assert.EqualValues(t, 1, call(client))
				assert.EqualValues(t, 1, call(other), "both share credentials that are valid for both")
				ahead = 2 * time.Hour
				assert.EqualValues(t, 2, call(other), "by the clock of the copy, the credentials have expired")
				assert.EqualValues(t, 2, call(client))
			})
		})
	}
	t.Run("shares the offset of the service's clock with copies that have the same clock", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			service := serving(skewed(0))
			client := testClient(t, service)
			wrong, err := client.With(func(c *Config) { c.Now = func() time.Time { return time.Now().Add(-time.Hour) } })
			require.NoError(t, err)
			for _, c := range []struct {
				client   *Client
				attempts int
			}{
				{client: client, attempts: 1},
				{client: wrong, attempts: 2},
				{client: client, attempts: 1},
				{client: wrong, attempts: 1},
			} {
				resp, err := c.client.Do(t.Context(), read(t, "/"))
				require.NoError(t, err)
				assert.Equal(t, c.attempts, resp.Attempts)
			}
		})
	})
	t.Run("refreshes credentials without an expiry although the clock of the copy stands still", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			keys := new(numbered)
			client := testClient(t, serving(status(200)), func(c *Config) { c.Provider = keys })
			frozen := time.Now().Add(-24 * time.Hour)
			other, err := client.With(func(c *Config) { c.Now = func() time.Time { return frozen } })
			require.NoError(t, err)
			for n := range int64(4) {
				for _, c := range []*Client{client, other} {
					_, err := c.Do(t.Context(), read(t, "/"))
					require.NoError(t, err)
					synctest.Wait()
				}
				assert.Equal(t, n+1, keys.asked.Load())
				time.Sleep(defaultWindow)
			}
		})
	})
}

func TestClient_Do_throttledForAMomentEachTime(t *testing.T) {
	t.Parallel()
	for _, after := range []string{"0", "1", "Sat, 01 Jan 2000 00:00:00 GMT"} {
		t.Run("slows down although the service asks for "+after, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(status(http.StatusTooManyRequests, "Retry-After", after))
				_, err := testClient(t, service).Do(t.Context(), read(t, "/"))
				require.ErrorIs(t, err, ErrThrottled)
				waits := service.waits()
				assert.Less(t, len(waits), 30)
				for i, wait := range waits {
					assert.GreaterOrEqual(t, wait, min(200*ms<<min(i, 7), 20*time.Second))
				}
			})
		})
	}
	t.Run("adds at most ten seconds to a longer wait", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			service := serving(status(http.StatusTooManyRequests, "Retry-After", "60"))
			_, err := testClient(t, service).Do(t.Context(), read(t, "/"))
			require.ErrorIs(t, err, ErrThrottled)
			for _, wait := range service.waits() {
				assert.Equal(t, 70*time.Second, wait)
			}
		})
	})
}
