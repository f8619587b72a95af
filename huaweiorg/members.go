package huaweiorg

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// An Account is an account of the organization. Its JSON uses the service's field names and
// decodes to an equal value.
type Account struct {
	// ID is the account ID. It matches a [Target] of type TargetTypeAccount.
	ID string `json:"id"`
	// URN is the resource name. Do not rely on its form.
	URN string `json:"urn"`
	// Name is the account name. It matches a [Target] of type TargetTypeName.
	Name string `json:"name"`
	// JoinMethod says how the account joined the organization. JoinedAt says when, in UTC.
	// It is zero if the service sends no time or one that the client cannot read.
	JoinMethod JoinMethod    `json:"join_method"`
	Status     AccountStatus `json:"status"`
	JoinedAt   time.Time     `json:"joined_at,omitzero"`
	// Email, MobilePhone, IntlNumberPrefix and Description are empty if the service does not
	// send them. [Client.ListAccounts] does not ask for the contact data.
	Email            string `json:"email,omitzero"`
	MobilePhone      string `json:"mobile_phone,omitzero"`
	IntlNumberPrefix string `json:"intl_number_prefix,omitzero"`
	Description      string `json:"description,omitzero"`
}

// A JoinMethod says how an account joined the organization. The client keeps values that it
// does not know.
type JoinMethod string

// The join methods.
const (
	// JoinMethodInvited means that the account accepted an invitation.
	JoinMethodInvited JoinMethod = "invited"
	// JoinMethodCreated means that the account was created in the organization. It never had
	// an invitation.
	JoinMethodCreated JoinMethod = "created"
)

// An AccountStatus is the state of an account. The client keeps values that it does not
// know.
type AccountStatus string

// The states of an account.
const (
	AccountStatusActive         AccountStatus = "active"
	AccountStatusSuspended      AccountStatus = "suspended"
	AccountStatusPendingClosure AccountStatus = "pending_closure"
)

var accountList = source{"ListAccounts", "/v1/organizations/accounts"}

// ListAccounts returns a pager over the accounts of the caller's organization, in the
// service's order. The caller must be the management account or a delegated administrator.
// The vendor does not document whether the list contains the management account. A page has
// 1 to 2000 items, by default 2000.
//
// ListAccounts itself sends no request: the pager fetches a page when the caller asks for
// it. The errors of the pager match the conditions of this package.
//
// API: [GET /v1/organizations/accounts]
//
// [GET /v1/organizations/accounts]: https://support.huaweicloud.com/intl/en-us/api-organizations/ListAccounts.html
func (c *Client) ListAccounts(opts ...pagination.Option) *pagination.Pager[Account] {
	return newPager(c, accountList, decodeAccounts, func(a Account) string { return a.ID }, nil, opts)
}

// memberReadAhead is how many pages of accounts the pager reads ahead for a bulk verb, which
// needs all of them.
const memberReadAhead = 4

// members yields the accounts of the organization in the words of both clouds.
func (c *Client) members(ctx context.Context) iter.Seq2[invitation.Member, error] {
	return pagination.Map(c.ListAccounts(pagination.WithReadAhead(memberReadAhead)).All(ctx), Account.Member)
}

// Member returns the account in the words that both clouds share.
func (a Account) Member() invitation.Member {
	return invitation.Member{
		Cloud: "huawei", ID: a.ID, Name: a.Name, Email: a.Email,
		JoinMethod: strings.ToLower(string(a.JoinMethod)), Joined: a.JoinedAt, Native: a,
	}
}

var errNotAccounts = errors.New("the response is not a list of accounts")

// decodeAccounts decodes a page of accounts and the marker of the next page. The marker of
// the last page is "".
func decodeAccounts(body []byte) ([]Account, string, error) {
	return decodePage(body, "accounts", errNotAccounts, readAccount)
}

func readAccount(r *pagejson.Reader, a *Account) {
	for key := range r.Object {
		switch {
		case key.Is("id"):
			r.Text(&a.ID)
		case key.Is("urn"):
			r.Text(&a.URN)
		case key.Is("name"):
			r.Text(&a.Name)
		case key.Is("join_method"):
			a.JoinMethod = JoinMethod(r.Shared())
		case key.Is("status"):
			a.Status = AccountStatus(r.Shared())
		case key.Is("joined_at"):
			a.JoinedAt = r.Time()
		case key.Is("email"):
			r.Text(&a.Email)
		case key.Is("mobile_phone"):
			r.Text(&a.MobilePhone)
		case key.Is("intl_number_prefix"):
			a.IntlNumberPrefix = r.Shared()
		case key.Is("description"):
			r.Text(&a.Description)
		}
	}
}
