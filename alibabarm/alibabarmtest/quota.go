package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// quotas are what a resource directory may use.
type quotas struct{ invitations, pending, members, sameTarget, invalidTargets authtest.Quota }

var defaultQuotas = quotas{invitations: 20, pending: 20, members: 20, sameTarget: -1, invalidTargets: -1}

// WithInvitationQuota sets how many invitations a directory can send within 24 hours, or a
// day of [WithCalendarDays]: default 20, negative for no bound. Those that were accepted do
// not count; what [Service.Seed] adds does. The refusal is 409 LimitExceeded.InvitationRate.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = authtest.Quota(n) }
}

// WithPendingQuota sets how many invitations of a directory can be pending at once:
// default 20, negative for no bound. The refusal is 409 LimitExceeded.InvitationRate.
func WithPendingQuota(n int) Option {
	return func(s *Service) { s.quotas.pending = authtest.Quota(n) }
}

// WithMemberQuota sets how many members a directory can have besides its management
// account: default 20, negative for no bound. Those that joined with an invitation from
// [Service.Seed] do not count. The refusal, of an invitation and of accepting one, is 409
// LimitExceeded.Account.
func WithMemberQuota(n int) Option {
	return func(s *Service) { s.quotas.members = authtest.Quota(n) }
}

// WithSameTargetQuota sets how many invitations a directory can send to one target within
// 24 hours, or a day of [WithCalendarDays]: default no bound, as the cloud does not publish
// the number. Negative is no bound, too. What [Service.Seed] adds does not count. The
// refusal is 409 LimitExceeded.SameTargetInvitationRate, whose status is a stand-in.
func WithSameTargetQuota(n int) Option {
	return func(s *Service) { s.quotas.sameTarget = authtest.Quota(n) }
}

// WithInvalidTargetQuota sets how many targets that cannot be invited a directory can try
// within 24 hours, or a day of [WithCalendarDays]: default no bound, as the cloud does not
// publish the number. Negative is no bound, too. Such a target is malformed, or in another
// directory. After that each invitation is refused with 409
// LimitExceeded.Invitation.InvalidTarget. Version 2020-03-31 does not know this quota.
func WithInvalidTargetQuota(n int) Option {
	return func(s *Service) { s.quotas.invalidTargets = authtest.Quota(n) }
}

// WithCalendarDays makes the quotas of a day those of a calendar day in a zone, nil for
// UTC, and not of the last 24 hours. The cloud says per day, and not more.
func WithCalendarDays(zone *time.Location) Option {
	return func(s *Service) { s.day = authtest.SameDay(zone) }
}

// used counts the accounts that belong to a directory and do not manage it.
func (s *Service) used(directory string) int {
	return s.accounts.Count(func(a Account) bool {
		member, _ := s.members.Get(a.ID)
		return a.ResourceDirectoryID == directory && a.Role == Member && !member.Seeded
	})
}

// sent counts the invitations of the day, and those that are pending.
func (s *Service) sent(directory string, now time.Time) (today, pending int) {
	for _, e := range s.handshakes.All() {
		if e.Item.ResourceDirectoryID != directory {
			continue
		}
		status, _ := standing(&e.Item, now)
		if status == alibabarm.StatusPending {
			pending++
		}
		if status != alibabarm.StatusAccepted && s.day(e.Item.CreateTime, now) {
			today++
		}
	}
	return today, pending
}

// targetKey is what the invitations of one target have in common.
func targetKey(h alibabarm.Handshake) string {
	return h.ResourceDirectoryID + " " + string(h.TargetType) + " " + h.TargetEntity
}

// triedTooMany reports whether the caller's directory has tried as many invalid targets as
// it may.
func (c *call) triedTooMany() bool {
	tried := c.s.invalid.Count(c.account.ResourceDirectoryID, c.now)
	return c.version == version2022 && c.s.quotas.invalidTargets.Full(tried)
}

// tried counts a target that cannot be invited.
func (c *call) tried(why refusal) {
	if c.version == version2022 && (why.code == refusedElsewhere.code || why.code == invalid("TargetEntity").code) {
		c.s.invalid.Add(c.account.ResourceDirectoryID, c.now)
	}
}
