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

// maxPageSize is the most items that the service returns on a page. It is also the
// default, because round trips are what a listing costs.
const maxPageSize = 2000

const (
	sentPath     = "/v1/organizations/handshakes"
	receivedPath = "/v1/received-handshakes"
)

// ListHandshakes lists the invitations that the caller's organization sent, in the
// service's order. The caller must be its management account or a delegated
// administrator. A page has 1 to 2000 items, by default 2000. ListHandshakes sends no
// request; the pager does when it is asked for a page, and its errors match the
// conditions of this package.
//
// API: [GET /v1/organizations/handshakes]
//
// [GET /v1/organizations/handshakes]: https://support.huaweicloud.com/intl/en-us/api-organizations/ListHandshakes.html
func (c *Client) ListHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(sentList, nil, opts)
}

// ListReceivedHandshakes lists the invitations that the caller's account received. Any
// account may call it. Otherwise it is like [Client.ListHandshakes].
//
// API: [GET /v1/received-handshakes]
//
// [GET /v1/received-handshakes]: https://support.huaweicloud.com/intl/en-us/api-organizations/ListReceivedHandshakes.html
func (c *Client) ListReceivedHandshakes(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(receivedList, nil, opts)
}

// ShowHandshake reads one invitation. Any account in the organization may call it. An
// account that was invited and is not a member reads its invitations with
// [Client.ListReceivedHandshakes]. An ID that is "", "." or ".." is [ErrInvalid], and an
// ID that the service does not know is [ErrNotFound].
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

// idPath puts an ID into a path, as one segment whatever it contains. It refuses an ID
// that would make another path: with an empty one, the path of one invitation is that of
// the list.
func idPath(base, id, verb string) (string, error) {
	switch id {
	case "":
		return "", fmt.Errorf("the ID of the invitation is empty: %w", ErrInvalid)
	case ".", "..":
		return "", fmt.Errorf("%q is no ID of an invitation: %w", id, ErrInvalid)
	}
	return base + "/" + url.PathEscape(id) + verb, nil
}

// A source is one of the lists.
type source struct{ op, path string }

var (
	sentList     = source{"ListHandshakes", sentPath}
	receivedList = source{"ListReceivedHandshakes", receivedPath}
)

// list returns a pager over a list of invitations. It calls seen, if any, with the
// response of each page.
func (c *Client) list(from source, seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[Handshake] {
	return newPager(c, from, decodeList, func(h Handshake) string { return h.ID }, seen, opts)
}

// newPager returns a pager over a list whose pages decode reads. It calls seen, if any,
// with the response of each page.
func newPager[T any](c *Client, from source, decode func([]byte) ([]T, string, error), key func(T) string,
	seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[T] {
	if c == nil {
		c = new(Client) // each walk says so
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

// listQuery always sends a limit, because sources disagree about the service's default,
// and never an empty marker, which the service refuses. A marker may contain +, / and =;
// the signer brings the query into the form that is signed and sent.
func listQuery(marker string, limit int) string {
	query := "limit=" + strconv.Itoa(limit)
	if marker != "" {
		query += "&marker=" + url.QueryEscape(marker)
	}
	return query
}
