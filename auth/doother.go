package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
)

// DoOther performs a call that the client package has no method for. It is [Client.Do] with
// stricter checks. [ErrInvalid] is:
//   - a call without an Op
//   - a request for another host than that of the endpoint
//   - a path with "." or ".." as a segment, or with a control character
//   - a query with a control character that is not escaped
//   - a header that the signer sets: Host, Authorization and those that begin with a
//     prefix of reserved
//
// DoOther sets a header of defaults if the request does not have it, and Content-Type only if
// there is a body. Only the client packages need DoOther. Their method Do documents what users
// get.
//
// If the call is not Safe and the service may have acted on it, the error is
// [ErrOutcomeUnknown] and wraps the cause.
func (c *Client) DoOther(ctx context.Context, call Call, defaults http.Header, reserved ...string) (*Response, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: DoOther: %w", err)
	}
	if err := c.checkOther(ctx, call, reserved); err != nil {
		op := cmp.Or(call.Op, "Do")
		return nil, c.Refuse(ctx, op, c.wrap(op, fmt.Errorf("%w: %w", err, ErrInvalid)))
	}
	req := copyOf(ctx, call.Request)
	setDefaults(req, defaults)
	call.Request, call.other = req, true
	return c.Do(ctx, call)
}

// setDefaults sets the headers of defaults that the request does not have in any spelling.
func setDefaults(req *http.Request, defaults http.Header) {
	given := make(map[string]bool, len(req.Header))
	for name := range req.Header {
		given[http.CanonicalHeaderKey(name)] = true
	}
	bodiless := req.Body == nil || req.Body == http.NoBody
	for name, values := range defaults {
		if !given[name] && (name != "Content-Type" || !bodiless) {
			req.Header[name] = values
		}
	}
}

func (c *Client) checkOther(ctx context.Context, call Call, reserved []string) error {
	if ctx == nil {
		return errNilContext
	}
	if call.Op == "" {
		return errors.New("the call has no Op: set the service's name of the operation")
	}
	req := call.Request
	if req == nil || req.URL == nil {
		return errors.New("the call has no request with a URL")
	}
	if req.URL.User != nil {
		return errors.New("the request's URL has user information: leave it out")
	}
	for _, host := range []string{req.URL.Host, req.Host} {
		if host != "" && trimPort(strings.ToLower(host), c.endpoint.Scheme) != c.endpoint.Host {
			return fmt.Errorf("the request has a host of its own, and the client calls %q only: give the request a path without a host", c.endpoint.Host)
		}
	}
	if req.Method != "" && !isToken(req.Method) {
		return fmt.Errorf("%q is not a method that a request may have", req.Method)
	}
	for _, text := range []string{req.URL.Path, req.URL.RawPath, req.URL.RawQuery} {
		if strings.ContainsFunc(text, unicode.IsControl) {
			return errors.New("the path or the query of the request has a control character: leave it out, or escape it in the query")
		}
	}
	for segment := range strings.SplitSeq(req.URL.Path, "/") {
		if segment == "." || segment == ".." {
			return fmt.Errorf("the path of the request has the segment %q, which would make it another path: leave it out", segment)
		}
	}
	for name := range req.Header {
		if isReserved(name, reserved) {
			return fmt.Errorf("the request has the header %s, which the client sets: leave it out", http.CanonicalHeaderKey(name))
		}
	}
	return nil
}

// isReserved reports whether the signer sets the header.
func isReserved(name string, prefixes []string) bool {
	name = http.CanonicalHeaderKey(name)
	return name == "Host" || name == "Authorization" ||
		slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// unknownOutcome returns the error of a call on which the service may have acted. The library
// does not read back the state of such a call.
func unknownOutcome(cause error) error {
	return fmt.Errorf("%w: %w: the service may have acted on the call; read what it changes before you call again", cause, ErrOutcomeUnknown)
}
