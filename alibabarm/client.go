package alibabarm

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// A Client calls the invitation API of Alibaba Cloud Resource Directory. Create it with
// [NewClient]. It is safe for concurrent use and keeps connections open, so create one and
// share it.
type Client struct {
	auth     *auth.Client
	version  Version
	endpoint bool       // WithEndpoint was given
	retry    auth.Retry // as given
	now      func() time.Time
	err      error // what was wrong with an option of With
}

// NewClient returns a client that signs with the credentials of p, such as [DefaultProvider]
// or [auth.Static]. It does no I/O: the first call asks p for credentials. If p or an option
// is not valid, the error matches [ErrInvalid].
func NewClient(p auth.Provider, opts ...Option) (*Client, error) {
	c := &Client{version: Version20200331}
	config := auth.Config{Provider: p, Signer: alibaba.Signer{}, Wrap: wrap, RequestID: requestID}
	c.apply(&config, opts)
	err := c.version.check()
	if err == nil {
		c.auth, err = auth.NewClient(config)
	}
	if err != nil {
		return nil, fmt.Errorf("alibabarm: NewClient: %w", err)
	}
	return c, nil
}

// With returns a client with other settings. Unless an option replaces them, it shares the
// connections, the limiter and the measured offset of the service's clock. If an option is
// not valid, every call of the new client fails with [ErrInvalid] and sends nothing.
func (c *Client) With(opts ...Option) *Client {
	if c == nil || c.auth == nil && c.err == nil {
		return &Client{err: errNoClient}
	}
	if c.err != nil {
		return c
	}
	next := &Client{auth: c.auth, version: c.version, endpoint: c.endpoint}
	var observers []func(context.Context, auth.CallInfo)
	changed, err := c.auth.With(func(config *auth.Config) {
		next.apply(config, opts)
		observers = config.Observers
	})
	if err = cmp.Or(next.version.check(), err); err != nil {
		next.err = fmt.Errorf("With: %w", err)
		// Without an auth client, the observers would not see the calls that fail.
		next.auth, _ = c.auth.With(func(config *auth.Config) { config.Observers = slices.DeleteFunc(observers, isNilObserver) })
		return next
	}
	next.auth = changed
	return next
}

func isNilObserver(f func(context.Context, auth.CallInfo)) bool { return f == nil }

var (
	errNoClient   = fmt.Errorf("the Client is nil or zero: use NewClient: %w", ErrInvalid)
	errNilContext = fmt.Errorf("the context is nil: give context.Background(): %w", ErrInvalid)
)

// usable returns why the client cannot make a call with this context.
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
	s := settings{Config: config, version: c.version, endpoint: c.endpoint}
	for _, opt := range opts {
		if opt != nil {
			opt(&s)
		}
	}
	if s.account != nil {
		config.Account = *s.account
	}
	if !s.endpoint {
		config.Endpoint = s.version.endpoint()
	}
	now := config.Now
	if now == nil {
		now = time.Now
	}
	config.Classify = classifier(now)
	c.version, c.endpoint = s.version, s.endpoint
	c.retry, c.now = config.Retry, now
}

// get performs a read. If read cannot decode a response, the client retries as if there were
// none.
func (c *Client) get(ctx context.Context, op, query string, read func(*auth.Response) error) (*auth.Response, error) {
	return c.do(ctx, query, nil, auth.Call{Op: op, Safe: true, Check: checking(read)})
}

// post performs a write. The client resends it only if the service certainly did nothing. A
// nil form sends no body. The response must be about the invitation with the ID; "" accepts
// any invitation.
func (c *Client) post(ctx context.Context, op, query string, form []byte, id string) (*Handshake, error) {
	var h *Handshake
	_, err := c.do(ctx, query, form, auth.Call{Op: op, Check: checking(func(r *auth.Response) (err error) {
		h, err = decodeSingle(r.Body, id)
		return err
	})})
	return h, err
}

// do builds the request of call and performs it. The response that it returns has no body,
// because call.Check decodes the body. The method is always POST, because net/http may
// resend a GET by itself, beneath the signer.
func (c *Client) do(ctx context.Context, query string, form []byte, call auth.Call) (*auth.Response, error) {
	op := call.Op
	if err := c.usable(ctx); err != nil {
		return nil, c.refuse(ctx, op, err)
	}
	target := url.URL{Path: "/", RawQuery: query}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(form))
	if err != nil {
		return nil, c.refuse(ctx, op, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("X-Acs-Action", op)
	req.Header.Set("X-Acs-Version", string(c.version))
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	call.Request = req
	r, err := c.auth.Decode(ctx, call)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// refuse ends a call before the client sends it, and reports the call to the observers.
func (c *Client) refuse(ctx context.Context, op string, err error) error {
	err = wrap(op, err)
	if c == nil {
		return err
	}
	return c.auth.Refuse(ctx, op, err)
}

// CloseIdleConnections closes the connections that no request uses at the moment. Clients
// from [Client.With] share them. With [WithTransport], it calls the method of that name on
// the transport, if there is one, as [http.Client.CloseIdleConnections] does. The client
// remains usable.
func (c *Client) CloseIdleConnections() {
	if c != nil {
		c.auth.CloseIdleConnections()
	}
}

// wrap adds the operation that failed, unless the error already names it.
func wrap(op string, err error) error {
	switch err.(type) {
	case *Error, *StatusError:
		return err
	}
	if errors.Is(err, ErrOutcomeUnknown) {
		return err
	}
	return fmt.Errorf("alibabarm: %s: %w", op, err)
}
