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
// The request has a path and a query. A body needs GetBody, as [http.NewRequest] sets it.
// The client asks for JSON and says that a body is JSON, unless the request has an Accept or
// a Content-Type header. An error is an [*Error] or another one of this package's conditions,
// and names the Op. [auth.Call].Check can refuse a response that reports success.
//
// A call is resent after a lost connection, a truncated response or a 5xx only if it is Safe.
// Mark reads as Safe, and send writes with a method other than GET: net/http may repeat a
// GET by itself. If a call is not Safe and the service may have acted on it, the error is
// [ErrOutcomeUnknown] and wraps the cause. The client does not read anything back.
//
// A call without an Op or a request is [ErrInvalid], and so is a request for another host,
// with "." or ".." as a segment of its path, with a control character in its path or, unless
// it is escaped, in its query, or with a header that the signer sets: Host,
// Authorization, X-Sdk-*, X-Security-Token and X-Domain-Id.
func (c *Client) Do(ctx context.Context, call auth.Call) (*auth.Response, error) {
	if err := c.usable(ctx); err != nil {
		return nil, c.refuse(ctx, cmp.Or(call.Op, "Do"), err)
	}
	defaults := http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	return c.auth.DoOther(ctx, call, defaults, "X-Sdk-", "X-Security-Token", "X-Domain-Id")
}
