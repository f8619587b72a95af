package auth

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// assertPermanent makes a read and a write, and asserts that the client sends each of them
// once.
func assertPermanent(t *testing.T, client *Client, sent bool) {
	t.Helper()
	for _, call := range []Call{read(t, "/"), write(t, "/", "body")} {
		_, err := client.Do(t.Context(), call)
		fault, ok := errors.AsType[*TransportError](err)
		require.True(t, ok, "%v", err)
		assert.True(t, fault.Permanent, "%v", err)
		assert.Equal(t, sent, fault.Sent, "%v", err)
		assert.Equal(t, 1, fault.Attempts, "%v", err)
		assert.NotErrorIs(t, err, ErrUnavailable)
		assert.NotContains(t, err.Error(), spySecret)
	}
}

// TestClient_Do_permanentFault has the texts of faults that are hard to cause.
func TestClient_Do_permanentFault(t *testing.T) {
	t.Parallel()
	broken := "net/http: HTTP/1.x transport connection broken: "
	for _, c := range []struct {
		text      string
		permanent bool
		sent      bool // as it seems if the transport calls no hook
	}{
		{text: `net/http: invalid header field value for "X-Security-Token"`, permanent: true},
		{text: `net/http: invalid header field name "X Y"`, permanent: true},
		{text: `net/http: invalid method "GE T"`, permanent: true},
		{text: `unsupported protocol scheme "ftp"`, permanent: true},
		{text: "http2: invalid HTTP header value for header \"x\"", permanent: true},
		{text: "http2: request header list larger than peer's advertised limit", permanent: true},
		{text: `invalid proxy address "x:y": parse failed`, permanent: true},
		{text: "Proxy Authentication Required", permanent: true},
		{text: "Forbidden", permanent: true},
		{text: "Method Not Allowed", permanent: true},
		{text: "Bad Gateway", sent: true},
		{text: "Service Unavailable", sent: true},
		{text: "Too Many Requests", sent: true},
		{
			text: "socks connect tcp 127.0.0.1:1080->x:443: username/password " +
				"authentication failed",
			permanent: true,
		},
		{
			text: "socks connect tcp 127.0.0.1:1080->x:443: unknown error connection not " +
				"allowed by ruleset",
			permanent: true,
		},
		{
			text: "socks connect tcp 127.0.0.1:1080->x:443: unknown error host unreachable",
			sent: true,
		},
		{text: "remote error: tls: handshake failure", permanent: true},
		{text: "remote error: tls: protocol version not supported", permanent: true},
		{text: "remote error: tls: certificate required", permanent: true},
		{text: "remote error: tls: internal error", sent: true},
		{text: "local error: tls: bad record MAC", sent: true},
		{text: "net/http: TLS handshake timeout", sent: true},
		{text: "x509: certificate signed by unknown authority", permanent: true},
		{text: "tls: server selected unsupported protocol version 301", permanent: true},
		{text: `http2: unexpected ALPN protocol "h3"; want "h2"`, permanent: true},
		{text: broken + `malformed HTTP response "\x15\x03\x01"`, permanent: true, sent: true},
		{text: broken + `malformed HTTP status code "x"`, permanent: true, sent: true},
		{text: broken + `malformed MIME header line: x`, permanent: true, sent: true},
		{text: broken + `unsupported transfer encoding: "x"`, permanent: true, sent: true},
		{text: broken + "unexpected EOF", sent: true},
		{text: broken + "read tcp 127.0.0.1: connection reset by peer", sent: true},
		{
			text:      "net/http: server response headers exceeded 1048576 bytes; aborted",
			permanent: true, sent: true,
		},
		{
			text: "http2: failed reading the frame payload: http2: frame too large, note " +
				"that the frame header looked like an HTTP/1.1 header",
			permanent: true, sent: true,
		},
		{
			text: "http2: server sent GOAWAY and closed the connection; LastStreamID=1, " +
				"ErrCode=HTTP_1_1_REQUIRED, debug=\"\"",
			permanent: true, sent: true,
		},
		{
			text: "http2: server sent GOAWAY and closed the connection; LastStreamID=1, " +
				"ErrCode=NO_ERROR, debug=\"\"",
			sent: true,
		},
		{text: "http2: client connection lost", sent: true},
		{text: "http: server closed idle connection", sent: true},
		{text: "an unknown text", sent: true},
	} {
		for how, err := range map[string]error{
			"alone":   errors.New(c.text),
			"wrapped": &url.Error{Op: "Get", URL: "https://x/", Err: fmt.Errorf("traced: %w", errors.New(c.text))},
		} {
			if how == "wrapped" && (c.text == "Forbidden" || c.text == "Method Not Allowed") {
				continue // a single word can mean anything within a sentence
			}
			t.Run(c.text+"/"+how, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					client := testClient(t, serving(fails(err)))
					if c.permanent {
						assertPermanent(t, client, c.sent)
						return
					}
					_, got := client.Do(t.Context(), read(t, "/"))
					require.ErrorIs(t, got, ErrUnavailable)
					fault, _ := errors.AsType[*TransportError](got)
					assert.False(t, fault.Permanent)
					assert.Equal(t, 5, fault.Attempts)
				})
			})
		}
	}
}

func TestClient_Do_permanentFault_ofAddress(t *testing.T) {
	t.Parallel()
	_, err := net.ResolveTCPAddr("tcp", "127.0.0.1:99999999")
	require.Error(t, err)
	assertPermanent(t, testClient(t, serving(fails(&net.OpError{Op: "dial", Net: "tcp", Err: err}))), false)
}

// TestClient_Do_permanentFault_ofProxy uses a client's own pool and another transport.
func TestClient_Do_permanentFault_ofProxy(t *testing.T) {
	for _, c := range []struct {
		name      string
		status    int
		permanent bool
	}{
		{name: "asks for another password", status: http.StatusProxyAuthRequired, permanent: true},
		{name: "does not allow the host", status: http.StatusForbidden, permanent: true},
		{name: "knows no tunnels", status: http.StatusMethodNotAllowed, permanent: true},
		{
			name:   "is a captive portal",
			status: http.StatusNetworkAuthenticationRequired, permanent: true,
		},
		{name: "redirects", status: http.StatusFound, permanent: true},
		{name: "cannot reach the host", status: http.StatusBadGateway},
		{name: "is busy", status: http.StatusServiceUnavailable},
		{name: "throttles", status: http.StatusTooManyRequests},
	} {
		for whose, own := range map[string]bool{"own pool": true, "other transport": false} {
			t.Run(c.name+", "+whose, func(t *testing.T) {
				var tunnels atomic.Int64
				proxy, _ := listening(t, func(w http.ResponseWriter, r *http.Request) {
					assert.Equal(t, http.MethodConnect, r.Method)
					tunnels.Add(1)
					w.WriteHeader(c.status)
				}, (*httptest.Server).Start)
				address, err := url.Parse(proxy.URL)
				require.NoError(t, err)
				client := pooled(t, "https://service.example.com", func(config *Config) {
					if !own {
						base := &http.Transport{Proxy: http.ProxyURL(address)}
						t.Cleanup(base.CloseIdleConnections)
						config.Base = base
					}
				})
				if own {
					client.pool.Proxy = http.ProxyURL(address)
				}
				if c.permanent {
					assertPermanent(t, client, false)
					assert.EqualValues(t, 2, tunnels.Load())
					return
				}
				_, err = client.Do(t.Context(), write(t, "/", "body"))
				require.ErrorIs(t, err, ErrUnavailable)
				assert.EqualValues(t, 5, tunnels.Load())
			})
		}
	}
}

func TestClient_Do_permanentFault_ofSOCKS(t *testing.T) {
	address, err := url.Parse(garbling(t, "\x05\xff"))
	require.NoError(t, err)
	address.Scheme = "socks5"
	client := pooled(t, "https://service.example.com")
	client.pool.Proxy = http.ProxyURL(address)
	assertPermanent(t, client, false)
}

func TestClient_Do_permanentFault_ofProtocol(t *testing.T) {
	t.Run("a server that does not speak TLS", func(t *testing.T) {
		server, _ := listening(t, func(http.ResponseWriter, *http.Request) {}, (*httptest.Server).Start)
		assertPermanent(t, pooled(t, strings.Replace(server.URL, "http:", "https:", 1)), false)
	})
	t.Run("a server that speaks an unknown protocol over TLS", func(t *testing.T) {
		plain := garbling(t, "220 mail.example.com ESMTP\r\n")
		assertPermanent(t, pooled(t, strings.Replace(plain, "http:", "https:", 1)), false)
	})
	t.Run("a server that speaks another protocol", func(t *testing.T) {
		assertPermanent(t, pooled(t, garbling(t, "220 mail.example.com ESMTP\r\n\r\n")), true)
	})
	t.Run("a server of an old TLS version", func(t *testing.T) {
		server, _ := listening(t, func(http.ResponseWriter, *http.Request) {}, func(s *httptest.Server) {
			s.TLS = &tls.Config{MaxVersion: tls.VersionTLS11}
			s.StartTLS()
		})
		assertPermanent(t, pooled(t, server.URL, func(c *Config) { c.Base = trusting(t, server) }), false)
	})
	t.Run("a server that asks for a client certificate", func(t *testing.T) {
		server, _ := listening(t, func(http.ResponseWriter, *http.Request) {}, func(s *httptest.Server) {
			s.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}
			s.StartTLS()
		})
		assertPermanent(t, pooled(t, server.URL, func(c *Config) { c.Base = trusting(t, server) }), false)
	})
}

func TestEnvironmentProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, proxy string
		ok          bool
	}{
		{name: "an HTTP proxy", proxy: "http://proxy.example.com:3128", ok: true},
		{name: "an HTTPS proxy", proxy: "https://proxy.example.com", ok: true},
		{name: "a SOCKS proxy", proxy: "socks5h://proxy.example.com", ok: true},
		{
			name:  "a scheme that no transport knows",
			proxy: "ftp://user:" + spySecret + "@proxy.example.com",
		},
		{name: "the other SOCKS", proxy: "socks4://proxy.example.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			proxy, err := url.Parse(c.proxy)
			require.NoError(t, err)
			got, err := checkProxy(proxy, nil)
			if c.ok {
				require.NoError(t, err)
				assert.Equal(t, proxy, got)
				return
			}
			assertPermanent(t, testClient(t, serving(fails(err))), false)
		})
	}
	t.Run("does not quote an address that is not a URL", func(t *testing.T) {
		t.Parallel()
		quoting := errors.New(`invalid proxy address "http://user:` + spySecret[:9] + `%zz"`)
		_, err := checkProxy(nil, quoting)
		for _, err := range []error{quoting, err} {
			client := testClient(t, serving(fails(err)))
			assertPermanent(t, client, false)
			_, err = client.Do(t.Context(), read(t, "/"))
			assert.NotContains(t, err.Error(), spySecret[:9])
		}
	})
	none, err := checkProxy(nil, nil)
	require.NoError(t, err)
	assert.Nil(t, none)
}

// A garbled body began as HTTP, so another response may be complete.
func TestClient_Do_garbledBodyIsNotPermanent(t *testing.T) {
	t.Parallel()
	garbled := func(*http.Request) (*http.Response, error) {
		body := brokenReader{errors.New("malformed MIME header line: x")}
		return &http.Response{StatusCode: 200, Body: io.NopCloser(body), ContentLength: -1}, nil
	}
	synctest.Test(t, func(t *testing.T) {
		service := serving(garbled, status(200))
		_, err := testClient(t, service).Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		assert.Len(t, service.requests, 2)
	})
}
