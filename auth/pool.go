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
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           2 * poolSize,
		MaxIdleConnsPerHost:    poolSize,
		MaxConnsPerHost:        poolSize,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
}
