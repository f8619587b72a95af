package alibabarm

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// statusRules classifies a response whose code is unknown.
var statusRules = auth.StatusRules{Endpoint: hintEndpoint, Credentials: hintKeys, Policy: hintPolicy}

// ruleFor returns what a response means. A known code decides: throttling is as often a 400
// as a 429, and a 404 can be an unknown access key. Otherwise the status code decides. A 404
// without a code means a wrong path, and not a missing invitation.
func ruleFor(status int, code string, cause error) auth.Rule {
	if r, ok := ruleForCode(code); ok {
		return r
	}
	if status == http.StatusNotFound && code == "" {
		return auth.Rule{Verdict: auth.Fatal, Condition: ErrInvalid, Hint: hintEndpoint}
	}
	return statusRules.Find(status, cause)
}

// ruleForCode returns false for a code that is not in the table and whose family is not
// there either.
func ruleForCode(code string) (auth.Rule, bool) {
	if r, ok := codes.Find(code, 0); ok {
		return r, true
	}
	if strings.HasPrefix(code, "Throttling") {
		return codes.Find("Throttling*", 0)
	}
	family, _, _ := strings.Cut(code, ".")
	return codes.Find(family+".*", 0)
}

// classifier returns a function that classifies responses by the table. It needs now for a
// Retry-After that is a date.
func classifier(now func() time.Time) func(auth.Call, *auth.Response) auth.Decision {
	return func(_ auth.Call, r *auth.Response) auth.Decision {
		if r.StatusCode >= 200 && r.StatusCode < 300 {
			return auth.Decision{Verdict: auth.Accepted}
		}
		wait, _ := auth.RetryAfter(r.Header, now())
		err := newError(r, max(wait, throttleWait(r.Header)))
		verdict := err.rule().Verdict
		if verdict == auth.Throttled {
			err.RetryAfter = max(err.RetryAfter, timeLeft(r.Header))
		}
		return auth.Decision{Verdict: verdict, Wait: err.RetryAfter, Err: err}
	}
}

// throttledAnyway reports whether a header marks a refusal with an unknown code as
// throttling. If the service may have acted, the response is not a refusal.
func throttledAnyway(r *auth.Response, code string) bool {
	if _, known := ruleForCode(code); known || r.StatusCode < 400 || r.StatusCode > 499 {
		return false
	}
	return throttleWait(r.Header) > 0 && ruleFor(r.StatusCode, code, nil).Verdict != auth.Ambiguous
}
