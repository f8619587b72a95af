package huaweiorg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
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
		MaxResponseHeaderBytes: maxKeyAnswer,
	}
}

var errNoAnswer = errors.New("no answer")

// exchange sends req once, and follows no redirect. An error is the end of req's
// context or [errNoAnswer]; neither quotes the URL.
func exchange(link http.RoundTripper, req *http.Request, op string, limit time.Duration) (*auth.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), limit)
	defer cancel()
	resp, err := link.RoundTrip(req.WithContext(ctx))
	var body []byte
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		body, err = io.ReadAll(io.LimitReader(resp.Body, maxKeyAnswer+1))
	}
	switch {
	case err == nil && len(body) > maxKeyAnswer:
		return nil, fmt.Errorf("the answer is longer than %d bytes: %w", maxKeyAnswer, ErrTooLarge)
	case err == nil:
		return &auth.Response{Op: op, StatusCode: resp.StatusCode, Header: resp.Header, Body: body, Attempts: 1}, nil
	case req.Context().Err() != nil:
		return nil, req.Context().Err()
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w within %v", errNoAnswer, limit)
	}
	return nil, fmt.Errorf("%w: %v", errNoAnswer, err)
}
