package alibabarm

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

	// HostID is the host that responded, as the response names it.
	HostID string
	// RecommendURL is the service's page about the error.
	RecommendURL string
	// AccessDeniedDetail says which policy denied the call and to whom, with keys such as
	// AuthAction, NoPermissionType and EncodedDiagnosticMessage. It is nil if the response
	// has no such detail. The error's text contains only its AuthAction, and the log value
	// contains nothing of it.
	AccessDeniedDetail map[string]string

	cause     error // why a response that reports success could not be read
	throttled bool  // a header says so, and the code is not known
}

// rule returns what the error means.
func (e *Error) rule() auth.Rule {
	if e.throttled {
		return auth.Rule{Verdict: auth.Throttled, Condition: ErrThrottled, Scope: auth.ScopeMoment}
	}
	return ruleFor(e.StatusCode, e.Code, e.cause)
}

// service returns the error in the form that both clouds share, with the rule from the table
// of codes.
func (e *Error) service() *auth.ServiceError {
	r := e.rule()
	r.Hint, r.Guide = e.advice(), "alibabarm/README.md#error-codes"
	return auth.NewServiceError("alibabarm", e.ServiceError, r, e.cause)
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
func (e *Error) advice() string { return e.withAction(e.rule().Hint) }

// withAction replaces {action} in a hint by the action that a policy must allow. The service
// may name the action, because the call may need more than its own.
func (e *Error) withAction(hint string) string {
	action := e.AccessDeniedDetail["AuthAction"]
	if !actionName.MatchString(action) {
		action = "resourcemanager:" + e.Op
	}
	if e.Code == "" {
		action += ", unless a proxy refused it"
	}
	return strings.ReplaceAll(hint, "{action}", action)
}

var actionName = regexp.MustCompile(`^[a-z]+:[A-Za-z]+$`)

// newError decodes the error in a response.
func newError(r *auth.Response, retryAfter time.Duration) *Error {
	b := parseErrorBody(r.Body, r.Excerpt)
	return &Error{
		ServiceError: auth.ServiceError{
			Op:         r.Op,
			StatusCode: r.StatusCode,
			Code:       b.code,
			Message:    b.message,
			RequestID:  cmp.Or(b.requestID, headerRequestID(r)),
			Attempts:   r.Attempts,
			RetryAfter: retryAfter,
		},
		HostID:             b.hostID,
		RecommendURL:       b.recommend,
		AccessDeniedDetail: b.denied,
		throttled:          throttledAnyway(r, b.code),
	}
}

// requestID returns the ID of the response. The service puts it into the body, and the
// gateway, which may also respond, into a header.
func requestID(r *auth.Response) string {
	return cmp.Or(r.Excerpt(bodyRequestID(r.Body), maxCode), headerRequestID(r))
}

func headerRequestID(r *auth.Response) string {
	return r.Excerpt(r.Header.Get("X-Acs-Request-Id"), maxCode)
}

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
