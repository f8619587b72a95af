package huaweiorg

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// statusRules classifies a response whose code is unknown.
var statusRules = auth.StatusRules{Endpoint: hintEndpoint, Credentials: hintKeys, Policy: hintPolicy}

// ruleFor returns what a response means. A known code decides: a 401 of Organizations is
// about the caller's role and not about the credentials, and a 404 can be a wrong path.
// Otherwise the status code decides.
func ruleFor(status int, code, message string, cause error) auth.Rule {
	// Older gateways write APIG for APIGW.
	if number, ok := strings.CutPrefix(code, "APIG."); ok {
		code = "APIGW." + number
	}
	message = strings.ToLower(message)
	if r, ok := codes.Find(code, status); ok {
		if code == wrongAuthentication && strings.Contains(message, signatureMessage) {
			r.Verdict = auth.ClockSkew
		}
		return r
	}
	if strings.HasPrefix(code, "Organizations.") {
		if status == quotaExceeded.Status && strings.HasPrefix(message, quotaMessage) {
			return quotaExceeded
		}
		if status == http.StatusUnauthorized {
			return auth.Rule{Verdict: auth.Fatal, Condition: ErrPermission, Hint: hintRole}
		}
	}
	return statusRules.Find(status, cause)
}

// classifier returns a function that classifies responses by the table. It needs now for a
// Retry-After that is a date. If the service refuses the credentials, it adds what the
// provider knows about them.
func classifier(now func() time.Time, hint func() string) func(auth.Call, *auth.Response) auth.Decision {
	return func(_ auth.Call, r *auth.Response) auth.Decision {
		if r.StatusCode >= 200 && r.StatusCode < 300 {
			return auth.Decision{Verdict: auth.Accepted}
		}
		wait, _ := auth.RetryAfter(r.Header, now())
		err := newError(r, wait)
		if errors.Is(err, ErrPermission) || errors.Is(err, ErrUnauthenticated) {
			err.hint = joined("; ", err.advice(), hint())
		}
		return auth.Decision{Verdict: err.rule().Verdict, Wait: wait, Err: err}
	}
}
