package auth

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tests of this file use loopback sockets, for what only sockets show, or pipes in a
// bubble. They are not parallel, because their check for goroutines would see those of other
// tests.

func TestClient_Do_redirect(t *testing.T) {
	var reached atomic.Int64
	other, _ := listening(t, func(http.ResponseWriter, *http.Request) { reached.Add(1) }, (*httptest.Server).Start)
	for _, code := range []int{301, 302, 303, 307, 308} {
		server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/stolen", code)
		}, (*httptest.Server).Start)
		for _, call := range []Call{read(t, "/"), write(t, "/", "body")} {
			resp, err := pooled(t, server.URL).Do(t.Context(), call)
			require.ErrorAs(t, err, new(*refusedCall))
			assert.Equal(t, code, resp.StatusCode)
			assert.Equal(t, other.URL+"/stolen", resp.Header.Get("Location"), "the response is complete")
		}

		// The client does not follow a redirect, but the transport can serve an http.Client
		// that does.
		target, err := url.Parse(server.URL)
		require.NoError(t, err)
		follower := &http.Client{Transport: &Transport{Provider: Static("id", "secret", ""), Signer: stubSigner{}, Host: target.Host}}
		_, err = follower.Get(server.URL)
		require.ErrorAs(t, err, new(*SignError))
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	assert.Zero(t, reached.Load())
}

func TestClient_Do_oneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		wire := piped(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n%2 == 0 {
				http.Error(w, strings.Repeat("not found ", 10_000), http.StatusNotFound)
			}
		}, nil)
		client := pooled(t, "http://127.0.0.1")
		client.pool.DialContext = wire.dial
		for i := range 10 {
			copied, err := client.With(func(c *Config) { c.Provider = Static("id", "secret", "") })
			require.NoError(t, err)
			_, err = copied.Do(t.Context(), read(t, "/"))
			assert.Equal(t, i%2 == 1, err != nil)
		}
		assert.EqualValues(t, 1, wire.made.Load())
	})
}

func TestClient_Do_cut(t *testing.T) {
	var n atomic.Int64
	server, _ := listening(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
		if n.Add(1)%2 == 1 {
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, strings.Repeat("x", 96))
	}, (*httptest.Server).Start)
	quick := func(c *Config) { c.Retry.MinWait = 1 }

	resp, err := pooled(t, server.URL, quick).Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	assert.Equal(t, 2, resp.Attempts)
	assert.Len(t, resp.Body, 100)

	resp, err = pooled(t, server.URL, quick).Do(t.Context(), write(t, "/", "body"))
	fault, ok := errors.AsType[*TransportError](err)
	require.True(t, ok, "%v", err)
	assert.True(t, fault.Sent)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Equal(t, 200, resp.StatusCode)
	assert.Nil(t, resp.Body)
	assert.EqualValues(t, 3, n.Load())
}

func TestClient_Do_slowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started, released := make(chan struct{}, 10), make(chan struct{})
		wire := piped(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, ".")
			_ = http.NewResponseController(w).Flush()
			started <- struct{}{}
			<-released // the server holds the body back until the test releases it
		}, nil)
		defer close(released)
		slow := func(limit time.Duration) *Client {
			client := pooled(t, "http://127.0.0.1", func(c *Config) {
				c.Retry = Retry{AttemptTimeout: limit, MaxRetries: 2, MinWait: 1}
			})
			client.pool.DialContext = wire.dial
			return client
		}

		start := time.Now()
		_, err := slow(50*time.Millisecond).Do(t.Context(), read(t, "/"))
		fault, ok := errors.AsType[*TransportError](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, 3, fault.Attempts)
		assert.True(t, fault.Timeout())
		assert.True(t, fault.Sent)
		assert.NotErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 3*50*time.Millisecond, time.Since(start))
		for range 3 {
			<-started
		}

		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("enough")
		go func() { <-started; cancel(why) }()
		start = time.Now()
		_, err = slow(time.Hour).Do(ctx, read(t, "/"))
		require.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, why)
		assert.Zero(t, time.Since(start))
	})
}

func TestTransportError_netHTTP(t *testing.T) {
	abort := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	once := func(base http.RoundTripper) func(*Config) {
		return func(c *Config) { c.Base, c.Retry = base, Retry{MinWait: 1} }
	}
	check := func(t *testing.T, client *Client, sent bool, attempts int) {
		t.Helper()
		_, err := client.Do(t.Context(), write(t, "/?who=a@b.example", "body"))
		fault, ok := errors.AsType[*TransportError](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, sent, fault.Sent, "%v", err)
		assert.Equal(t, attempts, fault.Attempts, "%v", err)
		assert.NotContains(t, err.Error(), "a@b.example")
	}
	t.Run("an HTTP/1 server that hangs up", func(t *testing.T) {
		server, _ := listening(t, abort, (*httptest.Server).Start)
		check(t, pooled(t, server.URL), true, 1)
	})
	t.Run("an HTTP/2 server that hangs up", func(t *testing.T) {
		server, _ := listening(t, abort, func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() })
		check(t, pooled(t, server.URL, once(trusting(t, server))), true, 1)
	})
	t.Run("an HTTP/2 server that hangs up on a kept connection", func(t *testing.T) {
		cert, trusts := certified(t)
		synctest.Test(t, func(t *testing.T) {
			n := 0
			wire := piped(t, func(_ http.ResponseWriter, r *http.Request) {
				if assert.Equal(t, 2, r.ProtoMajor); n > 0 {
					panic(http.ErrAbortHandler)
				}
				n++
			}, cert)
			base := &http.Transport{DialContext: wire.dial, TLSClientConfig: trusts, ForceAttemptHTTP2: true}
			t.Cleanup(base.CloseIdleConnections)
			client := pooled(t, "https://127.0.0.1", once(base))
			_, err := client.Do(t.Context(), read(t, "/"))
			require.NoError(t, err)
			check(t, client, true, 1)
			assert.EqualValues(t, 1, wire.made.Load())
		})
	})
	t.Run("a certificate that the client does not trust", func(t *testing.T) {
		server, _ := listening(t, abort, (*httptest.Server).StartTLS)
		server.Config.ErrorLog = nil
		check(t, pooled(t, server.URL), false, 1)
	})
	t.Run("no server listens", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, listener.Close())
		check(t, pooled(t, "http://"+listener.Addr().String(), once(nil)), false, 5)
	})
	t.Run("a server that does not speak TLS", func(t *testing.T) {
		server, _ := listening(t, abort, (*httptest.Server).Start)
		check(t, pooled(t, strings.Replace(server.URL, "http:", "https:", 1), once(nil)), false, 1)
	})
	t.Run("a dial that takes too long", func(t *testing.T) {
		for name, own := range map[string]bool{"of another transport": false, "of the own pool": true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					const patience = time.Minute // net/http does not end a dial together with its request
					never := func(context.Context, string, string) (net.Conn, error) {
						time.Sleep(patience)
						return nil, errDial
					}
					var base http.RoundTripper
					if !own {
						base = &http.Transport{DialContext: never}
					}
					client := pooled(t, "http://127.0.0.1", once(base))
					if own {
						client.pool.DialContext = never
					}
					start := time.Now()
					check(t, client, false, 5)
					assert.Equal(t, 5*defaultAttemptTimeout, time.Since(start))
					time.Sleep(patience)
				})
			})
		}
	})
}

// A hugeBody is 500 MB that take no memory.
func hugeBody(length int64) step {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(io.LimitReader(new(counting), 500_000_000)), ContentLength: length}, nil
	}
}

func TestClient_Do_hugeBody(t *testing.T) {
	for name, c := range map[string]struct {
		length, bound int64
		most          uint64
	}{
		"the default limit": {length: -1, most: 100e6},
		"the default limit, with a stated length within it": {length: 30 << 20, most: 100e6},
		"4 MiB":                         {length: -1, bound: 4 << 20, most: 16e6},
		"4 MiB, with the stated length": {length: 500_000_000, bound: 4 << 20, most: 16e6},
	} {
		t.Run(name, func(t *testing.T) {
			service := serving(hugeBody(c.length))
			client := testClient(t, service, func(config *Config) { config.MaxResponseBytes = c.bound })
			call := read(t, "/")
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := client.Do(t.Context(), call)
			runtime.ReadMemStats(&after)
			require.ErrorIs(t, err, ErrTooLarge)
			assert.Len(t, service.requests, 1)
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, c.most, "all allocated bytes, including freed ones")
		})
	}
}
