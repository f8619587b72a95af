package alibabarmtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// WithPropagationDelay sets how long a new invitation is not to be found, by lists or by
// its ID. Default: none.
func WithPropagationDelay(d time.Duration) Option {
	return func(s *Service) { s.lag = max(0, d) }
}

// WithMembershipDelay sets how long ListAccounts does not show that an account has joined
// or was removed by a request. Default: none.
func WithMembershipDelay(d time.Duration) Option {
	return func(s *Service) { s.members.Lag = max(0, d) }
}

// WithRejoinDelay sets how long an account that RemoveCloudAccount removed can neither be
// invited nor join. The cloud is known to need about 90 seconds. Default: none, so that a
// test that stands still can invite again. The refusal is 409
// NotSupport.AccountInAnotherResourceDirectory, which is a stand-in here.
func WithRejoinDelay(d time.Duration) Option {
	return func(s *Service) { s.removed.Window = authtest.Last(max(0, d)) }
}

// WithUnreadable makes GetHandshake refuse, with 409 HandshakeStatusMismatch, invitations
// that came to one of these ends, as the cloud is known to do after acceptance. The
// lists show them all the same.
func WithUnreadable(statuses ...alibabarm.Status) Option {
	return func(s *Service) { s.unreadable = append(s.unreadable, statuses...) }
}

// leaving reports whether an account was removed just now.
func (s *Service) leaving(accountID string, now time.Time) bool {
	return s.removed.Count(accountID, now) > 0
}
