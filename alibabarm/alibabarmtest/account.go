package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A Role is what an account is to its resource directory.
type Role string

// The roles.
const (
	// Outside belongs to no resource directory: an account to invite.
	Outside Role = ""
	// Management owns the directory and sends its invitations.
	Management Role = "management"
	// Member belongs to the directory, and cannot see its invitations.
	Member Role = "member"
)

// An Account is a caller of the service. Zero fields are made up, always the same way.
type Account struct {
	// ID is the account ID: usually 16 digits.
	ID   string
	Name string
	// Email is the address that the account logs in with. Invitations can name it instead of
	// the ID.
	Email string
	// RealName is the verified name of the account's owner.
	RealName string
	Role     Role
	// ResourceDirectoryID begins with "rd-". A management account has a directory of its own by
	// default. Others join the first one.
	ResourceDirectoryID string
	// JoinMethod is how the account came into its directory, or zero for created. JoinTime is
	// when, or zero for now. Both are zero for an account that is outside.
	JoinMethod alibabarm.JoinMethod
	JoinTime   time.Time
	// Credentials are the permanent credentials of the account.
	Credentials auth.Credentials
}

// Provider returns the credentials of the account. After AddAccount, they are bound to the
// account.
func (a Account) Provider() auth.Provider {
	return auth.StaticCredentials(a.Credentials)
}

// invited reports whether an invitation is for this account.
func (a Account) invited(h alibabarm.Handshake) bool {
	if h.TargetType == alibabarm.TargetTypeEmail {
		return h.TargetEntity == a.Email
	}
	return h.TargetEntity == a.ID
}

// AddAccount adds an account and returns it complete. It replaces an account with the same ID,
// which is how a test changes a role. An account that stays in its directory keeps its
// JoinMethod and JoinTime, except that a created one becomes invited if the new account says
// so.
func (s *Service) AddAccount(a Account) Account {
	now := s.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	how := authtest.Membership{Joined: a.JoinTime.UTC(), Invited: a.JoinMethod == alibabarm.JoinMethodInvited}
	if a.JoinTime.IsZero() {
		how.Joined = now
	}
	return s.described(s.add(a, how))
}

// add completes an account and adds it. If the account belongs to a directory, how says since
// when.
func (s *Service) add(a Account, how authtest.Membership) Account {
	if a.ID == "" {
		a.ID = s.madeAccountID("account", uint64(s.accounts.Len()-s.strangers))
	}
	if a.Name == "" {
		a.Name = "account-" + a.ID[max(0, len(a.ID)-6):]
	}
	if a.Email == "" {
		a.Email = "admin@" + a.ID + ".example.test"
	}
	if a.RealName == "" {
		a.RealName = a.Name + " Co., Ltd."
	}
	if a.Role == Outside {
		a.ResourceDirectoryID = ""
	} else if a.ResourceDirectoryID == "" {
		a.ResourceDirectoryID = s.directoryFor(a)
	}
	a.JoinMethod, a.JoinTime = "", time.Time{} // the membership keeps them
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
	how.AccountID, how.OrganizationID = a.ID, a.ResourceDirectoryID
	s.members.Join(how)
}

// directoryFor is the first directory, unless the account has, or needs, one of its
// own.
func (s *Service) directoryFor(a Account) string {
	first := s.manager()
	if a.Role == Management && first.ID != "" && first.ID != a.ID {
		return "rd-" + s.seed.Text(base62, 6, "directory", a.ID)
	}
	return first.ResourceDirectoryID
}

// manager is the first management account; without one, a directory that has none.
func (s *Service) manager() Account {
	if a, ok := s.accounts.Find(func(a Account) bool { return a.Role == Management }); ok {
		return a
	}
	return Account{ResourceDirectoryID: "rd-" + s.seed.Text(base62, 6, "directory")}
}

// TemporaryCredentials issues credentials with a security token for an account that was added,
// new ones on each call. They are valid for the lifetime, by the clock of the service.
func (s *Service) TemporaryCredentials(a Account, lifetime time.Duration) auth.Credentials {
	return s.accounts.Issue(s.seed, keyForm, a.ID, s.clock.Skewed().Add(lifetime))
}

// NewClient returns a client that calls as the account: in memory or, between [Service.Start]
// and [Service.Close], through the socket. It shares the clock of the service. It applies the
// options last.
func (s *Service) NewClient(a Account, opts ...alibabarm.Option) (*alibabarm.Client, error) {
	own := []alibabarm.Option{alibabarm.WithClock(s.Now)}
	if url := s.server.URL(); url != "" {
		own = append(own, alibabarm.WithEndpoint(url))
	} else {
		own = append(own, alibabarm.WithTransport(s.RoundTripper()))
	}
	return alibabarm.NewClient(a.Provider(), append(own, opts...)...)
}
