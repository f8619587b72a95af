package alibabarm

import (
	"errors"

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
	if e.Code == "NotSupport.AccountInAnotherResourceDirectory" {
		r.Reason = rule.Meaning
	}
	r.Daily = rule.Code == "LimitExceeded.InvitationRate" || rule.Code == "LimitExceeded.*"
	return r
}
