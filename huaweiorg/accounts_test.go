package huaweiorg_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// The tests of this file use sockets and are not parallel: the check for goroutines
// left would see others'.

// A hall counts the connections of a server.
type hall struct {
	mu                sync.Mutex
	open, most, total int
}

func (h *hall) note(_ net.Conn, state http.ConnState) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch state {
	case http.StateNew:
		h.open++
		h.total++
		h.most = max(h.most, h.open)
	case http.StateClosed, http.StateHijacked:
		h.open--
	}
}

// listen serves h on a loopback port. When the test ends no goroutine may be left.
func listen(t *testing.T, h http.Handler, start func(*httptest.Server)) (*httptest.Server, *hall) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	seen := new(hall)
	server := httptest.NewUnstartedServer(h)
	server.Config.ConnState = seen.note
	start(server)
	t.Cleanup(func() {
		server.Close()
		goleak.VerifyNone(t, ignore)
	})
	return server, seen
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

func TestAThousandAccountsShareSixtyFourConnections(t *testing.T) {
	const accounts, atOnce = 1000, 64
	s := huaweiorgtest.New()
	server, seen := listen(t, s, (*httptest.Server).Start)
	client, err := huaweiorg.NewClient(auth.Static("", "", ""),
		huaweiorg.WithEndpoint(server.URL), huaweiorg.WithTransport(pool(t, nil)))
	require.NoError(t, err)

	todo := make(chan huaweiorgtest.Account)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for account := range todo {
				_, err := client.With(huaweiorg.WithCredentials(account.Provider())).ListReceivedHandshakes().Collect(t.Context())
				assert.NoError(t, err)
			}
		})
	}
	keys := map[string]string{} // access key by account
	for i := range accounts {
		account := s.AddAccount(huaweiorgtest.Account{Name: fmt.Sprint("account-", i)})
		keys[account.ID] = account.Credentials.AccessKeyID
		todo <- account
	}
	close(todo)
	workers.Wait()

	assert.LessOrEqual(t, seen.most, atOnce)
	assert.LessOrEqual(t, seen.total, atOnce, "none was opened in place of another")
	require.Len(t, s.Requests(), accounts)
	for _, r := range s.Requests() {
		assert.Equal(t, 200, r.Status)
		assert.Contains(t, r.Header.Get("Authorization"), "Access="+keys[r.AccountID]+",")
		delete(keys, r.AccountID)
	}
	assert.Empty(t, keys, "each account has called once")
}

func TestTenCallsOfWhichFiveEndIn404UseOneConnection(t *testing.T) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	server, seen := listen(t, s, (*httptest.Server).Start)
	client, err := s.NewClient(root, huaweiorg.WithEndpoint(server.URL), huaweiorg.WithTransport(pool(t, nil)))
	require.NoError(t, err)
	for range 5 {
		s.Inject(huaweiorgtest.Fault{Skip: 1, Kind: huaweiorgtest.Raw(404, strings.Repeat("not found ", 10_000), "Content-Type: text/plain")})
	}
	for i := range 10 {
		_, err := client.With(huaweiorg.WithCredentials(root.Provider())).ListHandshakes().Collect(t.Context())
		if i%2 == 1 {
			require.ErrorIs(t, err, huaweiorg.ErrNotFound)
		} else {
			require.NoError(t, err)
		}
	}
	assert.Empty(t, s.Unused())
	assert.Equal(t, 1, seen.total)
}

func TestHTTP2ServesAllAccountsOverOneConnection(t *testing.T) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.Seed(s.Believable(10)...)
	var versions sync.Map
	server, seen := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	client = client.With(huaweiorg.WithRetry(auth.Retry{MinWait: 1, MaxWait: 1}))
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
	assert.Equal(t, 1, seen.total)
}
