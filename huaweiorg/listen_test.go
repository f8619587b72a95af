package huaweiorg_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// The tests of this file use sockets. They are not parallel, because the check for remaining
// goroutines would see those of other tests.

// listen serves h on a loopback port, and counts the opened connections. No goroutine may
// remain when the test ends.
func listen(t *testing.T, h http.Handler, start func(*httptest.Server)) (server *httptest.Server, opened *atomic.Int64) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	opened = new(atomic.Int64)
	server = httptest.NewUnstartedServer(h)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	start(server)
	t.Cleanup(func() {
		server.Close()
		// On a busy machine, goroutines may need longer to end than goleak waits.
		for deadline := time.Now().Add(20 * time.Second); goleak.Find(ignore) != nil && time.Now().Before(deadline); {
		}
		goleak.VerifyNone(t, ignore)
	})
	return server, opened
}

// pool returns a transport that closes its idle connections when the test ends.
func pool(t *testing.T, change func(*http.Transport)) *http.Transport {
	t.Helper()
	p := &http.Transport{MaxConnsPerHost: 64, MaxIdleConnsPerHost: 64}
	if change != nil {
		change(p)
	}
	t.Cleanup(p.CloseIdleConnections)
	return p
}
