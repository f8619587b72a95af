package huaweiorg

import (
	"cmp"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// The conditions under which calls fail, for [errors.Is]. They are the values of package
// auth, so one test serves both clouds. The last four are finer: an error that matches one
// of them also matches [ErrPermission] or [ErrConflict].
var (
	ErrNoCredentials   = auth.ErrNoCredentials
	ErrNotFound        = auth.ErrNotFound
	ErrPermission      = auth.ErrPermission
	ErrUnauthenticated = auth.ErrUnauthenticated
	ErrThrottled       = auth.ErrThrottled
	ErrQuota           = auth.ErrQuota
	ErrConflict        = auth.ErrConflict
	ErrInvalid         = auth.ErrInvalid
	ErrUnavailable     = auth.ErrUnavailable
	ErrTooLarge        = auth.ErrTooLarge
	ErrOutcomeUnknown  = auth.ErrOutcomeUnknown

	ErrNotInOrganization = auth.ErrNotInOrganization
	ErrAlreadyMember     = auth.ErrAlreadyMember
	ErrAlreadyInvited    = auth.ErrAlreadyInvited
	ErrNotPending        = auth.ErrNotPending
)

// An Error is an unexpected response of the service. Under [errors.Is], it matches one of
// the Err… conditions. The client chooses the condition by Code if it knows the code, and by
// StatusCode otherwise. A redirect matches none. A response that reports success but cannot
// be decoded matches [ErrUnavailable], unless its code says something else; the client
// retries reads first. [errors.AsType] with *[auth.ServiceError] finds the error of either
// cloud.
type Error struct {
	auth.ServiceError

	// EncodedAuthorizationMessage says which policy denied the call. Only STS can decode it
	// (POST /v5/decode-authorization-message). Neither the error's text nor its log value
	// contains it.
	EncodedAuthorizationMessage string

	cause error  // why a response that reports success could not be read
	hint  string // what to do, instead of what the table says
}

// service returns the error in the form that both clouds share, with the rule from the table
// of codes.
func (e *Error) service() *auth.ServiceError {
	r := e.rule()
	r.Hint, r.Guide = e.advice(), "huaweiorg/README.md#error-codes"
	return auth.NewServiceError("huaweiorg", e.ServiceError, r, e.cause)
}

// Error names the operation, the status code, the code, the message, what to do if that is
// known, and the request ID.
func (e *Error) Error() string { return e.service().Error() }

// Is reports whether target is a condition of this error.
func (e *Error) Is(target error) bool { return errors.Is(e.rule().Condition, target) }

// As sets target to the error as a *[auth.ServiceError], if target points to one.
func (e *Error) As(target any) bool { return e.service().As(target) }

// LogValue returns the error as a group of attributes.
func (e *Error) LogValue() slog.Value { return e.service().LogValue() }

// advice returns what to do, or "" if that is not known.
func (e *Error) advice() string { return cmp.Or(e.hint, e.withAction(e.rule().Hint)) }

// withAction replaces {action} in a hint by the action that a policy must allow.
func (e *Error) withAction(hint string) string {
	action := cmp.Or(deniedAction.FindString(e.Message), actions[e.Op], "this action")
	if e.Code == "" {
		action += ", unless a proxy refused it"
	}
	return strings.ReplaceAll(hint, "{action}", action)
}

// deniedAction finds the denied action in the service's message, because the call may need
// more than its own.
var deniedAction = regexp.MustCompile(`\b(?:organizations|iam):[A-Za-z]+:[A-Za-z0-9]+\b`)

// rule returns what the error means.
func (e *Error) rule() auth.Rule { return ruleFor(e.StatusCode, e.Code, e.Message, e.cause) }

// newError decodes the error in a response.
func newError(r *auth.Response, retryAfter time.Duration) *Error {
	b := parseErrorBody(r.Body, r.Excerpt)
	return &Error{
		ServiceError: auth.ServiceError{
			Op:         r.Op,
			StatusCode: r.StatusCode,
			Code:       b.code,
			Message:    b.message,
			RequestID:  cmp.Or(requestID(r), b.requestID),
			Attempts:   r.Attempts,
			RetryAfter: retryAfter,
		},
		EncodedAuthorizationMessage: b.encoded,
	}
}

// requestID returns the ID of the response, which the service and its gateway put into a
// header.
func requestID(r *auth.Response) string { return r.Excerpt(r.Header.Get("X-Request-Id"), maxCode) }

// malformed returns the error of a response that reports success but cannot be decoded.
func malformed(r *auth.Response, cause error) *Error {
	e := newError(r, 0)
	e.cause = cause
	return e
}

// checking turns a function that decodes a response into an [auth.Call].Check.
func checking(read func(*auth.Response) error) func(*auth.Response) auth.Decision {
	return func(r *auth.Response) auth.Decision {
		err := read(r)
		if err == nil {
			return auth.Decision{}
		}
		e := malformed(r, err)
		return auth.Decision{Verdict: e.rule().Verdict, Err: e}
	}
}
