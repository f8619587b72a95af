package huaweiorgtest

import (
	"context"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Role is what an account is to its organization.
type Role string

// The roles.
const (
	// Outside is in no organization: an account to invite.
	Outside Role = ""
	// Management owns the organization and sends its invitations.
	Management Role = "management"
	// Member belongs to the organization, and cannot see its invitations.
	Member Role = "member"
	// DelegatedAdministrator is a member that can.
	DelegatedAdministrator Role = "delegated administrator"
)

// An Account is a caller of the service. Fields left out are made up, the same ones
// each time.
type Account struct {
	// ID is the account ID, which Huawei Cloud also calls domain ID: usually 32
	// hexadecimal digits.
	ID   string
	Name string
	Role Role
	// OrganizationID begins with "o-". A management account has an organization of
	// its own by default, others join the first one.
	OrganizationID string
	// Credentials are the account's permanent keys.
	Credentials auth.Credentials
}

// Provider gives the account's keys.
func (a Account) Provider() auth.Provider {
	keys := a.Credentials
	return auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return keys, nil })
}

// invited reports whether an invitation is for this account.
func (a Account) invited(h huaweiorg.Handshake) bool { return a.named(h.Target) }

func (a Account) named(t huaweiorg.Target) bool {
	if t.Type == huaweiorg.TargetTypeAccount {
		return t.Entity == a.ID
	}
	return t.Entity == a.Name
}

// AddAccount adds an account and returns it complete. An ID that is there already is
// replaced, which is how to change a role.
func (s *Service) AddAccount(a Account) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.ID == "" {
		a.ID = s.seed.Hex("account", uint64(len(s.accounts)))
	}
	if a.Name == "" {
		a.Name = "account_" + a.ID[:min(8, len(a.ID))]
	}
	if a.Role == Outside {
		a.OrganizationID = ""
	} else if a.OrganizationID == "" {
		a.OrganizationID = s.organizationFor(a)
	}
	if a.Credentials.AccessKeyID == "" {
		a.Credentials = s.makeKeys("FAKEAK", a.ID)
	}
	a.Credentials.AccountID = a.ID
	s.put(a)
	return a
}

// remember lets requests be signed with keys.
func (s *Service) remember(keys auth.Credentials) {
	if s.keys == nil { // a zero Service
		s.keys = map[string]auth.Credentials{}
	}
	s.keys[keys.AccessKeyID] = keys
}

func (s *Service) put(a Account) {
	s.remember(a.Credentials)
	i := slices.IndexFunc(s.accounts, func(b Account) bool { return b.ID == a.ID })
	if i < 0 {
		s.accounts = append(s.accounts, a)
		return
	}
	if old := s.accounts[i].Credentials.AccessKeyID; old != a.Credentials.AccessKeyID {
		delete(s.keys, old)
	}
	s.accounts[i] = a
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
	for _, a := range s.accounts {
		if a.Role == Management {
			return a
		}
	}
	return Account{OrganizationID: "o-" + s.seed.Text(base36, 16, "organization")}
}

// account finds an account by ID.
func (s *Service) account(id string) (Account, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current(id)
}

func (s *Service) current(id string) (Account, bool) {
	i := slices.IndexFunc(s.accounts, func(a Account) bool { return a.ID == id })
	if i < 0 {
		return Account{}, false
	}
	return s.accounts[i], true
}

// TemporaryCredentials issues keys with a security token for an account that was
// added, new ones on each call, good for the lifetime by the service's clock.
func (s *Service) TemporaryCredentials(a Account, lifetime time.Duration) auth.Credentials {
	expires := s.clock.Skewed().Add(lifetime)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.keys)
	keys := s.makeKeys("FAKETMP", a.ID, n)
	keys.SecurityToken = "FakeToken+/" + s.seed.Text(base62, 200, "token", a.ID, n) + "="
	keys.AccountID = a.ID
	keys.Expires = expires
	s.remember(keys)
	return keys
}

// NewClient makes a client that calls as the account, in memory or, between
// [Service.Start] and [Service.Close], through the socket. It shares the service's
// clock. Options are applied last.
func (s *Service) NewClient(a Account, opts ...huaweiorg.Option) (*huaweiorg.Client, error) {
	own := []huaweiorg.Option{huaweiorg.WithClock(s.Now)}
	if url := s.server.URL(); url != "" {
		own = append(own, huaweiorg.WithEndpoint(url))
	} else {
		own = append(own, huaweiorg.WithTransport(s.RoundTripper()))
	}
	return huaweiorg.NewClient(a.Provider(), append(own, opts...)...)
}
