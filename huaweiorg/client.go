package huaweiorg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// A Client calls Huawei Cloud Organizations. Use [NewClient]. It is safe for
// concurrent use and keeps connections: make one and share it.
type Client struct {
	auth       *auth.Client
	onResponse func(context.Context, ResponseInfo)
	retry      auth.Retry // as given
	now        func() time.Time
	err        error // what was wrong with an option of With
}

// NewClient returns a client that signs with the credentials of p, such as
// [DefaultProvider] or [auth.Static]. It does no I/O: p is first asked by a call.
// The error matches [ErrInvalid].
func NewClient(p auth.Provider, opts ...Option) (*Client, error) {
	c := &Client{}
	config := auth.Config{Endpoint: Endpoint, Provider: p, Signer: huawei.Signer{}}
	c.apply(&config, opts)
	var err error
	if c.auth, err = auth.NewClient(config); err != nil {
		return nil, fmt.Errorf("huaweiorg: NewClient: %w", err)
	}
	return c, nil
}

// With returns a client with other settings that shares the connections, the
// limiter and what was learnt of the service's clock, unless an option replaces
// them. Where an option is not valid, every call of the new client fails with
// [ErrInvalid] before anything is sent.
func (c *Client) With(opts ...Option) *Client {
	if c == nil || c.auth == nil && c.err == nil {
		return &Client{err: errNoClient}
	}
	if c.err != nil {
		return c
	}
	next := &Client{auth: c.auth, onResponse: c.onResponse}
	changed, err := c.auth.With(func(config *auth.Config) { next.apply(config, opts) })
	if err != nil {
		next.err = fmt.Errorf("With: %w", err)
		return next
	}
	next.auth = changed
	return next
}

var (
	errNoClient   = fmt.Errorf("the Client is nil or zero: use NewClient: %w", ErrInvalid)
	errNilContext = fmt.Errorf("the context is nil: give context.Background(): %w", ErrInvalid)
)

// usable refuses what no call can be made with.
func (c *Client) usable(ctx context.Context) error {
	switch {
	case c == nil || c.auth == nil && c.err == nil:
		return errNoClient
	case c.err != nil:
		return c.err
	case ctx == nil:
		return errNilContext
	}
	return nil
}

func (c *Client) apply(config *auth.Config, opts []Option) {
	s := settings{Config: config, onResponse: c.onResponse}
	for _, opt := range opts {
		if opt != nil {
			opt(&s)
		}
	}
	now := config.Now
	if now == nil {
		now = time.Now
	}
	config.Classify = classifier(now, func() string { return c.auth.Hint() })
	c.onResponse, c.retry, c.now = s.onResponse, config.Retry, now
}

// get performs a read. The target is a path with its query. A response of which read
// can make nothing is retried as one that did not come.
func (c *Client) get(ctx context.Context, op, target string, read func(*auth.Response) error) (*auth.Response, error) {
	return c.do(ctx, http.MethodGet, target, nil, auth.Call{Op: op, Safe: true, Check: checking(read)})
}

// post performs a write, which is sent again only if the service certainly did
// nothing. A nil body is none.
func (c *Client) post(ctx context.Context, op, path string, body []byte) (*auth.Response, error) {
	return c.do(ctx, http.MethodPost, path, body, auth.Call{Op: op})
}

// do makes the request of call and performs it.
func (c *Client) do(ctx context.Context, method, target string, body []byte, call auth.Call) (*auth.Response, error) {
	op := call.Op
	if err := c.usable(ctx); err != nil {
		return nil, wrap(op, err)
	}
	req, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, wrap(op, err)
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	call.Request = req
	r, err := c.auth.Do(ctx, call)
	c.report(ctx, r, err)
	if err != nil {
		return nil, wrap(op, err)
	}
	return r, nil
}

// report tells the observer about the answer, if there was one.
func (c *Client) report(ctx context.Context, r *auth.Response, err error) {
	if c.onResponse == nil || r == nil {
		return
	}
	id := requestID(r)
	if e, ok := errors.AsType[*Error](err); ok {
		id = e.RequestID // it may be in the body
	}
	c.onResponse(ctx, ResponseInfo{Op: r.Op, RequestID: id, StatusCode: r.StatusCode, Attempts: r.Attempts})
}

// wrap says which operation failed, unless the error does so itself.
func wrap(op string, err error) error {
	switch err.(type) {
	case *Error, *StatusError:
		return err
	}
	if errors.Is(err, ErrOutcomeUnknown) {
		return err
	}
	return fmt.Errorf("huaweiorg: %s: %w", op, err)
}
