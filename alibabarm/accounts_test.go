package alibabarm_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
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
	s := alibabarmtest.New()
	server, seen := listen(t, s, (*httptest.Server).Start)
	client, err := alibabarm.NewClient(auth.Static("", "", ""),
		alibabarm.WithEndpoint(server.URL), alibabarm.WithTransport(pool(t, nil)))
	require.NoError(t, err)

	todo := make(chan alibabarmtest.Account)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for account := range todo {
				_, err := client.With(alibabarm.WithCredentials(account.Provider())).ListHandshakesForAccount().Collect(t.Context())
				assert.NoError(t, err)
			}
		})
	}
	keys := map[string]string{} // access key by account
	for i := range accounts {
		account := s.AddAccount(alibabarmtest.Account{Name: fmt.Sprint("account-", i)})
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
		assert.Contains(t, r.Header.Get("Authorization"), "Credential="+keys[r.AccountID]+",")
		delete(keys, r.AccountID)
	}
	assert.Empty(t, keys, "each account has called once")
}
