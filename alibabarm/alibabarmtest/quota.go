package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// quotas are what a resource directory may use.
type quotas struct{ invitations, pending, members authtest.Quota }

var defaultQuotas = quotas{invitations: 20, pending: 20, members: 20}

// WithInvitationQuota sets how many invitations a directory can send within 24 hours:
// default 20, negative for no bound. Those that were accepted do not count; what
// [Service.Seed] adds does.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = authtest.Quota(n) }
}

// WithPendingQuota sets how many invitations of a directory can be pending at once:
// default 20, negative for no bound.
func WithPendingQuota(n int) Option {
	return func(s *Service) { s.quotas.pending = authtest.Quota(n) }
}

// WithMemberQuota sets how many members a directory can have besides its management
// account: default 20, negative for no bound. Those that joined with an invitation from
// [Service.Seed] do not count.
func WithMemberQuota(n int) Option {
	return func(s *Service) { s.quotas.members = authtest.Quota(n) }
}

// WithPropagationDelay sets how long a new invitation is not to be found, by lists or by
// its ID. Default: none.
func WithPropagationDelay(d time.Duration) Option {
	return func(s *Service) { s.lag = max(0, d) }
}

// WithUnreadable makes GetHandshake answer 409 HandshakeStatusMismatch for invitations
// that came to one of these ends, as the cloud is known to do after acceptance. The
// lists show them all the same.
func WithUnreadable(statuses ...alibabarm.Status) Option {
	return func(s *Service) { s.unreadable = append(s.unreadable, statuses...) }
}

// used counts the accounts that belong to a directory and do not manage it.
func (s *Service) used(directory string) int {
	return s.accounts.Count(func(a Account) bool {
		member, _ := s.members.Get(a.ID)
		return a.ResourceDirectoryID == directory && a.Role == Member && !member.Seeded
	})
}

// sent counts the invitations of the last 24 hours, and those that are pending.
func (s *Service) sent(directory string, now time.Time) (today, pending int) {
	for _, e := range s.handshakes.All() {
		if e.Item.ResourceDirectoryID != directory {
			continue
		}
		status, _ := standing(&e.Item, now)
		if status == alibabarm.StatusPending {
			pending++
		}
		if status != alibabarm.StatusAccepted && now.Sub(e.Item.CreateTime) < day {
			today++
		}
	}
	return today, pending
}
