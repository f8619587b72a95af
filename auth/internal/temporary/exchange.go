package temporary

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// NewLocalTransport returns a transport for services of this machine. It never uses a proxy,
// and keeps no connections, because the calls are hours apart. A host that is not there costs
// the time dial.
func NewLocalTransport(dial, handshake time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: dial}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    handshake,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: MaxSize,
	}
}

// SendOnce sends req once and reads the response. It follows no redirect. If a response
// switches protocols, SendOnce does not read what follows, because it has no end.
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
