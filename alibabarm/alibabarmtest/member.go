package alibabarmtest

import (
	"net/http"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// WithListedManagement makes ListAccounts list the management account, too. The vendor does not
// document whether the cloud does.
func WithListedManagement() Option {
	return func(s *Service) { s.managing = true }
}

// Accounts returns every account with its role and directory, and how and since when it belongs
// to it, in the order in which they were added: those of [Service.AddAccount], and the targets
// of accepted invitations of [Service.Seed].
func (s *Service) Accounts() []Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.accounts.All()
	for i := range all {
		all[i] = s.described(all[i])
	}
	return all
}

// described returns an account with its membership.
func (s *Service) described(a Account) Account {
	if m, ok := s.members.Get(a.ID); ok {
		a.JoinMethod, a.JoinTime = alibabarm.JoinMethod(m.JoinMethod()), m.Joined
	}
	return a
}

// RemoveMember removes an account from its directory, even one that was created in it, and
// reports whether it was a member. A management account stays.
func (s *Service) RemoveMember(accountID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.accounts.Get(accountID)
	if !ok || a.Role == Outside || a.Role == Management {
		return false
	}
	s.end(a)
	return true
}

// end removes an account from its directory.
func (s *Service) end(a Account) {
	a.Role, a.ResourceDirectoryID = Outside, ""
	s.put(a, authtest.Membership{})
}

// joinSeeded makes the target of an invitation a member if the invitation was accepted.
func (s *Service) joinSeeded(h alibabarm.Handshake) {
	if h.Status != alibabarm.StatusAccepted || !s.hasDirectory(h.ResourceDirectoryID) {
		return
	}
	a := s.targetOf(h)
	if a.ResourceDirectoryID != "" && a.ResourceDirectoryID != h.ResourceDirectoryID {
		return
	}
	if a.Role == Outside {
		a.Role, a.ResourceDirectoryID = Member, h.ResourceDirectoryID
	}
	s.add(a, authtest.Membership{Joined: h.ModifyTime, Invited: true, Seeded: true})
}

// hasDirectory reports whether the directory belongs to an account that was added, or is the
// one that the first management account will have.
func (s *Service) hasDirectory(id string) bool {
	_, ok := s.accounts.Find(func(a Account) bool { return a.Role == Management && a.ResourceDirectoryID == id })
	return ok || id == s.manager().ResourceDirectoryID
}

// targetOf returns the account that an invitation names. It may not exist yet.
func (s *Service) targetOf(h alibabarm.Handshake) Account {
	if h.TargetType != alibabarm.TargetTypeEmail {
		if a, ok := s.accounts.Get(h.TargetEntity); ok {
			return a
		}
		s.strangers++
		return Account{ID: h.TargetEntity}
	}
	if a, ok := s.accounts.Find(func(a Account) bool { return a.Email == h.TargetEntity }); ok {
		return a
	}
	s.strangers++
	return Account{ID: s.madeAccountID("account of", h.TargetEntity), Email: h.TargetEntity}
}

// An accountBody has the words of the service, not those of the client under test.
type accountBody struct {
	AccountID           string `json:"AccountId"`
	AccountName         string `json:"AccountName,omitempty"` // version 2022-04-19 only
	DisplayName         string `json:"DisplayName"`
	FolderID            string `json:"FolderId"`
	JoinMethod          string `json:"JoinMethod"`
	JoinTime            string `json:"JoinTime,omitempty"`
	ModifyTime          string `json:"ModifyTime,omitempty"`
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	Status              string `json:"Status"`
	Type                string `json:"Type"`
}

// A member is an account in a directory.
type member = authtest.Entry[authtest.Membership]

func (c *call) listAccounts() reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	if _, byToken := c.param("MaxResults"); byToken && c.version == version2022 {
		return c.accountsByToken()
	}
	return numbered(c, c.listedMembers, c.accountBody)
}

// listedMembers returns the members of the caller's directory, in the order of lists by
// number.
func (c *call) listedMembers() (out []*member) {
	for _, m := range c.s.members.Listed(0, c.now) {
		if c.lists(m) {
			out = append(out, m)
		}
	}
	if c.s.newestFirst {
		slices.Reverse(out)
	}
	return out
}

// lists reports whether the caller's list shows a member.
func (c *call) lists(m *member) bool {
	managing := c.s.managing || m.ID != c.account.ID
	return managing && m.Item.OrganizationID == c.account.ResourceDirectoryID
}

// accountsByToken responds with the requested page by token.
func (c *call) accountsByToken() reply {
	size, ok := c.number("MaxResults", defaultPageSize, maxPageSize)
	if !ok {
		return c.refusal(invalid("MaxResults"))
	}
	var after uint64
	if token, given := c.param("NextToken"); given && token != "" {
		if after, ok = c.s.seed.Position(token, c.op, c.account.ID); !ok {
			return c.refusal(invalid("NextToken"))
		}
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	rows, last, more := authtest.Page(c.s.members.Listed(after, c.now), size, func(m *member) (accountBody, bool) {
		return c.accountBody(m), c.lists(m)
	})
	body := listBody{TotalCount: len(c.listedMembers())}
	if more {
		body.NextToken = c.s.seed.Marker(last, 0, c.op, c.account.ID)
	}
	return c.rows(body, rows)
}

// accountBody describes a member. A created member is a resource account, an invited one a
// cloud account.
func (c *call) accountBody(m *member) accountBody {
	a, _ := c.s.accounts.Get(m.ID)
	out := accountBody{
		AccountID: a.ID, DisplayName: a.Name, FolderID: c.s.rootFolder(m.Item.OrganizationID),
		JoinMethod: m.Item.JoinMethod(), JoinTime: milliseconds(m.Item.Joined), ModifyTime: milliseconds(m.Item.Joined),
		ResourceDirectoryID: m.Item.OrganizationID, Status: "CreateSuccess", Type: "ResourceAccount",
	}
	if m.Item.Invited {
		out.Status, out.Type = "InviteSuccess", "CloudAccount"
	}
	if c.version == version2022 {
		out.AccountName = a.Email
	}
	return out
}

func (s *Service) rootFolder(directory string) string {
	return "r-" + s.seed.Text(base62, 6, "root folder", directory)
}

func milliseconds(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

type directoryBody struct {
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	MasterAccountID     string `json:"MasterAccountId"`
	MasterAccountName   string `json:"MasterAccountName"`
	RootFolderID        string `json:"RootFolderId"`
	CreateTime          string `json:"CreateTime,omitempty"`
	ControlPolicyStatus string `json:"ControlPolicyStatus"`
}

// showDirectory serves the management account and the members of the directory.
func (c *call) showDirectory() reply {
	if c.account.Role == Outside {
		return c.refusal(refusedNotInUse)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	directory := c.account.ResourceDirectoryID
	manager, ok := c.s.accounts.Find(func(a Account) bool { return a.Role == Management && a.ResourceDirectoryID == directory })
	if !ok {
		manager = Account{ID: c.s.madeAccountID("inviter"), Name: "acme-root"}
	}
	founded, _ := c.s.members.Get(manager.ID)
	return c.document(http.StatusOK, c.op+"Response", map[string]any{
		"RequestId": c.requestID,
		"ResourceDirectory": directoryBody{
			ResourceDirectoryID: directory,
			MasterAccountID:     manager.ID,
			MasterAccountName:   manager.Name,
			RootFolderID:        c.s.rootFolder(directory),
			CreateTime:          milliseconds(founded.Joined),
			ControlPolicyStatus: "Disabled",
		},
	})
}

// accountOfManagement returns the ID of the account that a call of the management account
// names, or the refusal of the call.
func (c *call) accountOfManagement() (id string, refused reply, ok bool) {
	if refused, ok = c.asManagement(); !ok {
		return "", refused, false
	}
	if id, _ = c.param("AccountId"); id == "" {
		return "", c.refusal(missing("AccountId")), false
	}
	return id, reply{}, true
}

// remove removes an invited account. The service refuses to remove a created one, which belongs
// nowhere else.
func (c *call) remove() reply {
	id, out, ok := c.accountOfManagement()
	if !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	a, ok := c.s.accounts.Get(id)
	if !ok || a.ResourceDirectoryID != c.account.ResourceDirectoryID {
		return c.refusal(refusedAccount)
	}
	if m, _ := c.s.members.Get(id); a.Role == Management || !m.Invited {
		return c.refusal(refusedType)
	}
	c.s.members.End(id, c.now)
	c.s.removed.Add(id, c.now)
	c.s.end(a)
	return c.document(http.StatusOK, c.op+"Response", map[string]any{"RequestId": c.requestID})
}
