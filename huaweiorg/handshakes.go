package huaweiorg

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// maxPageSize is the largest page that the service returns. It is also the default, because
// round trips dominate the time of a listing.
const maxPageSize = 2000

const (
	sentPath     = "/v1/organizations/handshakes"
	receivedPath = "/v1/received-handshakes"
)

// ListHandshakes returns a pager over the invitations that the caller's organization sent,
// in the service's order. The caller must be the management account or a delegated
// administrator. A page has 1 to 2000 items, by default 2000.
//
// ListHandshakes itself sends no request: the pager fetches a page when the caller asks for
// it. The errors of the pager match the conditions of this package.
//
// API: [GET /v1/organizations/handshakes]
//
// [GET /v1/organizations/handshakes]: https://support.huaweicloud.com/intl/en-us/api-organizations/ListHandshakes.html
func (c *Client) ListHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(sentList, nil, opts)
}

// ListReceivedHandshakes returns a pager over the invitations that the caller's account
// received. Any account may call it. Otherwise it works like [Client.ListHandshakes].
//
// API: [GET /v1/received-handshakes]
//
// [GET /v1/received-handshakes]: https://support.huaweicloud.com/intl/en-us/api-organizations/ListReceivedHandshakes.html
func (c *Client) ListReceivedHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(receivedList, nil, opts)
}

// ShowHandshake returns one invitation. Any account in the organization may call it. An
// invited account that is not a member yet reads its invitations with
// [Client.ListReceivedHandshakes]. The error is [ErrInvalid] if the ID is "", "." or "..",
// and [ErrNotFound] if the service does not know the ID.
//
// API: [GET /v1/organizations/handshakes/{handshake_id}]
//
// [GET /v1/organizations/handshakes/{handshake_id}]: https://support.huaweicloud.com/intl/en-us/api-organizations/ShowHandshake.html
func (c *Client) ShowHandshake(ctx context.Context, id string) (*Handshake, error) {
	const op = "ShowHandshake"
	path, err := idPath(sentPath, id, "")
	if err = cmp.Or(c.usable(ctx), err); err != nil {
		return nil, c.refuse(ctx, op, err)
	}
	var h *Handshake
	_, err = c.get(ctx, op, path, func(r *auth.Response) (err error) {
		h, err = decodeSingle(r.Body, id)
		return err
	})
	return h, err
}

// idPath puts an ID into a path as one segment, and refuses an ID that would change the
// path. With an empty ID, the path of one invitation would be the path of the list.
func idPath(base, id, verb string) (string, error) {
	switch id {
	case "":
		return "", fmt.Errorf("the invitation ID is empty: %w", ErrInvalid)
	case ".", "..":
		return "", fmt.Errorf("%q is not an invitation ID: %w", id, ErrInvalid)
	}
	return base + "/" + url.PathEscape(id) + verb, nil
}

// A source is the operation and the path of a list.
type source struct{ op, path string }

var (
	sentList     = source{"ListHandshakes", sentPath}
	receivedList = source{"ListReceivedHandshakes", receivedPath}
)

// list returns a pager over a list of invitations. It calls seen, if any, with the response
// of each page.
func (c *Client) list(from source, seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[Handshake] {
	return newPager(c, from, decodeList, func(h Handshake) string { return h.ID }, seen, opts)
}

// newPager returns a pager over a list whose pages decode reads. It calls seen, if any, with
// the response of each page.
func newPager[T any](c *Client, from source, decode func([]byte) ([]T, string, error), key func(T) string,
	seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[T] {
	if c == nil {
		c = new(Client) // so that each walk returns the error
	}
	spec := pagination.Spec{
		Scope:       "huaweiorg " + from.op + " " + c.auth.Scope(),
		Account:     c.accountID,
		DefaultSize: maxPageSize,
		MaxSize:     maxPageSize,
	}
	fetch := func(ctx context.Context, marker string, limit int) (pagination.MarkerResult[T], error) {
		var page pagination.MarkerResult[T]
		r, err := c.get(ctx, from.op, from.path+"?"+listQuery(marker, limit), func(r *auth.Response) (err error) {
			page.Items, page.Next, err = decode(r.Body)
			return err
		})
		if err != nil {
			return pagination.MarkerResult[T]{}, err
		}
		if seen != nil {
			seen(r)
		}
		page.RequestID = requestID(r)
		return page, nil
	}
	return pagination.ByMarker(spec, fetch, key, opts...)
}

// listQuery always sends a limit, because the vendor's pages disagree about the default. It
// never sends an empty marker, because the service refuses one. A marker may contain +, /
// and =: the signer brings the query into the form that the client signs and sends.
func listQuery(marker string, limit int) string {
	query := "limit=" + strconv.Itoa(limit)
	if marker != "" {
		query += "&marker=" + url.QueryEscape(marker)
	}
	return query
}
