package huaweiorgtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// quotas are the limits of an organization, and changes those of an account.
type quotas struct{ invitations, accounts, removals, changes authtest.Quota }

var defaultQuotas = quotas{invitations: 20, accounts: 10, removals: 5, changes: 10}

// month is how long the quota counts a change of the organization for an account.
const month = 30 * day

// WithInvitationQuota sets how many invitations an organization can send within 24 hours:
// default 20, negative for no limit. Those of [Service.Seed] do not count. The refusal is 400
// Organizations.9009, which is a stand-in.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = authtest.Quota(n) }
}

// WithAccountQuota sets how many accounts an organization can have, including the management
// account: default 10, negative for no limit. Those that joined with an invitation from
// [Service.Seed] do not count. The refusal, for an invitation and for accepting one, is 400
// Organizations.1305.
func WithAccountQuota(n int) Option {
	return func(s *Service) { s.quotas.accounts = authtest.Quota(n) }
}

// WithRemovalQuota sets how many accounts an organization can remove within 24 hours: default
// 5, negative for no limit. Those of [Service.RemoveMember] do not count. The refusal is 400
// Organizations.9014, which is a stand-in.
func WithRemovalQuota(n int) Option {
	return func(s *Service) { s.quotas.removals = authtest.Quota(n) }
}

// WithChangeQuota sets how often an account can join and leave organizations within 30 days:
// default 10, negative for no limit. A removal counts as leaving. Changes by a test do not
// count. The refusal, for accepting, leaving and removing, is 400 Organizations.2202.
func WithChangeQuota(n int) Option {
	return func(s *Service) { s.quotas.changes = authtest.Quota(n) }
}

// used counts the accounts of an organization.
func (s *Service) used(organization string) int {
	return s.accounts.Count(func(a Account) bool {
		member, _ := s.members.Get(a.ID)
		return a.OrganizationID == organization && !member.Seeded
	})
}

// changed reports whether an account has joined and left as often as it may.
func (s *Service) changed(accountID string, now time.Time) bool {
	return s.quotas.changes.Full(s.changes.Count(accountID, now))
}
