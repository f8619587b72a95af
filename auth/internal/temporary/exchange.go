package temporary

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// NewLocalTransport reaches services of this machine: never through a proxy, and without
// keeping connections between calls that are hours apart. A host that is not there costs
// dial.
func NewLocalTransport(dial, handshake time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: dial}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    handshake,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: MaxSize,
	}
}

// SendOnce sends req and reads the response, and follows no redirect. What follows a
// response that switches protocols has no end, so SendOnce does not read it.
func SendOnce(link http.RoundTripper, req *http.Request) (*auth.Response, error) {
	resp, err := link.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < http.StatusOK {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("the response switches to another protocol (status %d)", resp.StatusCode)
	}
	body, err := auth.ReadBody(req.Context(), resp, MaxSize)
	if err != nil {
		return nil, err
	}
	return &auth.Response{StatusCode: resp.StatusCode, Header: resp.Header, Body: body, Attempts: 1}, nil
}
