package invitation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Refusal is what the error of a write means: for its target, for the targets after it, and
// for whether the write took effect.
type Refusal struct {
	// Scope is which targets the refusal concerns. With [auth.ScopeRest], Result is also that
	// of all others.
	Scope auth.Scope
	// Result and Reason describe the target; "" is [ResultFailed].
	Result Result
	Reason string
	// Reread means that the target may have an open invitation, which the list would show now.
	// Open means that the service reports one, even if the list does not show it.
	Reread, Open bool
	// Daily means that the quota that is used up is, or may be, the one for the invitations of
	// 24 hours.
	Daily bool
	// Key is equal for equal refusals, and "" if the error does not come from the service.
	Key string

	// Ambiguous means that the service may have acted. The engine adds an
	// [auth.TransportError] whose request was sent, and [auth.ErrTooLarge].
	Ambiguous bool
	// MayHaveEnded means that the reason for the refusal may be that the invitation has already
	// ended.
	MayHaveEnded bool
	// Ended is the invitation if the error itself shows that it ended in another state. The
	// engine then reads nothing back.
	Ended *Invitation
	// RetryAfter is how long the service asks to wait.
	RetryAfter time.Duration

	retryAt time.Time // when a quota has room again, if that is known
}

// RefusalOf returns what the refusal e of a write means by its rule. Only the client packages
// need it. If the response cannot be read, or comes from a gateway, the service may have acted.
func RefusalOf(e auth.ServiceError, r auth.Rule) Refusal {
	unreadable := e.StatusCode >= 200 && e.StatusCode < 300
	refusal := Refusal{
		Key: fmt.Sprint(e.StatusCode, " ", e.Code), Scope: r.Scope, RetryAfter: e.RetryAfter,
		Ambiguous: unreadable || r.Verdict == auth.Ambiguous,
		Open:      errors.Is(r.Condition, auth.ErrAlreadyInvited),
		MayHaveEnded: isAny(r.Condition, auth.ErrNotPending, auth.ErrAlreadyMember) ||
			errors.Is(r.Condition, auth.ErrConflict) && r.Scope == auth.ScopeUnknown,
	}
	switch {
	case errors.Is(r.Condition, auth.ErrQuota):
		refusal.Result, refusal.Reason = ResultQuotaReached, r.Meaning
	case errors.Is(r.Condition, auth.ErrAlreadyMember):
		refusal.Result = ResultAlreadyMember
	}
	return refusal
}

// classify completes the cloud's classification for a bulk verb. If the outcome of a write is
// unknown, the refusal no longer describes its target.
func (c *Cloud) classify(ctx context.Context, err error) Refusal {
	r := c.Classify(err)
	switch {
	case auth.EndOf(ctx) != nil, isPermanent(err), isAboutCredentials(err), errors.Is(err, auth.ErrThrottled):
		r.Scope = auth.ScopeCall
	case errors.Is(err, auth.ErrOutcomeUnknown):
		r.Key = ""
		if r.Scope != auth.ScopeCall {
			r.Scope = auth.ScopeMoment
		}
	case r.Scope == auth.ScopeUnknown && (errors.Is(err, auth.ErrConflict) || namesNothing(err)):
		// Whatever the reason is, it is in the state of this target.
		r.Scope = auth.ScopeInput
	}
	return r
}

// isAboutCredentials reports whether no request with these credentials can succeed.
func isAboutCredentials(err error) bool {
	_, unsigned := errors.AsType[*auth.SignError](err)
	return unsigned || isAny(err, auth.ErrNoCredentials, auth.ErrUnauthenticated)
}

// namesNothing reports whether the service says, by a code, that it does not know what the
// request names. A response without a code can come from a gateway that does not know the path.
func namesNothing(err error) bool {
	e, ok := errors.AsType[*auth.ServiceError](err)
	return ok && e.Code != "" && isNotFound(err)
}

// isPermanent reports whether the connection fails for every request of this client.
func isPermanent(err error) bool {
	fault, ok := errors.AsType[*auth.TransportError](err)
	return ok && fault.Permanent
}

func isAny(err error, conditions ...error) bool {
	return slices.ContainsFunc(conditions, func(c error) bool { return errors.Is(err, c) })
}

// maxStreak is how many equal failures in a row end a bulk verb.
const maxStreak = 3

// sameRefusal is the reason for the targets after such failures.
const sameRefusal = "not sent: the service refused three in a row for the same reason"

// A streak counts equal failures in a row.
type streak struct {
	key string
	n   int
}

func (s *streak) reset() { *s = streak{} }

// decide decides what the failure of one target means for the rest. If skip is true, the verb
// does not send the rest. An error ends the verb.
func (s *streak) decide(r Refusal, err error) (skip bool, end error) {
	switch r.Scope {
	case auth.ScopeCall:
		return false, err
	case auth.ScopeInput:
		s.reset()
		return false, nil
	}
	if s.key != r.Key {
		*s = streak{key: r.Key}
	}
	s.n++
	switch {
	case s.n < maxStreak:
		return false, nil
	case r.Scope == auth.ScopeUnknown:
		return true, nil
	default:
		return false, err
	}
}
