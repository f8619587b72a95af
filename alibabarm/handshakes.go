package alibabarm

import (
	"cmp"
	"context"
	"strconv"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// maxPageSize is the most the service gives at once. It is the default, too: round
// trips are what a listing costs.
const maxPageSize = 100

// ListHandshakesForAccount lists the invitations that the caller's account received,
// in the service's order. Any account may call it. It makes no request before the
// pager is asked for a page; pages have 1 to 100 items, by default 100.
//
// API: ListHandshakesForAccount, in both versions
func (c *Client) ListHandshakesForAccount(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list("ListHandshakesForAccount", opts)
}

// ListHandshakesForResourceDirectory lists the invitations that the caller's resource
// directory sent. The caller is its management account. It is like
// [Client.ListHandshakesForAccount] in all else.
//
// API: ListHandshakesForResourceDirectory, in both versions
func (c *Client) ListHandshakesForResourceDirectory(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list("ListHandshakesForResourceDirectory", opts)
}

func (c *Client) list(op string, opts []pagination.Option) *pagination.Pager[Handshake] {
	spec := pagination.Spec{
		Scope:       "alibabarm " + op + " " + string(c.version) + " " + c.auth.Scope(),
		DefaultSize: maxPageSize,
		MaxSize:     maxPageSize,
	}
	fetch := func(ctx context.Context, number, size int) (pagination.NumberResult[Handshake], error) {
		r, err := c.read(ctx, op, listQuery(number, size))
		if err != nil {
			return pagination.NumberResult[Handshake]{}, err
		}
		page, err := decodeList(r.Body)
		if err != nil {
			return page, malformed(r, err)
		}
		page.RequestID = cmp.Or(page.RequestID, headerRequestID(r))
		return page, nil
	}
	return pagination.ByNumber(spec, fetch, func(h Handshake) string { return h.ID }, opts...)
}

// listQuery always has both, as the service's default is 10 a page.
func listQuery(number, size int) string {
	return "PageNumber=" + strconv.Itoa(number) + "&PageSize=" + strconv.Itoa(size)
}
