package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// quotas are the limits of a resource directory.
type quotas struct{ invitations, pending, members, sameTarget, invalidTargets authtest.Quota }

var defaultQuotas = quotas{invitations: 20, pending: 20, members: 20, sameTarget: -1, invalidTargets: -1}

// WithInvitationQuota sets how many invitations a directory can send within 24 hours, or a day
// of [WithCalendarDays]: default 20, negative for no limit. Accepted ones do not count. Those
// of [Service.Seed] do. The refusal is 409 LimitExceeded.InvitationRate.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = authtest.Quota(n) }
}

// WithPendingQuota sets how many invitations of a directory can be pending at once: default 20,
// negative for no limit. The refusal is 409 LimitExceeded.InvitationRate.
func WithPendingQuota(n int) Option {
	return func(s *Service) { s.quotas.pending = authtest.Quota(n) }
}

// WithMemberQuota sets how many members a directory can have besides its management account:
// default 20, negative for no limit. Those that joined with an invitation from [Service.Seed]
// do not count. The refusal, for an invitation and for accepting one, is 409
// LimitExceeded.Account.
func WithMemberQuota(n int) Option {
	return func(s *Service) { s.quotas.members = authtest.Quota(n) }
}

// WithSameTargetQuota sets how many invitations a directory can send to one target within 24
// hours, or a day of [WithCalendarDays]: default no limit, because the cloud does not publish
// the number. Negative is no limit, too. Those of [Service.Seed] do not count. The refusal is
// 409 LimitExceeded.SameTargetInvitationRate, whose status is a stand-in.
func WithSameTargetQuota(n int) Option {
	return func(s *Service) { s.quotas.sameTarget = authtest.Quota(n) }
}

// WithInvalidTargetQuota sets how many invalid targets a directory can try within 24 hours, or
// a day of [WithCalendarDays]: default no limit, because the cloud does not publish the number.
// Negative is no limit, too. An invalid target is malformed, or in another directory. After
// that, the service refuses each invitation with 409 LimitExceeded.Invitation.InvalidTarget.
// Version 2020-03-31 does not know this quota.
func WithInvalidTargetQuota(n int) Option {
	return func(s *Service) { s.quotas.invalidTargets = authtest.Quota(n) }
}

// WithCalendarDays makes the daily quotas count a calendar day in a zone, nil for UTC, and not
// the last 24 hours. The cloud says per day, and no more.
func WithCalendarDays(zone *time.Location) Option {
	return func(s *Service) { s.day = authtest.SameDay(zone) }
}

// used counts the accounts of a directory, except its management account.
func (s *Service) used(directory string) int {
	return s.accounts.Count(func(a Account) bool {
		member, _ := s.members.Get(a.ID)
		return a.ResourceDirectoryID == directory && a.Role == Member && !member.Seeded
	})
}

// sent counts the invitations of the day, and the pending ones.
func (s *Service) sent(directory string, now time.Time) (today, pending int) {
	for _, e := range s.handshakes.All() {
		if e.Item.ResourceDirectoryID != directory {
			continue
		}
		status, _ := statusAt(&e.Item, now)
		if status == alibabarm.StatusPending {
			pending++
		}
		if status != alibabarm.StatusAccepted && s.day(e.Item.CreateTime, now) {
			today++
		}
	}
	return today, pending
}

// targetKey is the same for all invitations of one target.
func targetKey(h alibabarm.Handshake) string {
	return h.ResourceDirectoryID + " " + string(h.TargetType) + " " + h.TargetEntity
}

// triedTooMany reports whether the caller's directory has used up the quota of invalid targets.
func (c *call) triedTooMany() bool {
	tried := c.s.invalid.Count(c.account.ResourceDirectoryID, c.now)
	return c.version == version2022 && c.s.quotas.invalidTargets.Full(tried)
}

// tried counts an invalid target.
func (c *call) tried(why refusal) {
	if c.version == version2022 && (why.code == refusedElsewhere.code || why.code == invalid("TargetEntity").code) {
		c.s.invalid.Add(c.account.ResourceDirectoryID, c.now)
	}
}
