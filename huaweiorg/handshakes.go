package huaweiorg

import (
	"context"
	"net/url"
	"strconv"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// maxPageSize is the most the service gives at once. It is the default, too: round
// trips are what a listing costs.
const maxPageSize = 2000

const (
	sentPath     = "/v1/organizations/handshakes"
	receivedPath = "/v1/received-handshakes"
)

// ListHandshakes lists the invitations that the caller's organization sent, in the
// service's order. The caller is its management account, or a delegated
// administrator. It makes no request before the pager is asked for a page; pages
// have 1 to 2000 items, by default 2000.
//
// API: GET /v1/organizations/handshakes
func (c *Client) ListHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list("ListHandshakes", sentPath, opts)
}

// ListReceivedHandshakes lists the invitations that the caller's account received.
// Any account may call it. It is like [Client.ListHandshakes] in all else.
//
// API: GET /v1/received-handshakes
func (c *Client) ListReceivedHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list("ListReceivedHandshakes", receivedPath, opts)
}

func (c *Client) list(op, path string, opts []pagination.Option) *pagination.Pager[Handshake] {
	spec := pagination.Spec{
		Scope:       "huaweiorg " + op + " " + c.auth.Scope(),
		DefaultSize: maxPageSize,
		MaxSize:     maxPageSize,
	}
	fetch := func(ctx context.Context, marker string, limit int) (pagination.MarkerResult[Handshake], error) {
		var page pagination.MarkerResult[Handshake]
		r, err := c.get(ctx, op, path+"?"+listQuery(marker, limit))
		if err != nil {
			return page, err
		}
		page.RequestID = requestID(r)
		if page.Items, page.Next, err = decodeList(r.Body); err != nil {
			return page, malformed(r, err)
		}
		return page, nil
	}
	return pagination.ByMarker(spec, fetch, opts...)
}

// listQuery always has a limit, as the service's default is in dispute, and never
// an empty marker, which the service refuses. A marker may hold +, / and =; the
// signer brings the query into the one form that is signed and sent.
func listQuery(marker string, limit int) string {
	query := "limit=" + strconv.Itoa(limit)
	if marker != "" {
		query += "&marker=" + url.QueryEscape(marker)
	}
	return query
}
