package huaweiorg

import (
	"cmp"
	"context"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
)

// Do performs any other operation of the service, with the client's endpoint, signature,
// retries, limiter and observers:
//
//	req, err := http.NewRequest(http.MethodGet, "/v1/organizations/organizational-units", nil)
//	if err != nil {
//		return err
//	}
//	resp, err := client.Do(ctx, auth.Call{Op: "ListOrganizationalUnits", Safe: true, Request: req})
//
// The request has a path and a query. A body needs GetBody, which [http.NewRequest] sets.
// Unless the request has an Accept or a Content-Type header, the client asks for JSON and
// declares the body as JSON. The error is an [*Error] or matches another condition of this
// package, and it names the Op. [auth.Call].Check can refuse a response that reports
// success.
//
// After a lost connection, a truncated response or a 5xx, the client resends a call only if
// it is Safe. Mark reads as Safe. Send writes with a method other than GET, because net/http
// may resend a GET by itself. If a call is not Safe and the service may have acted on it,
// the error is [ErrOutcomeUnknown] and wraps the cause. The client does not read anything
// back.
//
// The error is [ErrInvalid] if the call has no Op or no request, or if the request
//
//   - is for another host
//   - has "." or ".." as a segment of its path
//   - has a control character in its path, or an unescaped one in its query
//   - has a header that the signer sets: Host, Authorization, X-Sdk-*,
//     X-Security-Token or X-Domain-Id
func (c *Client) Do(ctx context.Context, call auth.Call) (*auth.Response, error) {
	if err := c.usable(ctx); err != nil {
		return nil, c.refuse(ctx, cmp.Or(call.Op, "Do"), err)
	}
	defaults := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	return c.auth.DoOther(ctx, call, defaults, "X-Sdk-", "X-Security-Token", "X-Domain-Id")
}
