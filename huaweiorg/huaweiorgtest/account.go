package huaweiorgtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Role is what an account is to its organization.
type Role string

// The roles.
const (
	// Outside belongs to no organization: an account to invite.
	Outside Role = ""
	// Management owns the organization and sends its invitations.
	Management Role = "management"
	// Member belongs to the organization, and cannot see its invitations.
	Member Role = "member"
	// DelegatedAdministrator is a member that can.
	DelegatedAdministrator Role = "delegated administrator"
)

// An Account is a caller of the service. Zero fields are made up, always the same way.
type Account struct {
	// ID is the account ID, which Huawei Cloud also calls domain ID: usually 32
	// hexadecimal digits.
	ID   string
	Name string
	Role Role
	// OrganizationID begins with "o-". A management account has an organization of its own by
	// default. Others join the first one.
	OrganizationID string
	// JoinMethod is how the account came into its organization, or zero for created. JoinedAt
	// is when, or zero for now. Both are zero for an account that is outside.
	JoinMethod huaweiorg.JoinMethod
	JoinedAt   time.Time
	// Status is the state of the account, active where it is left out. One that is
	// pending_closure can neither join nor leave.
	Status huaweiorg.AccountStatus
	// Credentials are the permanent credentials of the account.
	Credentials auth.Credentials
}

// Provider returns the credentials of the account. After AddAccount, they are bound to the
// account.
func (a Account) Provider() auth.Provider {
	return auth.StaticCredentials(a.Credentials)
}

// invited reports whether an invitation is for this account.
func (a Account) invited(h huaweiorg.Handshake) bool { return a.named(h.Target) }

func (a Account) named(t huaweiorg.Target) bool {
	if t.Type == huaweiorg.TargetTypeAccount {
		return t.Entity == a.ID
	}
	return t.Entity == a.Name
}

// AddAccount adds an account and returns it complete. It replaces an account with the same ID,
// which is how a test changes a role. An account that stays in its organization keeps its
// JoinMethod and JoinedAt, except that a created one becomes invited if the new account says
// so.
func (s *Service) AddAccount(a Account) Account {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	how := authtest.Membership{Joined: a.JoinedAt.UTC(), Invited: a.JoinMethod == huaweiorg.JoinMethodInvited}
	if a.JoinedAt.IsZero() {
		how.Joined = now
	}
	return s.described(s.add(a, how))
}

// add completes an account and adds it. If the account belongs to an organization, how says
// since when.
func (s *Service) add(a Account, how authtest.Membership) Account {
	if a.ID == "" {
		a.ID = s.seed.Hex("account", uint64(s.accounts.Len()-s.strangers))
	}
	if a.Name == "" {
		a.Name = "account_" + a.ID[:min(8, len(a.ID))]
	}
	if a.Role == Outside {
		a.OrganizationID = ""
	} else if a.OrganizationID == "" {
		a.OrganizationID = s.organizationFor(a)
	}
	authtest.Fill(&a.Status, func() huaweiorg.AccountStatus { return huaweiorg.AccountStatusActive })
	a.JoinMethod, a.JoinedAt = "", time.Time{} // the membership keeps them
	if a.Credentials.AccessKeyID == "" {
		a.Credentials = keyForm.Make(s.seed, a.ID)
	}
	a.Credentials.AccountID = a.ID
	s.put(a, how)
	return a
}

// put stores a complete account and its membership.
func (s *Service) put(a Account, how authtest.Membership) {
	s.accounts.Put(a.Credentials, a)
	if a.Role == Outside {
		s.members.Leave(a.ID)
		return
	}
	how.AccountID, how.OrganizationID = a.ID, a.OrganizationID
	s.members.Join(how)
}

// organizationFor is the first organization, unless the account has, or needs, one of
// its own.
func (s *Service) organizationFor(a Account) string {
	first := s.manager()
	if a.Role == Management && first.ID != "" && first.ID != a.ID {
		return "o-" + s.seed.Text(base36, 16, "organization", a.ID)
	}
	return first.OrganizationID
}

// manager is the first management account; without one, an organization that has
// none.
func (s *Service) manager() Account {
	if a, ok := s.accounts.Find(func(a Account) bool { return a.Role == Management }); ok {
		return a
	}
	return Account{OrganizationID: "o-" + s.seed.Text(base36, 16, "organization")}
}

// TemporaryCredentials issues credentials with a security token for an account that was added,
// new ones on each call. They are valid for the lifetime, by the clock of the service.
func (s *Service) TemporaryCredentials(a Account, lifetime time.Duration) auth.Credentials {
	return s.accounts.Issue(s.seed, keyForm, a.ID, s.clock.Skewed().Add(lifetime))
}

// NewClient returns a client that calls as the account: in memory or, between [Service.Start]
// and [Service.Close], through the socket. It shares the clock of the service. It applies the
// options last.
func (s *Service) NewClient(a Account, opts ...huaweiorg.Option) (*huaweiorg.Client, error) {
	own := []huaweiorg.Option{huaweiorg.WithClock(s.Now)}
	if url := s.server.URL(); url != "" {
		own = append(own, huaweiorg.WithEndpoint(url))
	} else {
		own = append(own, huaweiorg.WithTransport(s.RoundTripper()))
	}
	return huaweiorg.NewClient(a.Provider(), append(own, opts...)...)
}
