package auth

import (
	"errors"
	"net/http"
)

// A Rule is what a refusal means: for the call, for [errors.Is], for the other inputs of
// a bulk verb, and for the person who reads the error.
type Rule struct {
	// Code is the service's code.
	Code string
	// Status is for a code that means something else with each status code; 0 for any.
	Status    int
	Verdict   Verdict
	Condition error
	Scope     Scope
	// Meaning is what is wrong. Hint is what to do; "" if nothing is known to help.
	Meaning, Hint string
}

// A Scope says which inputs of a bulk verb a refusal concerns.
type Scope uint8

// The scopes.
const (
	ScopeUnknown Scope = iota // the code is unknown: after three equal refusals in a row, the rest is skipped
	ScopeInput                // this input or its target only
	ScopeRest                 // this input and all others, as a quota
	ScopeCall                 // the caller, the credentials or the endpoint: the verb ends with the error
	ScopeMoment               // what the service is doing now: three equal refusals in a row end the verb
)

// Rules are what the codes of a service mean, one row each.
type Rules []Rule

// Find returns the rule for a code with this status code, or else with any.
func (rs Rules) Find(code string, status int) (Rule, bool) {
	var anyStatus Rule
	var found bool
	for _, r := range rs {
		switch {
		case r.Code != code:
		case r.Status == status:
			return r, true
		case r.Status == 0:
			anyStatus, found = r, true
		}
	}
	return anyStatus, found
}

// StatusRules decides by the status code where the code of a response is unknown. The
// fields are hints.
type StatusRules struct{ Endpoint, Credentials, Policy string }

// Find returns the rule for a status code. The cause, if any, is why a response that
// reports success could not be read.
func (h StatusRules) Find(status int, cause error) Rule {
	switch {
	case status >= 200 && status < 300:
		return ruleForUnreadable(cause)
	case status >= 300 && status < 400:
		return Rule{Verdict: Fatal, Hint: "redirects are not followed: " + h.Endpoint}
	case status == http.StatusUnauthorized:
		return Rule{Verdict: Fatal, Condition: ErrUnauthenticated, Hint: h.Credentials}
	case status == http.StatusForbidden:
		return Rule{Verdict: Fatal, Condition: ErrPermission, Hint: h.Policy}
	case status == http.StatusNotFound:
		return Rule{Verdict: Fatal, Condition: ErrNotFound}
	case status == http.StatusRequestTimeout:
		return Rule{Verdict: Ambiguous, Condition: ErrUnavailable}
	case status == http.StatusConflict:
		return Rule{Verdict: Fatal, Condition: ErrConflict}
	case status == http.StatusTooManyRequests:
		return Rule{Verdict: Throttled, Condition: ErrThrottled}
	case status >= 400 && status < 500:
		return Rule{Verdict: Fatal, Condition: ErrInvalid}
	case status >= 500:
		return Rule{Verdict: Ambiguous, Condition: ErrUnavailable}
	default:
		return Rule{Verdict: Fatal}
	}
}

// ruleForUnreadable is for a response that reports success and cannot be read. The next
// one may be complete, unless this one was too large.
func ruleForUnreadable(cause error) Rule {
	if errors.Is(cause, ErrTooLarge) {
		return Rule{Verdict: Fatal, Condition: ErrTooLarge}
	}
	return Rule{Verdict: Ambiguous, Condition: ErrUnavailable, Scope: ScopeMoment}
}
