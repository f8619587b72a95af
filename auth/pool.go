package auth

import (
	"net"
	"net/http"
	"time"
)

// poolSize is how many connections a client's own pool opens to one host, and keeps:
// 64 concurrent calls never reconnect, and a burst cannot open more.
const poolSize = 64

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
