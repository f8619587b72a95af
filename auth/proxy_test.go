package auth

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// proxy is a CONNECT proxy that requires a password.
func proxy(t *testing.T, allow bool, seen *[]http.Header) *url.URL {
	t.Helper()
	server, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
		*seen = append(*seen, r.Header.Clone())
		if !allow {
			http.Error(w, "who are you", http.StatusProxyAuthRequired)
			return
		}
		origin, err := net.Dial("tcp", r.Host)
		if !assert.NoError(t, err) {
			return
		}
		client, buffered, err := http.NewResponseController(w).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		tunnel(client, buffered.Reader, origin)
	}, (*httptest.Server).Start)
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	address.User = url.UserPassword("proxy-user", spySecret)
	return address
}

func tunnel(client net.Conn, sent *bufio.Reader, origin net.Conn) {
	var ways sync.WaitGroup
	ways.Go(func() { _, _ = io.Copy(origin, sent); _ = origin.Close() })
	ways.Go(func() { _, _ = io.Copy(client, origin); _ = client.Close() })
	ways.Wait()
}

func TestClient_Do_proxyCredentials(t *testing.T) {
	for name, allow := range map[string]bool{"a proxy that accepts": true, "a proxy that refuses": false} {
		t.Run(name, func(t *testing.T) {
			var toOrigin, toProxy []http.Header
			origin, _ := listening(t, func(_ http.ResponseWriter, r *http.Request) {
				toOrigin = append(toOrigin, r.Header.Clone())
			}, (*httptest.Server).StartTLS)
			address := proxy(t, allow, &toProxy)
			base := trusting(t, origin)
			base.Proxy = http.ProxyURL(address)
			client := pooled(t, origin.URL, func(c *Config) {
				c.Base, c.Provider, c.Retry.MaxRetries = base, Static("id", "secret", ""), -1
			})
			_, err := client.Do(t.Context(), write(t, "/", "body"))
			base.CloseIdleConnections()

			require.Len(t, toProxy, 1)
			assert.NotEmpty(t, toProxy[0].Get("Proxy-Authorization"))
			assert.Empty(t, toProxy[0].Get("Authorization"))
			if allow {
				require.NoError(t, err)
				require.Len(t, toOrigin, 1)
				assert.Empty(t, toOrigin[0].Get("Proxy-Authorization"))
				return
			}
			fault, ok := errors.AsType[*TransportError](err)
			require.True(t, ok, "%v", err)
			assert.False(t, fault.Sent)
			assert.NotContains(t, err.Error(), spySecret)
			assert.Empty(t, toOrigin)
		})
	}
}
