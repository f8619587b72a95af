package alibabarm

import (
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// classifyRefusal says what the error of a write means for its target and for others, by
// the table of codes. The service may have acted if its response cannot be read, or
// comes from a gateway.
func classifyRefusal(err error) invitation.Refusal {
	if s, ok := errors.AsType[*StatusError](err); ok {
		ended := s.Handshake.neutral()
		return invitation.Refusal{Ended: &ended}
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return invitation.Refusal{Scope: invitation.ScopeMoment}
	}
	rule := e.rule()
	r := invitation.Refusal{
		Key: fmt.Sprint(e.StatusCode, " ", e.Code), Scope: rule.about, RetryAfter: e.RetryAfter,
		Ambiguous: e.cause != nil || rule.verdict == auth.Ambiguous,
	}
	if rule.condition == ErrQuota {
		r.Result, r.Reason = invitation.ResultQuotaReached, rule.meaning
	}
	switch e.Code {
	case "EntityAlreadyExists.Handshake":
		r.Open = true
	case "EntityAlreadyExists.ResourceDir.Account":
		r.Result = invitation.ResultAlreadyMember
	case "NotSupport.AccountInAnotherResourceDirectory":
		r.Reason = rule.meaning
	}
	return r
}
