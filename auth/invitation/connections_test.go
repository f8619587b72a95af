package invitation_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

func TestCloud_Connections_refusals(t *testing.T) {
	for _, c := range clouds() {
		t.Run("are kept though half of the calls end in 404, "+c.name, func(t *testing.T) {
			const refused = 25
			w := c.new(t, worldSettings{})
			server, opened := listen(t, w.handler(), (*httptest.Server).Start)
			client := w.client(c.root, clientSettings{endpoint: server.URL, transport: newPool(t)})
			for range refused {
				w.inject(fault{skip: 1, kind: authtest.Raw(404, strings.Repeat("not found ", 10_000), "Content-Type: text/plain")})
			}
			for i := range 2 * refused {
				_, err := client.as(w.provider(c.root)).list(t.Context(), false)
				assert.Equal(t, i%2 == 1, err != nil, "%d: %v", i, err)
			}
			assert.Zero(t, w.unused())
			assert.Less(t, opened.Load(), int64(refused/2), "one, or a few that net/http gave up on a busy machine")
		})
	}
}

func TestCloud_Connections_HTTP2(t *testing.T) {
	for _, c := range clouds() {
		t.Run("serve all callers over one, "+c.name, func(t *testing.T) {
			w := c.new(t, worldSettings{})
			for range 10 {
				w.seed(toGuest(w))
			}
			var versions sync.Map
			serve := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				versions.Store(r.Proto, true)
				w.handler().ServeHTTP(rw, r)
			})
			server, opened := listen(t, serve, func(server *httptest.Server) { server.EnableHTTP2 = true; server.StartTLS() })
			pool := newPool(t)
			pool.ForceAttemptHTTP2 = true
			pool.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
			client := w.client(c.root, clientSettings{
				endpoint: server.URL, transport: pool, retry: &auth.Retry{MaxRetries: 8, MinWait: 1, MaxWait: 1},
			})
			for _, k := range []authtest.Kind{authtest.Reset(), authtest.CutBody(100), authtest.ResetBody(100), kind(w, "unavailable")} {
				w.inject(fault{kind: k})
			}
			items, err := client.list(t.Context(), false)
			require.NoError(t, err)
			assert.Len(t, items, 10)
			var callers sync.WaitGroup
			for range 64 {
				callers.Go(func() {
					_, err := client.list(t.Context(), false)
					assert.NoError(t, err)
				})
			}
			callers.Wait()
			_, ok := versions.Load("HTTP/2.0")
			assert.True(t, ok)
			versions.Range(func(version, _ any) bool { return assert.Equal(t, "HTTP/2.0", version) })
			// A server gives up a client whose first settings it has not read within 2 s.
			assert.LessOrEqual(t, opened.Load(), int64(4), "one, or a few on a busy machine")
		})
	}
}
