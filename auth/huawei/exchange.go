package huawei

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

// newLocalTransport reaches services of this machine: never through a proxy, and
// without keeping connections between calls that are hours apart. A host that is not
// there costs a second.
func newLocalTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: time.Second}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    3 * time.Second,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: temporary.MaxSize,
	}
}

var (
	errNoAnswer = errors.New("no answer")
	errTooSlow  = fmt.Errorf("%w in time", errNoAnswer)
)

// exchange sends req once, and follows no redirect. It ends within limit. An error is the
// end of req's context, [auth.ErrTooLarge] or [errNoAnswer]; none quotes the URL or
// anything of secrets.
func exchange(link http.RoundTripper, req *http.Request, op string, limit time.Duration, secrets auth.Secrets) (*auth.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), limit)
	defer cancel()
	resp, err := sendOnce(link, req.WithContext(ctx))
	end := auth.EndOf(req.Context())
	switch {
	case err == nil:
		resp.Op, resp.Secrets = op, secrets
		return resp, nil
	case errors.Is(err, auth.ErrTooLarge):
		return nil, fmt.Errorf("the answer is longer than %d bytes: %w", temporary.MaxSize, auth.ErrTooLarge)
	case end != nil:
		return nil, end
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w: %s took longer than %v", errTooSlow, req.URL.Host, limit)
	}
	return nil, fmt.Errorf("%w: %s", errNoAnswer, secrets.Excerpt(err.Error(), maxMessage))
}

// sendOnce sends req and reads the response. What follows a response that switches
// protocols has no end, so it is not read.
func sendOnce(link http.RoundTripper, req *http.Request) (*auth.Response, error) {
	resp, err := link.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < http.StatusOK {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("the response switches to another protocol (status %d)", resp.StatusCode)
	}
	body, err := auth.ReadBody(req.Context(), resp, temporary.MaxSize)
	if err != nil {
		return nil, err
	}
	return &auth.Response{StatusCode: resp.StatusCode, Header: resp.Header, Body: body, Attempts: 1}, nil
}
