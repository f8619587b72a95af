package alibabarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// maxPageSize is the largest page that the service returns. It is also the default, because
// round trips dominate the time of a listing.
const maxPageSize = 100

// ListHandshakesForAccount returns a pager over the invitations that the caller's account
// received, in the service's order. Any account may call it. A page has 1 to 100 items, by
// default 100.
//
// ListHandshakesForAccount itself sends no request: the pager fetches a page when the caller
// asks for it. The errors of the pager match the conditions of this package.
//
// API: [ListHandshakesForAccount in 2020-03-31], [ListHandshakesForAccount in 2022-04-19]
//
// [ListHandshakesForAccount in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-listhandshakesforaccount
// [ListHandshakesForAccount in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-listhandshakesforaccount
func (c *Client) ListHandshakesForAccount(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(receivedList, nil, opts)
}

// ListHandshakesForResourceDirectory returns a pager over the invitations that the caller's
// resource directory sent. The caller must be the management account. Otherwise it works
// like [Client.ListHandshakesForAccount].
//
// API: [ListHandshakesForResourceDirectory in 2020-03-31], [ListHandshakesForResourceDirectory in 2022-04-19]
//
// [ListHandshakesForResourceDirectory in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-listhandshakesforresourcedirectory
// [ListHandshakesForResourceDirectory in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-listhandshakesforresourcedirectory
func (c *Client) ListHandshakesForResourceDirectory(opts ...pagination.Option) *pagination.Pager[Handshake] {
	return c.list(sentList, nil, opts)
}

// GetHandshake returns one invitation. The inviter and the invited account may call it. Only
// the invited account receives the two real names. An empty ID is [ErrInvalid].
//
// The service may refuse to show an invitation that has ended. Its code is then
// HandshakeStatusMismatch, which is [ErrNotPending]: the invitation has ended, and the lists
// show how. A new invitation may be [ErrNotFound] for a while. [Client.WaitHandshake]
// handles both.
//
// API: [GetHandshake in 2020-03-31], [GetHandshake in 2022-04-19]
//
// [GetHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-gethandshake
// [GetHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-gethandshake
func (c *Client) GetHandshake(ctx context.Context, id string) (*Handshake, error) {
	const op = "GetHandshake"
	query, err := idQuery(id)
	if err = cmp.Or(c.usable(ctx), err); err != nil {
		return nil, c.refuse(ctx, op, err)
	}
	var h *Handshake
	_, err = c.get(ctx, op, query, func(r *auth.Response) (err error) {
		h, err = decodeSingle(r.Body, id)
		return err
	})
	return h, err
}

// idQuery returns the query that names an invitation.
func idQuery(id string) (string, error) {
	if id == "" {
		return "", fmt.Errorf("the invitation ID is empty: %w", ErrInvalid)
	}
	return "HandshakeId=" + url.QueryEscape(id), nil
}

// The lists of invitations have the names of their operations.
const (
	sentList     = "ListHandshakesForResourceDirectory"
	receivedList = "ListHandshakesForAccount"
)

// list returns a pager over a list of invitations. It calls seen, if any, with the response
// of each page.
func (c *Client) list(op string, seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[Handshake] {
	return byNumber(c, op, handshakeRows, seen, opts)
}

// byNumber returns a pager over a list that has page numbers. It calls seen, if any, with
// the response of each page.
func byNumber[T any](c *Client, op string, rows rows[T], seen func(*auth.Response), opts []pagination.Option) *pagination.Pager[T] {
	if c == nil {
		c = new(Client) // so that each walk returns the error
	}
	fetch := func(ctx context.Context, number, size int) (pagination.NumberResult[T], error) {
		page, r, err := fetchPage(ctx, c, op, listQuery(number, size), rows)
		if err != nil {
			return pagination.NumberResult[T]{}, markNoSuchPage(number, err)
		}
		if seen != nil {
			seen(r)
		}
		return page.NumberResult, nil
	}
	return pagination.ByNumber(c.spec(op), fetch, rows.key, opts...)
}

// spec describes a list to its pager.
func (c *Client) spec(op string) pagination.Spec {
	return pagination.Spec{
		Scope:       "alibabarm " + op + " " + string(c.version) + " " + c.auth.Scope(),
		Account:     c.accountID,
		DefaultSize: maxPageSize,
		MaxSize:     maxPageSize,
	}
}

// fetchPage fetches a page of a list.
func fetchPage[T any](ctx context.Context, c *Client, op, query string, rows rows[T]) (page page[T], _ *auth.Response, _ error) {
	r, err := c.get(ctx, op, query, func(r *auth.Response) (err error) {
		page, err = decodePage(r.Body, rows)
		return err
	})
	if err == nil {
		page.RequestID = cmp.Or(r.Excerpt(page.RequestID, maxCode), headerRequestID(r))
	}
	return page, r, err
}

// markNoSuchPage adds [pagination.ErrNoSuchPage] to the refusal of a page beyond the first,
// unless the code says something else. The vendor does not document how the service refuses
// a number beyond the last page, so a missing or unknown code may mean that. The pager
// believes the mark only if it confirms the total.
func markNoSuchPage(number int, err error) error {
	refusal, ok := errors.AsType[*Error](err)
	if !ok || number == 1 || !refusal.mayMeanNoSuchPage() {
		return err
	}
	return fmt.Errorf("%w: %w", pagination.ErrNoSuchPage, err)
}

func (e *Error) mayMeanNoSuchPage() bool {
	if e.StatusCode != http.StatusBadRequest && e.StatusCode != http.StatusNotFound || e.RetryAfter > 0 {
		return false
	}
	if family, _, _ := strings.Cut(e.Code, "."); family == "InvalidParameter" {
		return true
	}
	_, known := ruleForCode(e.Code)
	return !known && !otherCauses.MatchString(e.Code)
}

// otherCauses matches words in codes that are about the caller or the load, and not about
// the page, even if the code itself is unknown.
var otherCauses = regexp.MustCompile(`(?i)signature|accesskey|token|credential|timestamp|nonce|throttl|limit|quota|auth|permission|forbidden|denied`)

// listQuery always sends both parameters, because the service's default is 10 items a page.
func listQuery(number, size int) string {
	return "PageNumber=" + strconv.Itoa(number) + "&PageSize=" + strconv.Itoa(size)
}
