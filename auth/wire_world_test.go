package auth

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// listening serves until the test ends, and then checks that no goroutine is left.
func listening(t *testing.T, h http.HandlerFunc, start func(*httptest.Server)) (server *httptest.Server, connections *atomic.Int64) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	connections = new(atomic.Int64)
	server = httptest.NewUnstartedServer(h)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	start(server)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
		noneLeft(t, ignore)
	})
	return server, connections
}

// noneLeft waits for goroutines to end, which takes time on a busy machine.
func noneLeft(t *testing.T, ignore goleak.Option) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); goleak.Find(ignore) != nil && time.Now().Before(deadline); {
	}
	goleak.VerifyNone(t, ignore)
}

// pooled returns a client with a pool of its own, and closes the pool's connections at the end.
func pooled(t *testing.T, endpoint string, changes ...func(*Config)) *Client {
	t.Helper()
	client := testClient(t, nil, append(changes, func(c *Config) {
		c.Endpoint = endpoint
		c.Jitter = func(time.Duration) time.Duration { return 0 }
	})...)
	if client.pool != nil {
		t.Cleanup(client.pool.CloseIdleConnections)
	}
	return client
}

func trusting(t *testing.T, server *httptest.Server) *http.Transport {
	t.Helper()
	base := server.Client().Transport.(*http.Transport).Clone()
	t.Cleanup(base.CloseIdleConnections)
	return base
}
