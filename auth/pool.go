package auth

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// poolSize is how many connections to one host a client's own pool opens and keeps. 64
// concurrent calls never reconnect, and a burst cannot open more.
const poolSize = 64

// RequireTransport returns rt. For a nil rt it returns a transport that a [Config] rejects with
// [ErrInvalid]. Use it for options that take a transport: a nil Base would mean the default,
// which may reach another service than the caller intends.
func RequireTransport(rt http.RoundTripper) http.RoundTripper {
	if rt == nil {
		return (*Transport)(nil)
	}
	return rt
}

// SharedTransport returns the connections that all providers of this process share for their
// requests to IAM and STS, unless they have a transport of their own. It opens up to 64
// connections to a host, however many agencies and roles there are. It uses the proxy of the
// environment and HTTP/2, and closes connections that are idle for 90 s, or at once by
// [http.Client.CloseIdleConnections].
func SharedTransport() http.RoundTripper { return sharedTransport{} }

// A sharedTransport hides its pool, so that no user changes it for all.
type sharedTransport struct{}

var sharedPool = sync.OnceValue(newPool)

func (sharedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req == nil {
		return nil, fmt.Errorf("auth: the request is nil: %w", ErrInvalid)
	}
	return sharedPool().RoundTrip(req)
}

func (sharedTransport) CloseIdleConnections() { sharedPool().CloseIdleConnections() }

func newPool() *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  environmentProxy,
		OnProxyConnectResponse: checkTunnel,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           2 * poolSize,
		MaxIdleConnsPerHost:    poolSize,
		MaxConnsPerHost:        poolSize,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		// Without pings, the client would not notice that the path of an HTTP/2 connection is
		// dead, and each attempt would time out on it. If the client notices within 20 s, an
		// attempt of the default length has time for a new connection.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second},
	}
}
