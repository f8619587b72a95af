package alibabarm

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// The conditions under which calls fail, to be tested with [errors.Is]. They are
// the values of package auth, so that one test serves both clouds.
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
)

// An Error is an answer of the service that is not the one asked for. It matches
// one of the Err… conditions under [errors.Is], chosen by Code where that is
// known, and otherwise by StatusCode. A redirect matches none. A response that reports
// success and cannot be read matches [ErrUnavailable], unless its code says something
// else; reads are retried first.
type Error struct {
	// Op is the operation, such as ListHandshakesForAccount.
	Op string
	// StatusCode is the HTTP status, such as 403.
	StatusCode int
	// Code is the service's code, such as NoPermission or Throttling.User; ""
	// where the answer has none.
	Code string
	// Message is the service's own text. Where the answer is not in the
	// service's form, as a proxy's page, it is the beginning of the body. It
	// has at most 512 bytes of printable text, without what echoes a signed
	// request.
	Message string
	// RequestID names the call to Alibaba Cloud's support; "" if unknown.
	RequestID string
	// Attempts counts the requests sent, this answer's included.
	Attempts int
	// RetryAfter is how long the service asked to wait; 0 where it did not.
	RetryAfter time.Duration
	// HostID is the host that answered, by its own account.
	HostID string
	// RecommendURL is the service's page about the error.
	RecommendURL string
	// AccessDeniedDetail says which policy denied the call, and to whom, as
	// AuthAction, NoPermissionType and EncodedDiagnosticMessage; nil where
	// the answer does not. The error's text has the AuthAction, and nothing else
	// of it; its log value has nothing.
	AccessDeniedDetail map[string]string

	cause     error // why an answer that reports success could not be read
	throttled bool  // a header says so, and the code is not known
}

// rule is what the error means.
func (e *Error) rule() rule {
	if e.throttled {
		return rule{verdict: auth.Throttled, condition: ErrThrottled, about: aboutMoment}
	}
	r := ruleFor(e.StatusCode, e.Code)
	if r.verdict == auth.Accepted {
		return ruleForUnreadable(e.cause)
	}
	return r
}

// Error names the operation, the status, the code, the message, what to do about
// it where that is known, and the request.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "alibabarm: %s: %d", e.Op, e.StatusCode)
	if name := cmp.Or(e.Code, http.StatusText(e.StatusCode)); name != "" {
		b.WriteString(" " + name)
	}
	for _, part := range []string{e.causeText(), cmp.Or(e.Message, e.rule().meaning), e.advice()} {
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

// advice is what to do about it; "" if nothing is known to help.
func (e *Error) advice() string {
	if e.RetryAfter > 0 {
		return fmt.Sprintf("try again in %v", e.RetryAfter)
	}
	return e.withAction(e.rule().hint)
}

// withAction names in a hint the action that a policy must allow. The service may say
// which: the call may need more than its own action.
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

func (e *Error) causeText() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}

// Is reports whether target is the condition of this error.
func (e *Error) Is(target error) bool {
	condition := e.rule().condition
	return condition != nil && target == condition
}

// LogValue is the error as a group of attributes.
func (e *Error) LogValue() slog.Value {
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

// newError reads the error in an answer.
func newError(r *auth.Response, retryAfter time.Duration) *Error {
	b := parseErrorBody(r.Body, r.Excerpt)
	return &Error{
		Op:                 r.Op,
		StatusCode:         r.StatusCode,
		Code:               b.code,
		Message:            b.message,
		RequestID:          cmp.Or(b.requestID, headerRequestID(r)),
		Attempts:           r.Attempts,
		RetryAfter:         retryAfter,
		HostID:             b.hostID,
		RecommendURL:       b.recommend,
		AccessDeniedDetail: b.denied,
		throttled:          throttledAnyway(r, b.code),
	}
}

// requestID is the answer's own name. The service puts it into the body; its gateway,
// which answers too, into a header.
func requestID(r *auth.Response) string {
	return cmp.Or(r.Excerpt(bodyRequestID(r.Body), maxCode), headerRequestID(r))
}

func headerRequestID(r *auth.Response) string {
	return r.Excerpt(r.Header.Get("X-Acs-Request-Id"), maxCode)
}

// malformed is the error of an answer that reports success and cannot be read.
func malformed(r *auth.Response, cause error) *Error {
	e := newError(r, 0)
	e.cause = cause
	return e
}

// ruleForUnreadable is for a response that reports success and cannot be read. The next
// one may be whole, unless this one was too large.
func ruleForUnreadable(cause error) rule {
	if errors.Is(cause, ErrTooLarge) {
		return rule{verdict: auth.Fatal, condition: ErrTooLarge}
	}
	return rule{verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment}
}

// checking makes a [auth.Call].Check of what reads a response.
func checking(read func(*auth.Response) error) func(*auth.Response) auth.Decision {
	return func(r *auth.Response) auth.Decision {
		err := read(r)
		if err == nil {
			return auth.Decision{}
		}
		e := malformed(r, err)
		return auth.Decision{Verdict: e.rule().verdict, Err: e}
	}
}
