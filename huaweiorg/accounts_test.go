package huaweiorg_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
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

func TestCallsOfWhichHalfEndIn404KeepTheirConnection(t *testing.T) {
	const refused = 25
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	server, opened := listen(t, s, (*httptest.Server).Start)
	client, err := s.NewClient(root, huaweiorg.WithEndpoint(server.URL), huaweiorg.WithTransport(pool(t, nil)))
	require.NoError(t, err)
	for range refused {
		s.Inject(huaweiorgtest.Fault{Skip: 1, Kind: huaweiorgtest.Raw(404, strings.Repeat("not found ", 10_000), "Content-Type: text/plain")})
	}
	for i := range 2 * refused {
		_, err := client.With(huaweiorg.WithCredentials(root.Provider())).ListHandshakes().Collect(t.Context())
		if i%2 == 1 {
			require.ErrorIs(t, err, huaweiorg.ErrNotFound)
		} else {
			require.NoError(t, err)
		}
	}
	assert.Empty(t, s.Unused())
	assert.Less(t, opened.Load(), int64(refused/2), "one, or a few that net/http gave up on a busy machine")
}

func TestHTTP2ServesAllAccountsOverOneConnection(t *testing.T) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(10)...)
	var versions sync.Map
	server, opened := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		versions.Store(r.Proto, true)
		s.ServeHTTP(w, r)
	}), func(server *httptest.Server) { server.EnableHTTP2 = true; server.StartTLS() })
	client, err := s.NewClient(root, huaweiorg.WithEndpoint(server.URL), huaweiorg.WithTransport(pool(t, func(p *http.Transport) {
		p.ForceAttemptHTTP2 = true
		p.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	})))
	require.NoError(t, err)
	s.Inject(
		huaweiorgtest.Fault{Kind: huaweiorgtest.Reset()},
		huaweiorgtest.Fault{Kind: huaweiorgtest.CutBody(100)},
		huaweiorgtest.Fault{Kind: huaweiorgtest.ResetBody(100)},
		huaweiorgtest.Fault{Kind: huaweiorgtest.UnavailableIAM()},
	)
	client = client.With(huaweiorg.WithRetry(auth.Retry{MaxRetries: 8, MinWait: 1, MaxWait: 1}))
	items, err := client.ListHandshakes().Collect(t.Context())
	require.NoError(t, err)
	assert.Len(t, items, 10)
	var callers sync.WaitGroup
	for range 64 {
		callers.Go(func() {
			_, err := client.ListHandshakes().Collect(t.Context())
			assert.NoError(t, err)
		})
	}
	callers.Wait()
	_, ok := versions.Load("HTTP/2.0")
	assert.True(t, ok)
	versions.Range(func(version, _ any) bool { return assert.Equal(t, "HTTP/2.0", version) })
	// A server gives up a client whose first settings it has not read within 2 s.
	assert.LessOrEqual(t, opened.Load(), int64(4), "one, or a few on a busy machine")
}
