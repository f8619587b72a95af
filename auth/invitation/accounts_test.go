package invitation_test

import (
	"context"
	"errors"
	"iter"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

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

// newPool returns a transport that is emptied when the test ends.
func newPool(t *testing.T) *http.Transport {
	t.Helper()
	p := &http.Transport{MaxConnsPerHost: 64, MaxIdleConnsPerHost: 64}
	t.Cleanup(p.CloseIdleConnections)
	return p
}

// someAccounts is how many accounts call through one client: many times as many as may be
// connected at once.
func someAccounts() int {
	if fullStrength {
		return 1000
	}
	return 300
}

// The tests of sockets are not parallel: the check for goroutines left would see others'.
func TestCloud_ManyAccounts(t *testing.T) {
	for _, c := range clouds() {
		t.Run("share 64 connections, "+c.name, func(t *testing.T) {
			accounts, atOnce := someAccounts(), 64
			w := c.new(t, worldSettings{})
			server, opened := listen(t, w.handler(), (*httptest.Server).Start)
			pool := newPool(t)
			shared := w.client(c.root, clientSettings{endpoint: server.URL, transport: pool, provider: auth.Static("", "", "")})

			todo := make(chan auth.Provider)
			var workers sync.WaitGroup
			for range atOnce {
				workers.Go(func() {
					for p := range todo {
						_, err := shared.as(p).list(t.Context(), true)
						assert.NoError(t, err)
					}
				})
			}
			keys := map[string]string{} // access key by account
			for i := range accounts {
				id := c.account(i)
				w.addAccount(id)
				keys[id], _, _ = w.keys(id)
				todo <- w.provider(id)
			}
			close(todo)
			workers.Wait()

			// On a busy machine net/http gives up a connection whose write is not reported
			// within 50 ms, and opens another.
			assert.Less(t, opened.Load(), int64(accounts/2), "connections are kept")
			require.Len(t, w.requests(), accounts)
			for _, r := range w.requests() {
				assert.Equal(t, 200, r.status)
				assert.Contains(t, r.header.Get("Authorization"), "="+keys[r.account]+",")
				delete(keys, r.account)
			}
			assert.Empty(t, keys, "each account has called once")
		})
	}
}

func TestCloud_Merge(t *testing.T) {
	t.Parallel()
	run(t, "reads many accounts as one stream", func(t *testing.T, w world) {
		c := w.cloud()
		want, bad := map[string]int{}, map[string]int{}
		accounts := make([]string, someAccounts())
		for i := range accounts {
			accounts[i] = c.account(i)
			w.addAccount(accounts[i])
			own := w.seed(slices.Repeat([]invitation.Invitation{{Target: account(accounts[i])}}, i%4)...)
			if i%100 == 50 {
				bad[accounts[i]]++
				w.inject(fault{account: accounts[i], times: always, kind: kind(w, "denied")})
				continue
			}
			for _, received := range own {
				want[received.ID]++
			}
		}
		got, failed := map[string]int{}, map[string]int{}
		for i, err := range pagination.Merge(t.Context(), 32, inboxes(w, sender(w), accounts)) {
			if err == nil {
				got[i.ID]++
				continue
			}
			source, ok := errors.AsType[*pagination.SourceError](err)
			require.True(t, ok, "%v", err)
			assert.ErrorIs(t, err, auth.ErrPermission)
			failed[source.Name]++
		}
		assert.Equal(t, want, got)
		assert.Equal(t, bad, failed)
		assert.Len(t, w.requests(), len(accounts))
	})
}

// inboxes are the received lists of accounts, over the connections of one client.
func inboxes(w world, shared client, accounts []string) iter.Seq[pagination.Source[invitation.Invitation]] {
	return func(yield func(pagination.Source[invitation.Invitation]) bool) {
		for _, a := range accounts {
			own := shared.as(w.provider(a))
			items := func(ctx context.Context) iter.Seq2[invitation.Invitation, error] { return own.all(ctx, true) }
			if !yield(pagination.Source[invitation.Invitation]{Name: a, Items: items}) {
				return
			}
		}
	}
}
