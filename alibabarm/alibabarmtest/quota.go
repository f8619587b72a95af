package alibabarmtest

import (
	"math"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

// quotas are what a resource directory may use.
type quotas struct{ invitations, pending, members int }

var defaultQuotas = quotas{invitations: 20, pending: 20, members: 20}

// WithInvitationQuota sets how many invitations a directory can send within 24 hours:
// default 20, negative for no bound. Those that were accepted do not count; what
// [Service.Seed] adds does.
func WithInvitationQuota(n int) Option {
	return func(s *Service) { s.quotas.invitations = bound(n) }
}

// WithPendingQuota sets how many invitations of a directory can be pending at once:
// default 20, negative for no bound.
func WithPendingQuota(n int) Option {
	return func(s *Service) { s.quotas.pending = bound(n) }
}

// WithMemberQuota sets how many members a directory can have besides its management
// account: default 20, negative for no bound.
func WithMemberQuota(n int) Option {
	return func(s *Service) { s.quotas.members = bound(n) }
}

func bound(n int) int {
	if n < 0 {
		return math.MaxInt
	}
	return n
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

// members counts the accounts that belong to a directory and do not manage it.
func (s *Service) members(directory string) (n int) {
	for _, a := range s.accounts {
		if a.ResourceDirectoryID == directory && a.Role == Member {
			n++
		}
	}
	return n
}

// sent counts the invitations of the last 24 hours, and those that are pending.
func (s *Service) sent(directory string, now time.Time) (today, pending int) {
	for _, e := range s.handshakes.entries {
		if e.ResourceDirectoryID != directory {
			continue
		}
		status, _ := standing(&e.Handshake, now)
		if status == alibabarm.StatusPending {
			pending++
		}
		if status != alibabarm.StatusAccepted && now.Sub(e.CreateTime) < day {
			today++
		}
	}
	return today, pending
}
