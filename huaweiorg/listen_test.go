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

// The tests of this file use sockets and are not parallel: the check for goroutines
// left would see others'.

// listen serves h on a loopback port and counts the connections that were opened. When
// the test ends no goroutine may be left.
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
		// On a busy machine they may need longer to end than goleak waits.
		for deadline := time.Now().Add(20 * time.Second); goleak.Find(ignore) != nil && time.Now().Before(deadline); {
		}
		goleak.VerifyNone(t, ignore)
	})
	return server, opened
}

// pool is a transport that is emptied when the test ends.
func pool(t *testing.T, change func(*http.Transport)) *http.Transport {
	t.Helper()
	p := &http.Transport{MaxConnsPerHost: 64, MaxIdleConnsPerHost: 64}
	if change != nil {
		change(p)
	}
	t.Cleanup(p.CloseIdleConnections)
	return p
}
