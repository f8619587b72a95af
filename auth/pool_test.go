package auth

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Like those of wire_test.go, these tests use sockets and are not parallel.

func TestManyWorkersShareSixtyFourConnections(t *testing.T) {
	rounds := map[string]*crowd{"/first": {full: make(chan struct{})}, "/second": {full: make(chan struct{})}}
	server, connections := listening(t, func(w http.ResponseWriter, r *http.Request) {
		rounds[r.URL.Path].join(r.Context(), 64)
		_, _ = io.WriteString(w, "fine")
	}, (*httptest.Server).Start)
	client := pooled(t, server.URL)
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
	// On a busy machine net/http gives up a connection whose write is not reported
	// within 50 ms, and opens another.
	const some = 64 + 16
	work("/first", 128, 5)
	assert.LessOrEqual(t, connections.Load(), int64(some), "no more than the bound")
	work("/second", 64, 1)
	assert.LessOrEqual(t, connections.Load(), int64(some), "they were kept")
}

// A crowd holds up whoever joins it until it is complete.
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

func TestTheOwnPoolSpeaksHTTP2AndTakesTheEnvironmentsProxy(t *testing.T) {
	server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, 2, r.ProtoMajor)
	}, func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() })
	client := pooled(t, server.URL)
	client.pool.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	_, err := client.Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	assert.NotNil(t, client.pool.Proxy)
}

// A lossyPath passes connections on to a host, and those that it had when it was cut
// stay open but carry nothing more, as where a router forgets them.
type lossyPath struct {
	listener net.Listener
	host     string
	made     atomic.Int64
	cut      atomic.Int64 // how many of those made are dead
	ways     sync.WaitGroup
}

func newLossyPath(t *testing.T, host string) *lossyPath {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &lossyPath{listener: listener, host: host}
	p.ways.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			origin, err := net.Dial("tcp", p.host)
			if !assert.NoError(t, err) {
				return
			}
			n := p.made.Add(1)
			p.ways.Go(func() { p.carry(origin, client, n) })
			p.ways.Go(func() { p.carry(client, origin, n) })
		}
	})
	return p
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

func TestADeadHTTP2ConnectionIsGivenUp(t *testing.T) {
	server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, 2, r.ProtoMajor)
	}, func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() })
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	path := newLossyPath(t, address.Host)
	client := pooled(t, "https://"+path.listener.Addr().String(), func(c *Config) {
		c.Retry = Retry{MaxRetries: 1, MinWait: 1, AttemptTimeout: 2 * time.Second}
	})
	t.Cleanup(func() {
		client.pool.CloseIdleConnections()
		assert.NoError(t, path.listener.Close())
		server.CloseClientConnections()
		path.ways.Wait()
	})
	ping := client.pool.HTTP2
	require.NotNil(t, ping)
	assert.Less(t, ping.SendPingTimeout+ping.PingTimeout, defaultAttemptTimeout, "an attempt finds it out")
	ping.SendPingTimeout, ping.PingTimeout = ping.SendPingTimeout/100, ping.PingTimeout/25
	client.pool.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}

	_, err = client.Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	path.cut.Store(1)
	resp, err := client.Do(t.Context(), read(t, "/"))
	require.NoError(t, err)
	assert.Equal(t, 2, resp.Attempts)
	assert.EqualValues(t, 2, path.made.Load())
}
