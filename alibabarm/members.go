package alibabarm

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/internal/xmlscan"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// An Account is a member of the resource directory. Its JSON uses the service's field names
// and decodes to an equal value.
type Account struct {
	// ID is the account ID. It matches a [Target] of type TargetTypeAccount.
	ID string `json:"AccountId"`
	// AccountName is the e-mail address that the account logs in with. It matches a [Target]
	// of type TargetTypeEmail. [Version20200331] does not return it.
	AccountName string `json:"AccountName,omitzero"`
	DisplayName string `json:"DisplayName"`
	// FolderID is the folder that holds the account.
	FolderID            string `json:"FolderId"`
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	// JoinMethod says how the account joined the directory.
	JoinMethod JoinMethod    `json:"JoinMethod"`
	Status     AccountStatus `json:"Status"`
	Type       AccountType   `json:"Type"`
	// JoinTime and ModifyTime are in UTC. They are zero if the service sends no time or one
	// that the client cannot read. JoinTime is when the account joined, and ModifyTime when
	// something about it last changed.
	JoinTime   time.Time `json:"JoinTime,omitzero"`
	ModifyTime time.Time `json:"ModifyTime,omitzero"`
}

// A JoinMethod says how an account joined the resource directory. The client keeps values
// that it does not know.
type JoinMethod string

// The join methods.
const (
	// JoinMethodInvited means that the account accepted an invitation.
	JoinMethodInvited JoinMethod = "invited"
	// JoinMethodCreated means that the account was created in the directory. It never had an
	// invitation.
	JoinMethodCreated JoinMethod = "created"
)

// An AccountStatus says what last happened to a member. The client keeps values that it does
// not know.
type AccountStatus string

// The states of a member. An account that has left is not in the list.
const (
	// AccountStatusCreateSuccess means that the member was created.
	AccountStatusCreateSuccess AccountStatus = "CreateSuccess"
	// AccountStatusInviteSuccess means that the member accepted an invitation.
	AccountStatusInviteSuccess AccountStatus = "InviteSuccess"

	// These states belong to members that are being turned into cloud accounts.
	AccountStatusPromoteVerifying AccountStatus = "PromoteVerifying"
	AccountStatusPromoteFailed    AccountStatus = "PromoteFailed"
	AccountStatusPromoteExpired   AccountStatus = "PromoteExpired"
	AccountStatusPromoteCancelled AccountStatus = "PromoteCancelled"
	AccountStatusPromoteSuccess   AccountStatus = "PromoteSuccess"
)

// An AccountType is the type of a member. The client keeps values that it does not know.
type AccountType string

// The types of members. Only cloud accounts join by invitation.
const (
	AccountTypeCloud    AccountType = "CloudAccount"
	AccountTypeResource AccountType = "ResourceAccount"
)

const listAccounts = "ListAccounts"

// ListAccounts returns a pager over the members of the caller's resource directory, in the
// service's order. The caller must be the management account or a delegated administrator of
// a trusted service. The vendor does not document whether the list contains the management
// account. A page has 1 to 100 items, by default 100.
//
// ListAccounts itself sends no request: the pager fetches a page when the caller asks for
// it. The errors of the pager match the conditions of this package.
//
// [Version20220419] pages by token, so the list misses and repeats no account when others
// join or leave. It also returns the login e-mail of each account. If the list ends before
// it has as many accounts as the service counts, the error is [pagination.ErrDrift].
// [Version20200331] pages by number.
//
// API: [ListAccounts in 2020-03-31], [ListAccounts in 2022-04-19]
//
// [ListAccounts in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-listaccounts
// [ListAccounts in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-listaccounts
func (c *Client) ListAccounts(opts ...pagination.Option) *pagination.Pager[Account] {
	if c != nil && c.version == Version20220419 {
		return byToken(c, listAccounts, accountRows(true), opts)
	}
	return byNumber(c, listAccounts, accountRows(false), nil, opts)
}

// byToken returns a pager over a list that has page tokens.
func byToken[T any](c *Client, op string, rows rows[T], opts []pagination.Option) *pagination.Pager[T] {
	fetch := func(ctx context.Context, token string, size int) (pagination.MarkerResult[T], error) {
		rows := rows
		rows.first = token == ""
		page, _, err := fetchPage(ctx, c, op, tokenQuery(token, size), rows)
		if err != nil {
			return pagination.MarkerResult[T]{}, err
		}
		return pagination.MarkerResult[T]{Items: page.Items, Next: page.next, Total: page.Total, RequestID: page.RequestID}, nil
	}
	return pagination.ByMarker(c.spec(op), fetch, rows.key, opts...)
}

// tokenQuery always sends MaxResults: without it, the service pages by number.
func tokenQuery(token string, size int) string {
	query := "MaxResults=" + strconv.Itoa(size)
	if token != "" {
		query += "&NextToken=" + url.QueryEscape(token)
	}
	return query
}

// memberReadAhead is how many pages of members the pager reads ahead for a bulk verb, which
// needs all of them.
const memberReadAhead = 4

// members yields the members of the directory in the words of both clouds.
func (c *Client) members(ctx context.Context) iter.Seq2[invitation.Member, error] {
	return pagination.Map(c.ListAccounts(pagination.WithReadAhead(memberReadAhead)).All(ctx), Account.Member)
}

// Member returns the account in the words that both clouds share.
func (a Account) Member() invitation.Member {
	return invitation.Member{
		Cloud: "alibaba", ID: a.ID, Name: a.DisplayName, Email: a.AccountName,
		JoinMethod: strings.ToLower(string(a.JoinMethod)), Joined: a.JoinTime, Native: a,
	}
}

var errNotAccounts = errors.New("the response is not a list of accounts")

func accountRows(tokens bool) rows[Account] {
	return rows[Account]{
		container: "Accounts", name: "Account", tokens: tokens, refused: errNotAccounts,
		key:  func(a Account) string { return a.ID },
		json: func(r *pagejson.Reader, a *Account) { readAccount(r, r.Shared, a) },
		xml:  func(r *xmlscan.Reader, a *Account) { readAccount(r, r.Value, a) },
	}
}

// readAccount reads an account from JSON or XML. The function value reads a text at once,
// while Text may set it later.
func readAccount(r document, value func() string, a *Account) {
	for key := range r.Object {
		switch {
		case key.Is("AccountId"):
			r.Text(&a.ID)
		case key.Is("AccountName"):
			r.Text(&a.AccountName)
		case key.Is("DisplayName"):
			r.Text(&a.DisplayName)
		case key.Is("FolderId"):
			a.FolderID = value()
		case key.Is("ResourceDirectoryId"):
			a.ResourceDirectoryID = value()
		case key.Is("JoinMethod"):
			a.JoinMethod = JoinMethod(value())
		case key.Is("Status"):
			a.Status = AccountStatus(value())
		case key.Is("Type"):
			a.Type = AccountType(value())
		case key.Is("JoinTime"):
			a.JoinTime = pagejson.ParseTime([]byte(value()))
		case key.Is("ModifyTime"):
			a.ModifyTime = pagejson.ParseTime([]byte(value()))
		}
	}
}
