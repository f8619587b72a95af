package huaweiorgtest

import "time"

// WithPropagationDelay sets how long lists and ShowHandshake do not find a new invitation.
// Default: none.
func WithPropagationDelay(d time.Duration) Option {
	return func(s *Service) { s.lag = max(0, d) }
}

// WithMembershipDelay sets how long ListAccounts does not show that an account joined or left
// by a request. Default: none.
func WithMembershipDelay(d time.Duration) Option {
	return func(s *Service) { s.members.Lag = max(0, d) }
}

// seen reports whether lists and ShowHandshake find an invitation.
func (s *Service) seen(e *entry, now time.Time) bool { return e.Visible(now, s.lag) }
