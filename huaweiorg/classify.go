package huaweiorg

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// ruleFor is what a response means. The code decides where it is known: a 401 of
// Organizations is about the caller's role and not about the keys, and a 404 can be a
// wrong path. The status decides about the rest.
func ruleFor(status int, code, message string) rule {
	// Older gateways write APIG for APIGW.
	if number, ok := strings.CutPrefix(code, "APIG."); ok {
		code = "APIGW." + number
	}
	for _, key := range []codeKey{{code, status}, {code, 0}} {
		if r, ok := rules[key]; ok {
			return r
		}
	}
	ofService := strings.HasPrefix(code, "Organizations.")
	if ofService && status == quotaExceeded.status && strings.HasPrefix(strings.ToLower(message), quotaMessage) {
		return quotaExceeded
	}
	return ruleForStatus(status, ofService)
}

// A codeKey finds a rule of codes.
type codeKey struct {
	code   string
	status int // 0 for any
}

var rules = func() map[codeKey]rule {
	byKey := make(map[codeKey]rule, len(codes))
	for _, r := range codes {
		byKey[codeKey{r.code, r.status}] = r
	}
	return byKey
}()

// ruleForStatus decides where the code is unknown; ofService tells a code of
// Organizations itself.
func ruleForStatus(status int, ofService bool) rule {
	switch {
	case status >= 200 && status < 300:
		return rule{verdict: auth.Accepted}
	case status >= 300 && status < 400:
		return rule{verdict: auth.Fatal, hint: "redirects are not followed: " + hintEndpoint}
	case status == http.StatusUnauthorized && ofService:
		return rule{verdict: auth.Fatal, condition: ErrPermission, hint: hintRole}
	case status == http.StatusForbidden:
		return rule{verdict: auth.Fatal, condition: ErrPermission, hint: hintPolicy}
	case status == http.StatusUnauthorized:
		return rule{verdict: auth.Fatal, condition: ErrUnauthenticated, hint: hintKeys}
	case status == http.StatusNotFound:
		return rule{verdict: auth.Fatal, condition: ErrNotFound}
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
		err := newError(r, wait)
		return auth.Decision{Verdict: err.rule().verdict, Wait: wait, Err: err}
	}
}
