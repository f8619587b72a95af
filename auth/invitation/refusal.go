package invitation

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Refusal is what the error of a write means: for its target, for the targets after
// it, and for the question whether the write took effect.
type Refusal struct {
	Scope Scope
	// Result and Reason describe the target; "" is [ResultFailed].
	Result Result
	Reason string
	// Reread means that the target may have an open invitation, which the list then
	// shows. Open means that the service says so, even if the list does not show it.
	Reread, Open bool
	// Key is equal for equal refusals, and "" for what is not the service's.
	Key string

	// Ambiguous means that the service may have acted. The engine adds an
	// [auth.TransportError] whose request was sent, and [auth.ErrTooLarge].
	Ambiguous bool
	// Ended is the invitation, where the error itself shows that it ended in
	// another state: nothing needs to be read back.
	Ended *Invitation
	// RetryAfter is how long the service asks to wait.
	RetryAfter time.Duration
}

// A Scope says which targets a refusal concerns.
type Scope uint8

// The scopes.
const (
	ScopeUnknown Scope = iota // the code is unknown: after three equal refusals in a row, the rest is skipped
	ScopeInput                // this target or input only
	ScopeRest                 // this target and all others, as a quota: Result is theirs, too
	ScopeCall                 // the caller, the credentials or the endpoint: the verb ends with the error
	ScopeMoment               // what the service is doing now: three equal refusals in a row end the verb
)

// classify completes the cloud's classification for a bulk verb. If the outcome of a
// write is unknown, the refusal says nothing about its target any more.
func (c *Cloud) classify(ctx context.Context, err error) Refusal {
	r := c.Classify(err)
	switch {
	case auth.EndOf(ctx) != nil, isPermanent(err), isAny(err, auth.ErrNoCredentials, auth.ErrUnauthenticated, auth.ErrThrottled):
		r.Scope = ScopeCall
	case errors.Is(err, auth.ErrOutcomeUnknown):
		r.Key = ""
		if r.Scope != ScopeCall {
			r.Scope = ScopeMoment
		}
	}
	return r
}

// isPermanent reports whether no request of this client can succeed.
func isPermanent(err error) bool {
	if _, unsigned := errors.AsType[*auth.SignError](err); unsigned {
		return true
	}
	fault, ok := errors.AsType[*auth.TransportError](err)
	return ok && fault.Permanent
}

func isAny(err error, conditions ...error) bool {
	return slices.ContainsFunc(conditions, func(c error) bool { return errors.Is(err, c) })
}

// maxStreak is how many equal failures in a row end a bulk verb.
const maxStreak = 3

// A streak counts equal failures in a row.
type streak struct {
	key string
	n   int
}

func (s *streak) reset() { *s = streak{} }

// decide says what the failure of one target means for the rest: skip means that the
// rest is not tried, and an error ends the verb.
func (s *streak) decide(r Refusal, err error) (skip bool, end error) {
	switch r.Scope {
	case ScopeCall:
		return false, err
	case ScopeInput:
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
	case r.Scope == ScopeUnknown:
		return true, nil
	default:
		return false, err
	}
}
