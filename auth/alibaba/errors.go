package alibaba

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

const (
	pkg = "alibaba" // the beginning of error texts

	hintKeys     = "check the access key and its secret"
	hintClock    = "check this machine's clock"
	hintEndpoint = "check the endpoint"
	hintRenew    = "renew the temporary credentials"
)

// codes are the error codes of STS and of its gateway that mean more than the status code. A
// code that ends with .* stands for all codes with that beginning.
var codes = auth.Rules{
	{Code: "Throttling", Verdict: auth.Throttled, Condition: auth.ErrThrottled, Meaning: "too many requests"},
	{Code: "Throttling.*", Verdict: auth.Throttled, Condition: auth.ErrThrottled, Meaning: "too many requests"},
	{Code: "Rejected.Throttling", Verdict: auth.Throttled, Condition: auth.ErrThrottled, Meaning: "too many requests"},
	{Code: "ServiceUnavailable", Verdict: auth.Ambiguous, Condition: auth.ErrUnavailable, Meaning: "the service is not available"},
	{Code: "InternalError", Verdict: auth.Ambiguous, Condition: auth.ErrUnavailable, Meaning: "the service failed"},
	{Code: "SignatureNonceUsed", Verdict: auth.Ambiguous, Condition: auth.ErrUnavailable, Meaning: "a copy of the request reached the service before"},
	{Code: "InvalidTimeStamp.Expired", Verdict: auth.ClockSkew, Condition: auth.ErrUnauthenticated, Meaning: "the request's time is not the service's", Hint: hintClock},
	{Code: "IllegalTimestamp", Verdict: auth.ClockSkew, Condition: auth.ErrUnauthenticated, Meaning: "the request's time is not the service's", Hint: hintClock},
	{Code: "SignatureDoesNotMatch", Verdict: auth.Fatal, Condition: auth.ErrUnauthenticated, Meaning: "the signature is not the expected one", Hint: hintKeys},
	{Code: "IncompleteSignature", Verdict: auth.Fatal, Condition: auth.ErrUnauthenticated, Meaning: "the signature is not the expected one", Hint: hintKeys},
	{Code: "InvalidAccessKeyId.*", Verdict: auth.StaleCredentials, Condition: auth.ErrUnauthenticated, Meaning: "the access key is not accepted", Hint: hintKeys},
	{Code: "InvalidSecurityToken.Expired", Verdict: auth.StaleCredentials, Condition: auth.ErrUnauthenticated, Meaning: "the security token has expired", Hint: hintRenew},
	{Code: "InvalidSecurityToken.*", Verdict: auth.Fatal, Condition: auth.ErrUnauthenticated, Meaning: "the security token is not accepted", Hint: hintKeys},
	{Code: "MissingSecurityToken", Verdict: auth.Fatal, Condition: auth.ErrUnauthenticated, Meaning: "the security token is missing", Hint: "give the security token with the temporary key"},
	{Code: "AuthenticationFail.NoPermission", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "the role does not trust the caller"},
	{Code: "AuthenticationFail.*", Verdict: auth.Fatal, Condition: auth.ErrUnauthenticated, Meaning: "the token is not accepted"},
	{Code: "NoPermission", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "a policy denies the action"},
	{Code: "NoPermission.*", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "a policy denies the action"},
	{Code: "Forbidden", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "access is denied"},
	{Code: "Forbidden.*", Verdict: auth.Fatal, Condition: auth.ErrPermission, Meaning: "access is denied"},
	{Code: "EntityNotExist.*", Verdict: auth.Fatal, Condition: auth.ErrNotFound, Meaning: "something that the input names does not exist"},
	{Code: "InvalidAction.*", Verdict: auth.Fatal, Condition: auth.ErrInvalid, Meaning: "the endpoint does not have this operation", Hint: hintEndpoint},
	{Code: "InvalidVersion", Verdict: auth.Fatal, Condition: auth.ErrInvalid, Meaning: "the endpoint does not have this version", Hint: hintEndpoint},
	{Code: "NoSuchVersion", Verdict: auth.Fatal, Condition: auth.ErrInvalid, Meaning: "the endpoint does not have this version", Hint: hintEndpoint},
}

// statusRules classify a response whose code is unknown.
var statusRules = auth.StatusRules{Endpoint: hintEndpoint, Credentials: hintKeys, Policy: "allow this action"}

func findCode(code string) (auth.Rule, bool) {
	if r, ok := codes.Find(code, 0); ok {
		return r, true
	}
	family, _, _ := strings.Cut(code, ".")
	return codes.Find(family+".*", 0)
}

// An advice has hints for one operation, by condition, which replace the hints of the rules.
type advice map[error]string

// rule classifies a response.
func (a advice) rule(status int, code string, throttled bool) auth.Rule {
	r, known := findCode(code)
	switch {
	case !known && throttled && status >= 400 && status < 500:
		r = auth.Rule{Verdict: auth.Throttled, Condition: auth.ErrThrottled}
	case !known:
		r = statusRules.Find(status, nil)
	}
	if r.Verdict == auth.Fatal && a[r.Condition] != "" && r.Hint != hintEndpoint {
		r.Hint = a[r.Condition]
	}
	return r
}

// classifier classifies the responses of STS.
func classifier(a advice) func(auth.Call, *auth.Response) auth.Decision {
	return func(_ auth.Call, r *auth.Response) auth.Decision {
		if r.StatusCode >= 200 && r.StatusCode < 300 {
			return auth.Decision{}
		}
		throttled := throttleWait(r.Header)
		wait, _ := auth.RetryAfter(r.Header, time.Now())
		wait = max(wait, throttled)
		b := parseErrorBody(r.Body)
		e := auth.ServiceError{
			Op: r.Op, StatusCode: r.StatusCode, Attempts: r.Attempts, RetryAfter: wait,
			Code:      r.Excerpt(string(b.Code), maxCode),
			Message:   r.Excerpt(string(b.Message), maxMessage),
			RequestID: cmp.Or(r.Excerpt(string(b.RequestID), maxCode), headerID(r)),
		}
		rule := a.rule(e.StatusCode, e.Code, throttled > 0)
		return auth.Decision{Verdict: rule.Verdict, Wait: wait, Err: auth.NewServiceError(pkg, e, rule, nil)}
	}
}

// throttleWait returns the wait in X-Acs-Retry-After, in milliseconds there, or 0 if the header
// is missing or malformed. The service marks throttling with this header, whatever the code is.
func throttleWait(h http.Header) time.Duration {
	const longest = 24 * time.Hour // a longer wait is a mistake of the service
	ms, err := strconv.ParseUint(strings.TrimSpace(h.Get("X-Acs-Retry-After")), 10, 32)
	if err != nil {
		return 0
	}
	return min(time.Duration(ms)*time.Millisecond, longest)
}

// An errorBody has what a response says about an error, in JSON or XML.
type errorBody struct {
	Code, Message, Description temporary.Text
	RequestID                  temporary.Text `json:"RequestId" xml:"RequestId"`
}

// parseErrorBody decodes a body. If its form is unknown, the text becomes the message.
func parseErrorBody(body []byte) errorBody {
	var b errorBody
	if decode(body, &b) != nil {
		b = errorBody{}
	}
	if b.Message = cmp.Or(b.Message, b.Description); b.Code == "" && b.Message == "" {
		b.Message = temporary.Text(body[:min(len(body), 8*maxMessage)])
	}
	return b
}

// unreadable classifies a response that should hold credentials; err is why it holds none. The
// error quotes nothing of the body, which may hold half a key pair.
func unreadable(r *auth.Response, err error) auth.Decision {
	if err == nil {
		return auth.Decision{}
	}
	e := auth.ServiceError{Op: r.Op, StatusCode: r.StatusCode, Attempts: r.Attempts, RequestID: headerID(r)}
	rule := statusRules.Find(r.StatusCode, err)
	return auth.Decision{Verdict: rule.Verdict, Err: auth.NewServiceError(pkg, e, rule, err)}
}

func headerID(r *auth.Response) string { return r.Excerpt(r.Header.Get("X-Acs-Request-Id"), maxCode) }

// wrap adds the operation to the error, unless the error has it already.
func wrap(op string, err error) error {
	if _, ok := err.(*auth.ServiceError); ok {
		return err
	}
	return fmt.Errorf("%s: %s: %w", pkg, op, err)
}
