package auth

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// poolSize is how many connections a client's own pool opens to one host, and keeps:
// 64 concurrent calls never reconnect, and a burst cannot open more.
const poolSize = 64

// RequireTransport returns rt, or for a nil one a transport that a [Config] refuses with
// [ErrInvalid]. It is for options that take a transport: a nil Base would mean the default,
// which may reach another service than the caller intends.
func RequireTransport(rt http.RoundTripper) http.RoundTripper {
	if rt == nil {
		return (*Transport)(nil)
	}
	return rt
}

// SharedTransport returns the connections that all providers of this process share for
// their requests to IAM and STS, unless they are given a transport of their own: up to 64
// to a host, however many agencies and roles there are. It uses the proxy of the
// environment and HTTP/2, and closes connections that are idle for 90 s, or at once by
// [http.Client.CloseIdleConnections].
func SharedTransport() http.RoundTripper { return sharedTransport{} }

// A sharedTransport hides its pool, which nobody may change for all.
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
		// Without pings nobody would notice that the path of an HTTP/2 connection is
		// dead, and each attempt would time out on it. Found within 20 s, it leaves
		// an attempt of the default length the time to be made on a new one.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 5 * time.Second},
	}
}
