package huaweiorgtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// quotas are what an organization may use.
type quotas struct{ invitations, accounts authtest.Quota }

var defaultQuotas = quotas{invitations: 20, accounts: 10}

// WithInvitationQuota sets how many invitations an organization can send within 24
// hours: default 20, negative for no bound. What [Service.Seed] adds does not count.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = authtest.Quota(n) }
}

// WithAccountQuota sets how many accounts an organization can have, the management
// account included: default 10, negative for no bound. Those that joined with an
// invitation from [Service.Seed] do not count.
func WithAccountQuota(n int) Option {
	return func(s *Service) { s.quotas.accounts = authtest.Quota(n) }
}

// WithPropagationDelay sets how long a new invitation is not to be found by lists and
// ShowHandshake. Default: none.
func WithPropagationDelay(d time.Duration) Option {
	return func(s *Service) { s.lag = max(0, d) }
}

// seen reports whether lists and ShowHandshake find an invitation.
func (s *Service) seen(e *entry, now time.Time) bool { return e.Visible(now, s.lag) }

// used counts the accounts of an organization.
func (s *Service) used(organization string) int {
	return s.accounts.Count(func(a Account) bool {
		member, _ := s.members.Get(a.ID)
		return a.OrganizationID == organization && !member.Seeded
	})
}

// sent counts the invitations of the last 24 hours.
func (s *Service) sent(organization string, now time.Time) (n int) {
	for _, e := range s.handshakes.All() {
		if e.Item.OrganizationID == organization && !e.Made.IsZero() && now.Sub(e.Made) < day {
			n++
		}
	}
	return n
}
