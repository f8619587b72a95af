package alibabarm

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// statusRules decides where the code is unknown.
var statusRules = auth.StatusRules{Endpoint: hintEndpoint, Credentials: hintKeys, Policy: hintPolicy}

// ruleFor returns what a response means. The code decides where it is known: throttling
// is a 400 as often as a 429, and a 404 can be a key that is not known. The status code
// decides about the rest. A 404 without a code is a wrong path, and not an invitation
// that is missing.
func ruleFor(status int, code string, cause error) auth.Rule {
	if r, ok := ruleForCode(code); ok {
		return r
	}
	if status == http.StatusNotFound && code == "" {
		return auth.Rule{Verdict: auth.Fatal, Condition: ErrInvalid, Hint: hintEndpoint}
	}
	return statusRules.Find(status, cause)
}

// ruleForCode is false for a code that is neither in the table nor of a family there.
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

// classifier classifies responses by the table; now is for a Retry-After that is a date.
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

// throttledAnyway reports whether a refusal with a code that is not in the table is
// throttling, as its header says. Where the service may have acted, it is not a refusal.
func throttledAnyway(r *auth.Response, code string) bool {
	if _, known := ruleForCode(code); known || r.StatusCode < 400 || r.StatusCode > 499 {
		return false
	}
	return throttleWait(r.Header) > 0 && ruleFor(r.StatusCode, code, nil).Verdict != auth.Ambiguous
}
