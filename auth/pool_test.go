package auth

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// These tests are not parallel, for the reason that wire_test.go states.

func TestNewPool_connections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rounds := map[string]*crowd{"/first": {full: make(chan struct{})}, "/second": {full: make(chan struct{})}}
		wire := piped(t, func(w http.ResponseWriter, r *http.Request) {
			rounds[r.URL.Path].join(r.Context(), 64)
			_, _ = io.WriteString(w, "fine")
		}, nil)
		client := pooled(t, "http://127.0.0.1")
		client.pool.DialContext = wire.dial
		work := func(path string, workers, calls int) {
			var all sync.WaitGroup
			for range workers {
				all.Go(func() {
					for range calls {
						_, err := client.Do(t.Context(), read(t, path))
						assert.NoError(t, err)
					}
				})
			}
			all.Wait()
		}
		work("/first", 128, 5)
		assert.EqualValues(t, 64, wire.made.Load(), "no more connections than the limit")
		work("/second", 64, 1)
		assert.EqualValues(t, 64, wire.made.Load(), "the pool kept the connections")
	})
}

// A crowd makes everyone who joins it wait until it is complete.
type crowd struct {
	joined atomic.Int64
	full   chan struct{}
}

func (c *crowd) join(ctx context.Context, size int64) {
	if c.joined.Add(1) == size {
		close(c.full)
	}
	select {
	case <-c.full:
	case <-ctx.Done():
	}
}

func TestNewPool_http2AndProxy(t *testing.T) {
	server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, 2, r.ProtoMajor)
	}, func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() })
	client := pooled(t, server.URL)
	client.pool.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	_, err := client.Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	assert.NotNil(t, client.pool.Proxy)
}

// A lossyPath connects to a host. After a cut, its earlier connections stay open but carry
// nothing, as if a router had forgotten them.
type lossyPath struct {
	to   *pipe
	made atomic.Int64
	cut  atomic.Int64 // how many of the connections are dead
}

func (p *lossyPath) dial(ctx context.Context, network, address string) (net.Conn, error) {
	origin, err := p.to.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	client, near := net.Pipe()
	n := p.made.Add(1)
	go p.carry(origin, near, n)
	go p.carry(near, origin, n)
	return client, nil
}

func (p *lossyPath) carry(to, from net.Conn, n int64) {
	defer func() { _ = to.Close() }()
	buf := make([]byte, 16<<10)
	for {
		got, err := from.Read(buf)
		if err != nil {
			return
		}
		if n > p.cut.Load() {
			if _, err := to.Write(buf[:got]); err != nil {
				return
			}
		}
	}
}

func TestNewPool_deadConnection(t *testing.T) {
	cert, trusts := certified(t)
	synctest.Test(t, func(t *testing.T) {
		path := &lossyPath{to: piped(t, func(_ http.ResponseWriter, r *http.Request) {
			assert.Equal(t, 2, r.ProtoMajor)
		}, cert)}
		client := pooled(t, "https://127.0.0.1", func(c *Config) { c.Retry = Retry{MaxRetries: 1, MinWait: 1} })
		client.pool.DialContext, client.pool.TLSClientConfig = path.dial, trusts

		_, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		path.cut.Store(1)
		start := time.Now()
		resp, err := client.Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
		assert.EqualValues(t, 2, path.made.Load())
		assert.LessOrEqual(t, time.Since(start), 20*time.Second, "one attempt discovers it")
	})
}
