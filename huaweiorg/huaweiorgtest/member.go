package huaweiorgtest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// WithListedManagement makes ListAccounts list the management account, too. The vendor does not
// document whether the cloud does.
func WithListedManagement() Option {
	return func(s *Service) { s.managing = true }
}

// Accounts returns every account with its role and organization, and how and since when it
// belongs to it, in the order in which they were added: those of [Service.AddAccount], and the
// targets of accepted invitations of [Service.Seed].
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
		a.JoinMethod, a.JoinedAt = huaweiorg.JoinMethod(m.JoinMethod()), m.Joined
	}
	return a
}

// RemoveMember removes an account from its organization, even a delegated administrator, and
// reports whether it was a member. A management account stays.
func (s *Service) RemoveMember(accountID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.accounts.Get(accountID)
	if !ok || a.Role == Outside || a.Role == Management {
		return false
	}
	a.Role, a.OrganizationID = Outside, ""
	s.put(a, authtest.Membership{})
	return true
}

// joinSeeded makes the target of an invitation a member if the invitation was accepted.
func (s *Service) joinSeeded(h huaweiorg.Handshake) {
	if h.Status != huaweiorg.StatusAccepted || !s.hasOrganization(h.OrganizationID) {
		return
	}
	a := s.targetOf(h.Target)
	if a.OrganizationID != "" && a.OrganizationID != h.OrganizationID {
		return
	}
	if a.Role == Outside {
		a.Role, a.OrganizationID = Member, h.OrganizationID
	}
	s.add(a, authtest.Membership{Joined: h.UpdatedAt, Invited: true, Seeded: true})
}

// hasOrganization reports whether the organization belongs to an account that was added, or is
// the one that the first management account will have.
func (s *Service) hasOrganization(id string) bool {
	_, ok := s.accounts.Find(func(a Account) bool { return a.Role == Management && a.OrganizationID == id })
	return ok || id == s.manager().OrganizationID
}

// targetOf returns the account that a target names. It may not exist yet.
func (s *Service) targetOf(t huaweiorg.Target) Account {
	if t.Type == huaweiorg.TargetTypeAccount {
		if a, ok := s.accounts.Get(t.Entity); ok {
			return a
		}
		s.strangers++
		return Account{ID: t.Entity}
	}
	if a, ok := s.accounts.Find(func(a Account) bool { return a.Name == t.Entity }); ok {
		return a
	}
	s.strangers++
	return Account{ID: s.seed.Hex("account named", t.Entity), Name: t.Entity}
}

// An accountBody has the words of the service, not those of the client under test.
type accountBody struct {
	ID         string `json:"id"`
	URN        string `json:"urn"`
	Name       string `json:"name"`
	JoinMethod string `json:"join_method"`
	Status     string `json:"status"`
	JoinedAt   string `json:"joined_at,omitempty"`
}

func (c *call) listAccounts() reply {
	if out, ok := c.asAdministrator(); !ok {
		return out
	}
	return page(c, "accounts", func(after uint64) []*authtest.Entry[authtest.Membership] {
		return c.s.members.Listed(after, c.now)
	}, func(e *authtest.Entry[authtest.Membership]) (accountBody, bool) {
		a, _ := c.s.accounts.Get(e.ID)
		listed := e.Item.OrganizationID == c.account.OrganizationID && (a.Role != Management || c.s.managing)
		return c.accountBody(e.Item), listed
	})
}

func (c *call) accountBody(m authtest.Membership) accountBody {
	a, _ := c.s.accounts.Get(m.AccountID)
	return accountBody{
		ID: a.ID, Name: a.Name, JoinMethod: m.JoinMethod(), Status: string(a.Status), JoinedAt: timestamp(m.Joined),
		URN: "organizations::" + c.account.ID + ":account:" + m.OrganizationID + "/" + a.ID,
	}
}

// asAdministrator refuses all callers except management accounts and delegated administrators.
func (c *call) asAdministrator() (reply, bool) {
	switch c.account.Role {
	case Management, DelegatedAdministrator:
		return reply{}, true
	case Outside:
		return c.refusal(refusedOutside), false
	default:
		return c.refusal(refusedAdministrator), false
	}
}

type organizationBody struct {
	ID                    string `json:"id"`
	URN                   string `json:"urn"`
	ManagementAccountID   string `json:"management_account_id"`
	ManagementAccountName string `json:"management_account_name"`
	CreatedAt             string `json:"created_at,omitempty"`
}

// showOrganization is for every account of the organization.
func (c *call) showOrganization() reply {
	if c.account.Role == Outside {
		return c.refusal(refusedOutside)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	organization := c.account.OrganizationID
	manager, ok := c.s.accounts.Find(func(a Account) bool { return a.Role == Management && a.OrganizationID == organization })
	if !ok {
		manager = Account{ID: c.s.seed.Hex("inviter"), Name: "acme_root"}
	}
	founded, _ := c.s.members.Get(manager.ID)
	return authtest.JSON(http.StatusOK, map[string]any{"organization": organizationBody{
		ID:                    organization,
		URN:                   "organizations::" + manager.ID + ":organization:" + organization,
		ManagementAccountID:   manager.ID,
		ManagementAccountName: manager.Name,
		CreatedAt:             timestamp(founded.Joined),
	}})
}

// accountIn returns the account ID in the path of an operation on one account, and what follows
// it: "remove", or "" for ShowAccount.
func accountIn(path string) (id, verb string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/v1/organizations/accounts/")
	segment, verb, hasVerb := strings.Cut(rest, "/")
	id, err := url.PathUnescape(segment)
	return id, verb, ok && err == nil && id != "" && hasVerb == (verb != "")
}

// routeAccount finds the operations on one account.
func (c *call) routeAccount() (op string, handle func() reply) {
	id, verb, ok := accountIn(c.r.URL.EscapedPath())
	switch {
	case ok && verb == "remove" && c.r.Method == http.MethodPost:
		return RemoveAccount, func() reply { return c.remove(id) }
	case ok && verb == "" && c.r.Method == http.MethodGet:
		return ShowAccount, func() reply { return c.showAccount(id) }
	default:
		return "", nil
	}
}

func (c *call) remove(id string) reply {
	if out, ok := c.asManagement(); !ok {
		return out
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	a, ok := c.s.accounts.Get(id)
	if !ok || a.OrganizationID != c.account.OrganizationID {
		return c.refusal(refusedAccount)
	}
	if c.s.quotas.removals.Full(c.s.removed.Count(a.OrganizationID, c.now)) {
		return c.refusal(refusedRemovals)
	}
	if why := c.end(a); why != nil {
		return c.refusal(*why)
	}
	c.s.removed.Add(a.OrganizationID, c.now)
	return reply{Status: http.StatusOK}
}

// leave is for the member itself, which may have left since it was authenticated.
func (c *call) leave() reply {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	a, _ := c.s.accounts.Get(c.account.ID)
	if a.Role == Outside {
		return c.refusal(refusedOutside)
	}
	if why := c.end(a); why != nil {
		return c.refusal(*why)
	}
	return reply{Status: http.StatusOK}
}

// end removes an account from its organization, or returns why it must stay.
func (c *call) end(a Account) *refusal {
	switch {
	case a.Role == Management:
		return &refusedManager
	case a.Role == DelegatedAdministrator:
		return &refusedDelegated
	case a.Status == huaweiorg.AccountStatusPendingClosure:
		return &refusedClosing
	case c.s.changed(a.ID, c.now):
		return &refusedChanges
	}
	c.s.members.End(a.ID, c.now)
	c.s.changes.Add(a.ID, c.now)
	a.Role, a.OrganizationID = Outside, ""
	c.s.put(a, authtest.Membership{})
	return nil
}
