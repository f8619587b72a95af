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
// The client sends the Op as the action. Parameters are in the query or in a form body. A
// body needs GetBody, which [http.NewRequest] sets. Unless the request has an Accept or a
// Content-Type header, the client asks for JSON and declares the body as a form. The error
// is an [*Error] or matches another condition of this package, and it names the Op.
// [auth.Call].Check can refuse a response that reports success.
//
// The client sends a GET as a POST, which means the same to the service. The reason is that
// net/http may resend a GET beneath the signer, and the service refuses a repeated
// signature. Another method is [ErrInvalid].
//
// After a lost connection, a truncated response or a 5xx, the client resends a call only if
// it is Safe. Mark reads as Safe. If a call is not Safe and the service may have acted on
// it, the error is [ErrOutcomeUnknown] and wraps the cause. The client does not read
// anything back.
//
// The error is [ErrInvalid] if the call has no Op or no request, or if the request
//
//   - is for another host
//   - has "." or ".." as a segment of its path
//   - has a control character in its path, or an unescaped one in its query
//   - has a header that the signer sets: Host, Authorization or X-Acs-*
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
