package examples_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// online serves both clouds, and returns an environment in which a program reaches them under
// their real host names. It names a proxy, which connects these hosts with the test and refuses
// all others, and the test's certificate, which only this program trusts.
func online(t *testing.T, huawei, alibaba http.Handler) (env []string) {
	t.Helper()
	handlers := map[string]http.Handler{host(t, huaweiorg.Endpoint): huawei, host(t, alibabarm.Endpoint): alibaba}
	var hosts []string
	for name := range handlers {
		hosts = append(hosts, name)
	}
	clouds := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handlers[r.Host].ServeHTTP(w, r)
	}))
	certificate, file := certificate(t, hosts)
	clouds.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	clouds.StartTLS()
	t.Cleanup(clouds.Close)

	proxy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, err := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || err != nil || handlers[name] == nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		tunnel(t, w, clouds.Listener.Addr().String())
	}))
	proxy.Config.ErrorLog = log.New(io.Discard, "", 0)
	proxy.Start()
	t.Cleanup(proxy.Close)
	return []string{"HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + file, "SSL_CERT_DIR=" + filepath.Dir(file)}
}

func host(t *testing.T, endpoint string) string {
	t.Helper()
	u, err := url.Parse(endpoint)
	require.NoError(t, err)
	return u.Host
}

// tunnel connects a client of the proxy with an address until either side closes.
func tunnel(t *testing.T, w http.ResponseWriter, address string) {
	client, buffered, err := w.(http.Hijacker).Hijack()
	if !assert.NoError(t, err) {
		return
	}
	defer client.Close()
	service, err := net.Dial("tcp", address)
	if !assert.NoError(t, err) {
		return
	}
	defer service.Close()
	if _, err := io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return // the client closed the connection
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_, _ = io.Copy(service, buffered)
		_ = service.Close()
	}()
	_, _ = io.Copy(client, service)
	_ = client.Close()
	<-sent
}

// certificate returns a certificate for the hosts, and a file that makes a program trust it.
func certificate(t *testing.T, hosts []string) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "trusted.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
