package huaweiorg_test

import (
	"bufio"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A recorder keeps the headers of the requests that a server gets.
type recorder struct {
	mu      sync.Mutex
	headers []http.Header
	targets []string
}

func (h *recorder) record(r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.headers = append(h.headers, r.Header.Clone())
	h.targets = append(h.targets, r.Method+" "+r.RequestURI)
}

// connect starts a proxy that tunnels every request to one address.
func connect(t *testing.T, address string) (*httptest.Server, *recorder) {
	t.Helper()
	seen := new(recorder)
	server, _ := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.record(r)
		if r.Method != http.MethodConnect {
			http.Error(w, "a plain request", http.StatusTeapot)
			return
		}
		origin, err := net.Dial("tcp", address)
		if !assert.NoError(t, err) {
			return
		}
		client, buffered, err := http.NewResponseController(w).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		_, _ = io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		tunnel(client, buffered.Reader, origin)
	}), (*httptest.Server).Start)
	return server, seen
}

func tunnel(client net.Conn, sent *bufio.Reader, origin net.Conn) {
	var ways sync.WaitGroup
	ways.Go(func() { _, _ = io.Copy(origin, sent); _ = origin.Close() })
	ways.Go(func() { _, _ = io.Copy(client, origin); _ = client.Close() })
	ways.Wait()
}

const proxyPassword = "canary-proxy-password"

// TestClient_Proxy runs another program, because net/http reads the environment only once.
func TestClient_Proxy(t *testing.T) {
	if plain := os.Getenv("HANDSHAKES_TEST_PLAIN"); plain != "" {
		listVia(t, plain)
		return
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the program trusts the test's server through SSL_CERT_FILE, which has no effect here")
	}
	response := body(t, "F01.json")
	toOrigin := new(recorder)
	serve := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		toOrigin.record(r)
		_, _ = io.WriteString(w, response)
	})
	origin, _ := listen(t, serve, (*httptest.Server).StartTLS)
	plain, _ := listen(t, serve, (*httptest.Server).Start)
	proxy, toProxy := connect(t, origin.Listener.Addr().String())
	roots := filepath.Join(t.TempDir(), "roots.pem")
	require.NoError(t, os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: origin.Certificate().Raw}), 0o600))

	address := strings.Replace(proxy.URL, "http://", "http://proxy-user:"+proxyPassword+"@", 1)
	program := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestClient_Proxy$", "-test.v")
	program.Env = append(os.Environ(), "HANDSHAKES_TEST_PLAIN="+plain.URL, "SSL_CERT_FILE="+roots,
		"HTTPS_PROXY="+address, "HTTP_PROXY="+address, "NO_PROXY=", "https_proxy=", "http_proxy=", "no_proxy=", "REQUEST_METHOD=")
	out, err := program.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assertClean(t, string(out))

	require.Equal(t, []string{"CONNECT example.com:443"}, toProxy.targets, "requests to a loopback address do not use the proxy")
	assert.NotEmpty(t, toProxy.headers[0].Get("Proxy-Authorization"))
	assert.Empty(t, toProxy.headers[0].Get("Authorization"))
	assert.Empty(t, toProxy.headers[0].Get("X-Security-Token"))
	require.Len(t, toOrigin.headers, 2)
	for _, h := range toOrigin.headers {
		assert.Equal(t, canaryToken, h.Get("X-Security-Token"))
		assert.Empty(t, h.Get("Proxy-Authorization"))
	}
}

// listVia lists through the proxy of the environment, and directly from a loopback URL.
func listVia(t *testing.T, plain string) {
	client, err := huaweiorg.NewClient(auth.Static(canaryID, canarySecret, canaryToken), once)
	require.NoError(t, err)
	for _, endpoint := range []string{"https://example.com", plain} {
		items, err := client.With(huaweiorg.WithEndpoint(endpoint)).ListHandshakes().Collect(t.Context())
		require.NoError(t, err)
		require.Len(t, items, 1)
	}
}
