package alibabarm_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
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

func TestAThousandAccountsShareSixtyFourConnections(t *testing.T) {
	const accounts, atOnce = 1000, 64
	s := alibabarmtest.New()
	server, opened := listen(t, s, (*httptest.Server).Start)
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

	// On a busy machine net/http gives up a connection whose write is not reported
	// within 50 ms, and opens another.
	assert.Less(t, opened.Load(), int64(accounts/2), "connections are kept")
	require.Len(t, s.Requests(), accounts)
	for _, r := range s.Requests() {
		assert.Equal(t, 200, r.Status)
		assert.Contains(t, r.Header.Get("Authorization"), "Credential="+keys[r.AccountID]+",")
		delete(keys, r.AccountID)
	}
	assert.Empty(t, keys, "each account has called once")
}
