package huaweiorg

import (
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// classifyRefusal returns what the error of a write means for its target and for the other
// targets.
func classifyRefusal(err error) invitation.Refusal {
	if s, ok := errors.AsType[*StatusError](err); ok {
		ended := s.Handshake.Invitation()
		return invitation.Refusal{Ended: &ended}
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return invitation.Refusal{Scope: auth.ScopeMoment}
	}
	rule := e.rule()
	r := invitation.RefusalOf(e.ServiceError, rule)
	// A conflict may mean that another program invited the target.
	r.Reread = errors.Is(rule.Condition, ErrConflict) && rule.Scope != auth.ScopeInput
	// The vendor does not publish the codes of an invitation that has ended.
	if _, known := codes.Find(e.Code, e.StatusCode); !known && strings.HasPrefix(e.Code, "Organizations.") {
		r.MayHaveEnded = e.StatusCode >= 400 && e.StatusCode < 500 && !errors.Is(rule.Condition, ErrThrottled)
	}
	r.Daily = rule == quotaExceeded
	return r
}
