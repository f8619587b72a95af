package huaweiorg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
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
// context or [errNoAnswer]; neither quotes the URL or anything of secrets. It ends
// within limit, whatever link and the body of its response do.
func exchange(link http.RoundTripper, req *http.Request, op string, limit time.Duration, secrets auth.Secrets) (*auth.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), limit)
	defer cancel()
	type result struct {
		resp *auth.Response
		err  error
	}
	results := make(chan result, 1)
	go func() {
		resp, err := sendOnce(link, req.WithContext(ctx), op)
		results <- result{resp, err}
	}()
	var r result
	select {
	case r = <-results:
	case <-ctx.Done():
		select {
		case r = <-results: // it came in time
		default:
			r.err = ctx.Err()
		}
	}
	switch {
	case r.err == nil:
		r.resp.Secrets = secrets
		return r.resp, nil
	case errors.Is(r.err, ErrTooLarge):
		return nil, r.err
	case req.Context().Err() != nil:
		return nil, req.Context().Err()
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w within %v", errNoAnswer, limit)
	}
	return nil, fmt.Errorf("%w: %s", errNoAnswer, secrets.Excerpt(r.err.Error(), maxMessage))
}

// sendOnce sends req and reads the response. What follows a response that switches
// protocols has no end, so it is not read.
func sendOnce(link http.RoundTripper, req *http.Request, op string) (*auth.Response, error) {
	resp, err := link.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	closeBody := sync.OnceFunc(func() { _ = resp.Body.Close() })
	defer closeBody()
	inTime := context.AfterFunc(req.Context(), closeBody)
	if resp.StatusCode < http.StatusOK {
		return nil, fmt.Errorf("the response switches to another protocol (status %d)", resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxKeyAnswer+1))
	if !inTime() { // a body may pass its close for its end
		err = context.Cause(req.Context())
	}
	if err != nil {
		return nil, err
	}
	if len(body) > maxKeyAnswer {
		return nil, fmt.Errorf("the answer is longer than %d bytes: %w", maxKeyAnswer, ErrTooLarge)
	}
	return &auth.Response{Op: op, StatusCode: resp.StatusCode, Header: resp.Header, Body: body, Attempts: 1}, nil
}
