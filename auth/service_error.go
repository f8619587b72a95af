package auth

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// A ServiceError reports a response that is not the expected one: a refusal, or a response that
// reports success and cannot be read. The errors of both client packages embed it, so that
// [errors.AsType] with *ServiceError finds it for either cloud.
//
// The client package chooses the conditions that it matches under [errors.Is] by Code if it
// knows the code, and otherwise by StatusCode. A redirect matches none.
type ServiceError struct {
	// Op is the operation, such as ListHandshakes.
	Op string
	// StatusCode is the HTTP status code, such as 403.
	StatusCode int
	// Code is the service's code, such as Organizations.1007 or Throttling.User, or "" if the
	// response has none.
	Code string
	// Message is the service's own text. If the response is not in the service's form, like the
	// page of a proxy, it is the beginning of the body. It has at most 512 bytes of printable
	// text, without what echoes a signed request.
	Message string
	// RequestID identifies the call for the vendor's support. It is "" if it is not known.
	RequestID string
	// Attempts counts the requests, including the one that got this response.
	Attempts int
	// RetryAfter is how long the service asks to wait, or 0 if it does not ask.
	RetryAfter time.Duration

	pkg   string // the beginning of the text
	rule  Rule
	cause error // why a response that reports success could not be read
}

// NewServiceError returns e with the text and the conditions of the rule r. Only the client
// packages need it. The text begins with the package pkg. The cause, if any, is why a response
// that reports success could not be read.
func NewServiceError(pkg string, e ServiceError, r Rule, cause error) *ServiceError {
	e.pkg, e.rule, e.cause = pkg, r, cause
	return &e
}

// Error returns the operation, the status code, the code, the message, what to do if that is
// known, and the request ID.
func (e *ServiceError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: %d", cmp.Or(e.pkg, "auth"), e.Op, e.StatusCode)
	if name := cmp.Or(e.Code, http.StatusText(e.StatusCode)); name != "" {
		b.WriteString(" " + name)
	}
	for _, part := range []string{e.causeText(), cmp.Or(e.Message, e.rule.Meaning), e.advice()} {
		if part = strings.TrimRight(part, ".:,; "); part != "" {
			b.WriteString(": " + part)
		}
	}
	switch {
	case e.RequestID != "" && e.Attempts > 1:
		fmt.Fprintf(&b, " (request %s, %d attempts)", e.RequestID, e.Attempts)
	case e.RequestID != "":
		fmt.Fprintf(&b, " (request %s)", e.RequestID)
	case e.Attempts > 1:
		fmt.Fprintf(&b, " (%d attempts)", e.Attempts)
	}
	return b.String()
}

// advice returns what to do, or "" if nothing is known to help. It ends with the guide. A
// response without a code may come from a proxy, and a guide says nothing about proxies.
func (e *ServiceError) advice() string {
	if e.RetryAfter > 0 {
		return fmt.Sprintf("retry in %v", e.RetryAfter)
	}
	if e.Code == "" || e.rule.Guide == "" {
		return e.rule.Hint
	}
	return strings.TrimPrefix(e.rule.Hint+"; see "+e.rule.Guide, "; ")
}

func (e *ServiceError) causeText() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}

// Is reports whether target is a condition of this error.
func (e *ServiceError) Is(target error) bool { return errors.Is(e.rule.Condition, target) }

// As sets target to e if it is for a *ServiceError.
func (e *ServiceError) As(target any) bool {
	s, ok := target.(**ServiceError)
	if ok {
		*s = e
	}
	return ok
}

// LogValue returns the error as a group of attributes.
func (e *ServiceError) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("op", e.Op), slog.Int("status", e.StatusCode)}
	for _, a := range []slog.Attr{
		slog.String("code", e.Code),
		slog.String("message", e.Message),
		slog.String("cause", e.causeText()),
		slog.String("request_id", e.RequestID),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	attrs = append(attrs, slog.Int("attempts", e.Attempts))
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	return slog.GroupValue(attrs...)
}

// A Rule says what a refusal means for the call, for [errors.Is], for the other inputs of a
// bulk verb, and for the person who reads the error.
type Rule struct {
	// Code is the service's code.
	Code string
	// Status is for a code whose meaning depends on the status code, or 0 for any.
	Status    int
	Verdict   Verdict
	Condition error
	Scope     Scope
	// Meaning says what is wrong. Hint says what to do, or is "" if nothing is known to help.
	Meaning, Hint string
	// Guide is where a guide explains the codes of the service, or "". The text of an error
	// with a code ends with it.
	Guide string
}

// A Scope says which inputs of a bulk verb a refusal concerns.
type Scope uint8

// The scopes.
const (
	ScopeUnknown Scope = iota // the code is unknown: after three equal refusals in a row, the rest is skipped
	ScopeInput                // this input or its target only
	ScopeRest                 // this input and all others, such as a quota
	ScopeCall                 // the caller, the credentials or the endpoint: the verb ends with the error
	ScopeMoment               // what the service is doing now: three equal refusals in a row end the verb
)

// Rules say what the codes of a service mean, one row each.
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

// StatusRules decides by the status code if the code of a response is unknown. The fields are
// hints.
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

// ruleForUnreadable returns the rule for a response that reports success and cannot be read.
// The next one may be complete, unless this one was too large.
func ruleForUnreadable(cause error) Rule {
	if errors.Is(cause, ErrTooLarge) {
		return Rule{Verdict: Fatal, Condition: ErrTooLarge}
	}
	return Rule{Verdict: Ambiguous, Condition: ErrUnavailable, Scope: ScopeMoment}
}
