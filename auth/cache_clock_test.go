package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An issuer issues credentials by the clock of a service that is ahead of the client's clock.
// Like that service, it refuses requests with a wrong date and expired credentials.
type issuer struct {
	ahead    time.Duration
	lifetime time.Duration // less than 0: the credentials have already expired
	takes    time.Duration
	undated  bool // the responses have no Date header

	mu    sync.Mutex
	ends  map[string]time.Time
	asked int
}

func (i *issuer) Credentials(context.Context) (Credentials, error) {
	time.Sleep(i.takes)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked++
	keys := Credentials{AccessKeyID: fmt.Sprintf("key-%d.", i.asked), AccessKeySecret: spySecret, SecurityToken: spyToken}
	keys.Expires = time.Now().Add(i.ahead + i.lifetime)
	if i.ends == nil {
		i.ends = map[string]time.Time{}
	}
	i.ends[keys.AccessKeyID] = keys.Expires
	return keys, nil
}

func (i *issuer) serve(req *http.Request) (*http.Response, error) {
	now := time.Now().Add(i.ahead)
	date := now.UTC().Format(http.TimeFormat)
	if i.undated {
		date = ""
	}
	signed, err := time.Parse(stubDate, req.Header.Get("X-Sdk-Date"))
	if err != nil || now.Sub(signed).Abs() > stubSkew {
		return status(401, "Verdict", "skew", "Date", date)(req)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for id, end := range i.ends {
		if strings.Contains(req.Header.Get("Authorization"), id) && now.Before(end) {
			return status(200, "Date", date)(req)
		}
	}
	return status(401, "Verdict", "stale", "Date", date)(req)
}

var wrongClocks = map[string]time.Duration{"the client's clock is 2 h behind": 2 * time.Hour, "the client's clock is 2 h ahead": -2 * time.Hour}

func TestClient_Do_wrongClock_shortSessions(t *testing.T) {
	t.Parallel()
	for name, ahead := range wrongClocks {
		for cached, wrap := range map[string]func(Provider) Provider{
			"":                             func(p Provider) Provider { return p },
			", the credentials in a Cache": func(p Provider) Provider { return Cache(p, 0) },
			", the credentials in a chain": func(p Provider) Provider { return Chain(p) },
		} {
			t.Run(name+cached, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					keys := &issuer{ahead: ahead, lifetime: time.Hour}
					service := serving(keys.serve)
					client := testClient(t, service, func(c *Config) { c.Provider = wrap(keys) })
					for range 10 {
						_, err := client.Do(t.Context(), write(t, "/", "x"))
						require.NoError(t, err)
						time.Sleep(time.Minute)
						_, err = client.Do(t.Context(), write(t, "/", "x"))
						require.NoError(t, err)
						time.Sleep(69 * time.Minute)
					}
					assert.Len(t, service.requests, 21, "the client learns the offset once")
					assert.Equal(t, 10, keys.asked, "the cache keeps the credentials until they are due")
				})
			})
		}
	}
}

func TestClient_Do_wrongClock_hiddenCache(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ahead    time.Duration
		requests int
	}{
		"the client's clock is 2 h behind": {ahead: 2 * time.Hour, requests: 6},
		"the client's clock is 2 h ahead":  {ahead: -2 * time.Hour, requests: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				keys := &issuer{ahead: c.ahead, lifetime: time.Hour}
				service := serving(keys.serve)
				client := testClient(t, service, func(config *Config) { config.Provider = Chain(Cache(keys, 0)) })
				for range 3 {
					_, err := client.Do(t.Context(), write(t, "/", "x"))
					require.NoError(t, err)
					time.Sleep(70 * time.Minute)
				}
				assert.Len(t, service.requests, c.requests)
				assert.Equal(t, 3, keys.asked)

				// The clock has just learnt the time of the service, so the cache uses it
				// before the client sends anything.
				client.clock.learn(http.Header{"Date": {time.Now().Add(c.ahead).UTC().Format(http.TimeFormat)}}, time.Now(), client.clock.ahead())
				_, err := client.Do(t.Context(), write(t, "/", "x"))
				assert.Equal(t, c.ahead > 0, errors.Is(err, errExpired), err)
				_, err = client.Do(t.Context(), write(t, "/", "x"))
				require.NoError(t, err)
				assert.Equal(t, 4, keys.asked)
			})
		})
	}
}

func TestClient_Do_wrongClock_earlyRefresh(t *testing.T) {
	t.Parallel()
	for name, ahead := range wrongClocks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				keys := &issuer{ahead: ahead, lifetime: 4 * time.Minute, takes: time.Second}
				service := serving(keys.serve)
				client := testClient(t, service, func(c *Config) { c.Provider = keys })
				call := func() time.Duration {
					start := time.Now()
					_, err := client.Do(t.Context(), read(t, "/"))
					require.NoError(t, err)
					return time.Since(start)
				}
				assert.Equal(t, time.Second, call())
				time.Sleep(3*time.Minute - time.Nanosecond)
				assert.Zero(t, call())
				synctest.Wait()
				assert.Equal(t, 1, keys.asked)
				time.Sleep(time.Nanosecond)
				assert.Zero(t, call(), "the early refresh begins after three quarters of the lifetime")
				time.Sleep(time.Second)
				synctest.Wait()
				assert.Equal(t, 2, keys.asked)
				assert.Len(t, service.requests, 4)
			})
		})
	}
}

func TestClient_Do_wrongClock_later(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		keys := &issuer{lifetime: time.Hour}
		service := serving(status(401, "Verdict", "stale", "Date", time.Now().UTC().Format(http.TimeFormat)), keys.serve)
		ours := time.Duration(0)
		client := testClient(t, service, func(c *Config) {
			c.Provider, c.Now = keys, func() time.Time { return time.Now().Add(ours) }
		})
		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err, "the client knows that its clock is right")
		ours = 2 * time.Hour
		resp, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
	})
}

func TestClient_Do_wrongClock_withoutExpiry(t *testing.T) {
	t.Parallel()
	for name, ahead := range wrongClocks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				keys := new(numbered)
				client := testClient(t, serving(skewed(ahead)), func(c *Config) { c.Provider = keys })
				for range 10 {
					_, err := client.Do(t.Context(), read(t, "/"))
					require.NoError(t, err)
					time.Sleep(defaultWindow)
					synctest.Wait()
				}
				assert.EqualValues(t, 10, keys.asked.Load())
			})
		})
	}
}

func TestClient_Do_expiredCredentials(t *testing.T) {
	t.Parallel()
	t.Run("sends nothing after the service has refused expired credentials", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			keys := &issuer{lifetime: -time.Hour}
			service := serving(keys.serve)
			client := testClient(t, service, func(c *Config) { c.Provider = keys })
			_, err := client.Do(t.Context(), read(t, "/"))
			require.ErrorIs(t, err, errExpired)
			require.ErrorAs(t, err, new(*refusedCall), "the error keeps the service's message")
			for range 4 {
				time.Sleep(time.Minute)
				_, err = client.Do(t.Context(), read(t, "/"))
				require.ErrorIs(t, err, errExpired)
			}
			assert.Len(t, service.requests, 1)
			assert.Equal(t, 6, keys.asked, "once a call, and once more to renew the refused credentials")
		})
	})
	t.Run("asks the provider once for many callers", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			keys := &issuer{lifetime: -time.Hour, takes: time.Second}
			client := testClient(t, serving(keys.serve), func(c *Config) { c.Provider = keys })
			var callers sync.WaitGroup
			for range 64 {
				callers.Go(func() {
					_, err := client.Do(t.Context(), read(t, "/"))
					assert.ErrorIs(t, err, errExpired)
				})
			}
			callers.Wait()
			assert.Equal(t, 2, keys.asked)
		})
	})
	t.Run("asks the service each time if its responses have no date", func(t *testing.T) {
		t.Parallel()
		keys := &issuer{lifetime: -time.Hour, undated: true}
		service := serving(keys.serve)
		client := testClient(t, service, func(c *Config) { c.Provider = keys })
		for range 3 {
			_, err := client.Do(t.Context(), read(t, "/"))
			require.ErrorAs(t, err, new(*refusedCall))
		}
		assert.Len(t, service.requests, 6)
		assert.Equal(t, 6, keys.asked)
	})
}

func TestCache_expiredResult(t *testing.T) {
	inBubble(t, "returns credentials that seem to have expired only once", func(t *testing.T) {
		keys := &issuer{lifetime: -time.Second, takes: time.Second}
		p := Cache(keys, 0)
		var callers sync.WaitGroup
		for range 8 {
			callers.Go(func() { assert.Equal(t, "key-1.", keyID(t, p)) })
		}
		callers.Wait()
		assert.Equal(t, "key-2.", keyID(t, p))
	})
}

func TestCache_expiredRefresh(t *testing.T) {
	inBubble(t, "keeps valid credentials if a refresh returns expired ones", func(t *testing.T) {
		keys := &issuer{lifetime: time.Hour}
		p := Cache(keys, 10*time.Minute)
		require.Equal(t, "key-1.", keyID(t, p))
		keys.lifetime = -time.Second
		time.Sleep(50 * time.Minute)
		for range 29 {
			require.Equal(t, "key-1.", keyID(t, p))
			time.Sleep(time.Second)
		}
		require.Equal(t, 2, keys.asked, "the cache does not ask again at once")
	})
}
