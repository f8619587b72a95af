package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No goroutine watches a body from the client's own pool, so the pool itself must end it with
// the context. The server ends its response as if it were complete after the client has gone.
func TestClient_Do_poolEndsBodyWithContext(t *testing.T) {
	cause := errors.New("the caller has gone")
	for name, start := range map[string]func(*httptest.Server){
		"over HTTP/1.1": (*httptest.Server).StartTLS,
		"over HTTP/2":   func(s *httptest.Server) { s.EnableHTTP2 = true; s.StartTLS() },
	} {
		for length, stated := range map[string]bool{" with a stated length": true, " without a length": false} {
			t.Run(name+length, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
					if stated {
						w.Header().Set("Content-Length", "1000")
					}
					_, _ = w.Write([]byte("a part"))
					_ = http.NewResponseController(w).Flush()
					cancel(cause)
					<-r.Context().Done()
				}, start)
				client := pooled(t, server.URL)
				client.pool.TLSClientConfig = &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
				_, err := client.Do(ctx, write(t, "/", "body"))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, cause)
				fault, ok := errors.AsType[*TransportError](err)
				require.True(t, ok, "%v", err)
				assert.True(t, fault.Sent)
			})
		}
	}
}
