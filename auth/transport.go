package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// A Transport signs each request that it sends. It is an [http.RoundTripper] that works without
// a [Client], as the Transport of any [http.Client]. Each attempt of a retrying layer above it
// has its own date, nonce, signature and credentials.
//
// It never changes the request that it gets, and sends nothing to another host than Host: a
// redirect to another host fails with a [SignError] before the Transport asks the Provider. An
// error of signing is a *[SignError]. Other errors are those of Base.
//
// It does not pass on CloseIdleConnections: a retrying layer above it would close the
// connections of all who share Base.
type Transport struct {
	// Base sends the signed requests. Default [http.DefaultTransport].
	Base http.RoundTripper
	// Provider and Signer are required.
	Provider Provider
	Signer   Signer
	// Host is the only host that the Transport sends to, with its port if it has one, over
	// https, or over http if it is loopback.
	Host string
	// Now is the clock of the signatures. Default [time.Now].
	Now func() time.Time
}

var _ http.RoundTripper = (*Transport)(nil)

// RoundTrip signs a clone of req and sends it. It reads the payload through
// [http.Request].GetBody if there is one, and always closes the body of req.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t == nil || req == nil {
		return nil, t.failure(fmt.Errorf("the Transport or the request is nil: %w", ErrInvalid))
	}
	return t.roundTrip(req.Context(), req)
}

// roundTrip is RoundTrip with the context of the attempt.
func (t *Transport) roundTrip(ctx context.Context, req *http.Request) (*http.Response, error) {
	signed, err := t.sign(ctx, req)
	if req.Body != nil {
		_ = req.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	base := t.Base
	if base == nil {
		base = http.DefaultTransport
	}
	resp, err := base.RoundTrip(signed)
	switch {
	case err == nil && resp != nil:
		resp.Request = req // the headers of the clone hold the signature
		return resp, nil
	case resp != nil && resp.Body != nil: // net/http would log a response beside an error
		_ = resp.Body.Close()
	}
	return nil, err
}

func (t *Transport) sign(ctx context.Context, req *http.Request) (*http.Request, error) {
	if err := t.check(req); err != nil {
		return nil, t.failure(err)
	}
	body, err := readPayload(req)
	if err != nil {
		return nil, t.failure(fmt.Errorf("read the request's body: %w", err))
	}
	creds, err := t.Provider.Credentials(ctx)
	if err != nil {
		return nil, t.failure(err)
	}
	signed := copyOf(ctx, req)
	setBody(signed, body)
	now := time.Now
	if t.Now != nil {
		now = t.Now
	}
	if err := t.Signer.Sign(signed, body, creds, now()); err != nil {
		return nil, t.failure(err)
	}
	if err := checkHeaders(signed.Header); err != nil {
		return nil, t.failure(err)
	}
	return signed, nil
}

// checkHeaders rejects what net/http would reject, whose error looks like that of a connection.
// It does not quote a value.
func checkHeaders(h http.Header) error {
	for name, values := range h {
		if !isToken(name) {
			return fmt.Errorf("%q is not a name that a header may have: %w", name, ErrInvalid)
		}
		for _, value := range values {
			if hasControl(value) {
				return fmt.Errorf("the header %s has a line break or another control character: remove it: %w", name, ErrInvalid)
			}
		}
	}
	return nil
}

// isToken reports whether a text is a token of HTTP, as the name of a header and a method are.
func isToken(text string) bool {
	for i := range len(text) {
		if !alphanumeric(text[i]) && strings.IndexByte("!#$%&'*+-.^_`|~", text[i]) < 0 {
			return false
		}
	}
	return text != ""
}

// hasControl reports whether the value of a header has a control character. It looks at bytes,
// not at runes, because it looks at each header of each request.
func hasControl(value string) bool {
	for i := range len(value) {
		if b := value[i]; b < ' ' && b != '\t' || b == 0x7f {
			return true
		}
	}
	return false
}

// check rejects bad input before it touches anything secret.
func (t *Transport) check(req *http.Request) error {
	switch {
	case t.Provider == nil || t.Signer == nil || t.Host == "":
		return fmt.Errorf("set Provider, Signer and Host of the Transport: %w", ErrInvalid)
	case req.URL == nil:
		return fmt.Errorf("the request has no URL: %w", ErrInvalid)
	case req.URL.Host == "":
		return fmt.Errorf("the request's URL has no host: %w", ErrInvalid)
	case !confidential(req.URL):
		return fmt.Errorf("the request is not https: %w", ErrInvalid)
	}
	scheme := strings.ToLower(req.URL.Scheme)
	pinned := trimPort(strings.ToLower(t.Host), scheme)
	for _, host := range []string{req.URL.Host, req.Host} {
		if host != "" && trimPort(strings.ToLower(host), scheme) != pinned {
			return fmt.Errorf("the request is for host %q, but only %q is signed for: %w", host, t.Host, ErrInvalid)
		}
	}
	return nil
}

// copyOf copies what a signer or a transport changes of a request. A complete clone also copies
// forms, which no transport knows.
func copyOf(ctx context.Context, req *http.Request) *http.Request {
	c, target := req.WithContext(ctx), *req.URL
	c.URL, c.Header = &target, req.Header.Clone()
	if c.Header == nil {
		c.Header = make(http.Header)
	}
	return c
}

func (t *Transport) failure(err error) error {
	if known, ok := errors.AsType[*SignError](err); ok {
		return known
	}
	e := &SignError{Scheme: "no scheme", Err: err}
	if t != nil && t.Signer != nil {
		e.Scheme = schemeName(t.Signer)
	}
	return e
}

// schemeName names the signature scheme for errors.
func schemeName(s Signer) string {
	if own, ok := s.(fmt.Stringer); ok {
		return own.String()
	}
	return fmt.Sprintf("%T", s)
}

// readPayload reads the body to sign: a new copy if the request can make one, else the body
// itself.
func readPayload(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	body := req.Body
	if req.GetBody != nil {
		fresh, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		if fresh == nil {
			return nil, fmt.Errorf("GetBody of the request returned nil: %w", ErrInvalid)
		}
		body = fresh
	}
	payload, err := io.ReadAll(body)
	return payload, errors.Join(err, body.Close())
}

// setBody makes req send payload. With GetBody, net/http can resend what never left because a
// kept connection was closed.
func setBody(req *http.Request, payload []byte) {
	req.Body, req.GetBody, req.ContentLength = nil, nil, int64(len(payload))
	req.TransferEncoding = nil
	if len(payload) == 0 {
		return
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(payload)), nil }
	req.Body, _ = req.GetBody()
}

// fixed provides the credentials that the client got before the attempt.
func fixed(creds Credentials) Provider {
	return ProviderFunc(func(context.Context) (Credentials, error) { return creds, nil })
}
