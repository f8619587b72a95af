package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// WithPropagationDelay sets how long lists and GetHandshake do not find a new invitation.
// Default: none.
func WithPropagationDelay(d time.Duration) Option {
	return func(s *Service) { s.lag = max(0, d) }
}

// WithMembershipDelay sets how long ListAccounts does not show that an account joined or was
// removed by a request. Default: none.
func WithMembershipDelay(d time.Duration) Option {
	return func(s *Service) { s.members.Lag = max(0, d) }
}

// WithRejoinDelay sets how long an account that RemoveCloudAccount removed can neither be
// invited nor join. The cloud is known to need about 90 seconds. Default: none, so that a test
// whose clock stands still can invite again. The refusal is 409
// NotSupport.AccountInAnotherResourceDirectory, which is a stand-in here.
func WithRejoinDelay(d time.Duration) Option {
	return func(s *Service) { s.removed.Window = authtest.Last(max(0, d)) }
}

// WithUnreadable makes GetHandshake refuse, with 409 HandshakeStatusMismatch, invitations that
// ended in one of these states. The cloud is known to do this after acceptance. Lists still
// show them.
func WithUnreadable(statuses ...alibabarm.Status) Option {
	return func(s *Service) { s.unreadable = append(s.unreadable, statuses...) }
}

// leaving reports whether an account was removed within the rejoin delay.
func (s *Service) leaving(accountID string, now time.Time) bool {
	return s.removed.Count(accountID, now) > 0
}
