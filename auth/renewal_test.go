package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbered returns new credentials each time and counts its calls.
type numbered struct {
	asked   atomic.Int64
	expires time.Duration
}

func (n *numbered) Credentials(context.Context) (Credentials, error) {
	keys := Credentials{AccessKeyID: fmt.Sprintf("key-%d", n.asked.Add(1)), AccessKeySecret: spySecret, SecurityToken: spyToken}
	if n.expires > 0 {
		keys.Expires = time.Now().Add(n.expires)
	}
	return keys, nil
}

// accepting is a service that accepts one access key and rejects all others as stale.
func accepting(key string) step {
	return func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.Header.Get("Authorization"), key) {
			return status(200)(req)
		}
		return status(401, "Verdict", "stale")(req)
	}
}

func TestClient_Do_staleCredentials(t *testing.T) {
	t.Parallel()
	t.Run("the next credentials are good", func(t *testing.T) {
		t.Parallel()
		keys, service := new(numbered), serving(accepting("key-2"))
		resp, err := testClient(t, service, func(c *Config) { c.Provider = keys }).Do(t.Context(), write(t, "/", "x"))
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
		assert.EqualValues(t, 2, keys.asked.Load())
	})
	t.Run("the next credentials are stale too", func(t *testing.T) {
		t.Parallel()
		keys, service := new(numbered), serving(accepting("key-3"))
		_, err := testClient(t, service, func(c *Config) { c.Provider = keys }).Do(t.Context(), read(t, "/"))
		require.ErrorAs(t, err, new(*refusedCall))
		assert.Len(t, service.requests, 2)
	})
	t.Run("the provider has no other credentials", func(t *testing.T) {
		t.Parallel()
		broken, asked := errors.New("metadata service is down"), 0
		provider := ProviderFunc(func(context.Context) (Credentials, error) {
			if asked++; asked > 1 {
				return Credentials{}, broken
			}
			return Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}, nil
		})
		service := serving(status(401, "Verdict", "stale"))
		resp, err := testClient(t, service, func(c *Config) { c.Provider = provider }).Do(t.Context(), read(t, "/"))
		require.ErrorIs(t, err, broken)
		assert.ErrorAs(t, err, new(*SignError))
		assert.ErrorAs(t, err, new(*refusedCall), "the error keeps the service's message")
		assert.Equal(t, 401, resp.StatusCode)
		assert.Len(t, service.requests, 1)
	})
	t.Run("64 callers renew the credentials once", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			keys := new(numbered)
			service := serving(func(req *http.Request) (*http.Response, error) {
				time.Sleep(time.Second)
				return accepting("key-2")(req)
			})
			client := testClient(t, service, func(c *Config) { c.Provider = keys })
			var group sync.WaitGroup
			for range 64 {
				group.Go(func() {
					_, err := client.Do(t.Context(), read(t, "/"))
					assert.NoError(t, err)
				})
			}
			group.Wait()
			assert.EqualValues(t, 2, keys.asked.Load())
			assert.Len(t, service.requests, 128)
		})
	})
}

func TestClient_Do_staleCredentials_withoutNewerOnes(t *testing.T) {
	t.Parallel()
	_, err := testClient(t, serving(status(401, "Verdict", "stale"))).Do(t.Context(), read(t, "/"))
	assert.IsType(t, new(refusedCall), err, "no other error wraps it")
}

func TestClient_Do_clockSkew_sessionEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		expires  time.Duration
		requests int
	}{
		"in half a minute":   {expires: 30 * time.Second, requests: 2},
		"in two minutes":     {expires: 2 * time.Minute, requests: 1},
		"at an unknown time": {requests: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(status(401, "Verdict", "skew", "Date", time.Now().UTC().Format(http.TimeFormat)), status(200))
				_, _ = testClient(t, service, func(config *Config) {
					config.Provider = &numbered{expires: c.expires}
				}).Do(t.Context(), read(t, "/"))
				assert.Len(t, service.requests, c.requests)
			})
		})
	}
}
