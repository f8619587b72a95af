package alibabarm

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// ruleFor is what a response means. The code decides where it is known: throttling is a
// 400 as often as a 429, and a 404 can be a key that is not known. The status decides
// about the rest.
func ruleFor(status int, code string) rule {
	if r, ok := ruleForCode(code); ok {
		return r
	}
	return ruleForStatus(status, code != "")
}

// ruleForCode is false for a code that is neither in the table nor of a family there.
func ruleForCode(code string) (rule, bool) {
	if r, ok := rules[code]; ok {
		return r, true
	}
	if strings.HasPrefix(code, "Throttling") {
		return rules["Throttling*"], true
	}
	family, _, _ := strings.Cut(code, ".")
	r, ok := rules[family+".*"]
	return r, ok
}

// rules finds a rule of codes.
var rules = func() map[string]rule {
	byCode := make(map[string]rule, len(codes))
	for _, r := range codes {
		byCode[r.code] = r
	}
	return byCode
}()

// ruleForStatus decides where the code is unknown; coded tells that there is one. A
// 404 without one is a wrong path, and not an invitation that is missing.
func ruleForStatus(status int, coded bool) rule {
	switch {
	case status >= 200 && status < 300:
		return rule{verdict: auth.Accepted}
	case status >= 300 && status < 400:
		return rule{verdict: auth.Fatal, hint: "redirects are not followed: " + hintEndpoint}
	case status == http.StatusUnauthorized:
		return rule{verdict: auth.Fatal, condition: ErrUnauthenticated, hint: hintKeys}
	case status == http.StatusForbidden:
		return rule{verdict: auth.Fatal, condition: ErrPermission, hint: hintPolicy}
	case status == http.StatusNotFound && coded:
		return rule{verdict: auth.Fatal, condition: ErrNotFound}
	case status == http.StatusNotFound:
		return rule{verdict: auth.Fatal, condition: ErrInvalid, hint: hintEndpoint}
	case status == http.StatusRequestTimeout:
		return rule{verdict: auth.Ambiguous, condition: ErrUnavailable}
	case status == http.StatusConflict:
		return rule{verdict: auth.Fatal, condition: ErrConflict}
	case status == http.StatusTooManyRequests:
		return rule{verdict: auth.Throttled, condition: ErrThrottled}
	case status >= 400 && status < 500:
		return rule{verdict: auth.Fatal, condition: ErrInvalid}
	case status >= 500:
		return rule{verdict: auth.Ambiguous, condition: ErrUnavailable}
	default:
		return rule{verdict: auth.Fatal}
	}
}

// classifier judges answers by the table; now is for a Retry-After that is a date.
func classifier(now func() time.Time) func(auth.Call, *auth.Response) auth.Decision {
	return func(_ auth.Call, r *auth.Response) auth.Decision {
		if r.StatusCode >= 200 && r.StatusCode < 300 {
			return auth.Decision{Verdict: auth.Accepted}
		}
		wait, _ := auth.RetryAfter(r.Header, now())
		err := newError(r, max(wait, throttleWait(r.Header)))
		verdict := err.rule().verdict
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
	return throttleWait(r.Header) > 0 && ruleForStatus(r.StatusCode, code != "").verdict != auth.Ambiguous
}
