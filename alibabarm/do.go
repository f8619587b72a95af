package alibabarm

import (
	"cmp"
	"context"
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
)

// Do performs any other operation of the service, with the client's endpoint, version,
// signature, retries, limiter and observers:
//
//	req, err := http.NewRequest(http.MethodPost, "/?FolderId=fd-1", nil)
//	if err != nil {
//		return err
//	}
//	resp, err := client.Do(ctx, auth.Call{Op: "GetFolder", Safe: true, Request: req})
//
// The client sends the Op as the action. Parameters are in the query or in a form body,
// which needs GetBody, as [http.NewRequest] sets it. The client asks for JSON and says that
// a body is a form, unless the request has an Accept or a Content-Type header. It sends a GET
// as a POST, which means the same to the service: net/http may repeat a GET beneath the
// signature, and the service refuses a signature that comes twice. Another method is
// [ErrInvalid]. An error is an [*Error] or another one of this package's conditions, and
// names the Op. [auth.Call].Check can refuse a response that reports success.
//
// A call is resent after a lost connection, a truncated response or a 5xx only if it is Safe:
// mark reads as Safe. If a call is not Safe and the service may have acted on it, the error is
// [ErrOutcomeUnknown] and wraps the cause. The client does not read anything back.
//
// A call without an Op or a request is [ErrInvalid], and so is a request for another host,
// with "." or ".." as a segment of its path, with a control character in its path or, unless
// it is escaped, in its query, or with a header that the signer sets: Host,
// Authorization and X-Acs-*.
func (c *Client) Do(ctx context.Context, call auth.Call) (*auth.Response, error) {
	op := cmp.Or(call.Op, "Do")
	if err := c.usable(ctx); err != nil {
		return nil, c.refuse(ctx, op, err)
	}
	if call.Request != nil {
		switch call.Request.Method {
		case "", http.MethodGet, http.MethodPost:
			call.Request = call.Request.WithContext(ctx)
			call.Request.Method = http.MethodPost
		default:
			return nil, c.refuse(ctx, op, fmt.Errorf("the method of the request is %q: use POST: %w", call.Request.Method, ErrInvalid))
		}
	}
	defaults := http.Header{
		"Accept": {"application/json"}, "Content-Type": {"application/x-www-form-urlencoded"},
		"X-Acs-Action": {call.Op}, "X-Acs-Version": {string(c.version)},
	}
	return c.auth.DoOther(ctx, call, defaults, "X-Acs-")
}
