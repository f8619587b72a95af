package huawei

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

var errNilContext = fmt.Errorf("the context is nil: give context.Background(): %w", auth.ErrInvalid)

// hintKeys is for access keys that the service does not accept.
const hintKeys = "check the access key, its secret and this machine's clock"

// codes are those of the API gateway before IAM and STS that say more than the status code.
var codes = auth.Rules{
	{Code: "APIGW.0101", Verdict: auth.Fatal, Condition: auth.ErrInvalid,
		Meaning: "the API does not exist", Hint: "check the endpoint"},
	{Code: wrongAuthentication, Verdict: auth.Unauthenticated, Condition: auth.ErrUnauthenticated,
		Meaning: "the access key, the signature or the date is not accepted", Hint: hintKeys},
	{Code: "APIGW.0307", Verdict: auth.StaleCredentials, Condition: auth.ErrUnauthenticated,
		Meaning: "the security token has expired", Hint: "renew the temporary credentials"},
	{Code: "APIGW.0308", Verdict: auth.Throttled, Condition: auth.ErrThrottled, Meaning: "too many requests"},
}

// wrongAuthentication is one code for an unknown or locked access key, a wrong signature and a
// wrong date.
const wrongAuthentication = "APIGW.0301"

// signatureMessage is in the messages of wrongAuthentication that are not about the access key,
// in lower case. The service locks a key after five wrong signatures.
const signatureMessage = "signature"

// statusRules decides if the code is unknown.
var statusRules = auth.StatusRules{Endpoint: "check the endpoint", Credentials: hintKeys, Policy: "allow this action"}

// A hint says what to do about a refusal of one call, if the caller knows better than the
// rules. It is for refusals of the condition only, or for all if that is nil.
type hint struct {
	text string
	only error
}

// apply puts the hint into the rule of a refusal. If a service is not available, the caller
// need not change anything.
func (h hint) apply(r auth.Rule) auth.Rule {
	passing := errors.Is(r.Condition, auth.ErrUnavailable) || errors.Is(r.Condition, auth.ErrThrottled)
	if h.text != "" && !passing && (h.only == nil || errors.Is(r.Condition, h.only)) {
		r.Hint = h.text
	}
	return r
}

func ruleFor(status int, code, message string) auth.Rule {
	// Older gateways write APIG instead of APIGW.
	if number, ok := strings.CutPrefix(code, "APIG."); ok {
		code = "APIGW." + number
	}
	if r, ok := codes.Find(code, status); ok {
		if code == wrongAuthentication && strings.Contains(strings.ToLower(message), signatureMessage) {
			r.Verdict = auth.ClockSkew
		}
		return r
	}
	return statusRules.Find(status, nil)
}

// classifier classifies the responses of IAM and STS.
func classifier(h hint) func(auth.Call, *auth.Response) auth.Decision {
	return func(_ auth.Call, r *auth.Response) auth.Decision {
		if r.StatusCode >= 200 && r.StatusCode < 300 {
			return auth.Decision{}
		}
		wait, _ := auth.RetryAfter(r.Header, time.Now())
		err := newError(r, wait, h)
		return auth.Decision{Verdict: ruleFor(err.StatusCode, err.Code, err.Message).Verdict, Wait: wait, Err: err}
	}
}

// newError returns the error in a response.
func newError(r *auth.Response, retryAfter time.Duration, h hint) *auth.ServiceError {
	b := parseErrorBody(r.Body)
	e := auth.ServiceError{
		Op: r.Op, StatusCode: r.StatusCode, Attempts: r.Attempts, RetryAfter: retryAfter,
		Code:      r.Excerpt(b.code, maxCode),
		Message:   r.Excerpt(b.message, maxMessage),
		RequestID: cmp.Or(headerID(r, "X-Request-Id"), r.Excerpt(b.requestID, maxCode), headerID(r, "X-Iam-Trace-Id")),
	}
	return auth.NewServiceError(pkg, e, h.apply(ruleFor(e.StatusCode, e.Code, e.Message)), nil)
}

// unreadable classifies a response that should hold credentials. err is why it does not. The
// error quotes nothing of the body, which may hold half an access key.
func unreadable(r *auth.Response, err error) auth.Decision {
	if err == nil {
		return auth.Decision{}
	}
	e := auth.ServiceError{
		Op: r.Op, StatusCode: r.StatusCode, Attempts: r.Attempts,
		RequestID: cmp.Or(headerID(r, "X-Request-Id"), headerID(r, "X-Iam-Trace-Id")),
	}
	rule := statusRules.Find(r.StatusCode, err)
	return auth.Decision{Verdict: rule.Verdict, Err: auth.NewServiceError(pkg, e, rule, err)}
}

// headerID returns the ID that a service puts into a header.
func headerID(r *auth.Response, name string) string { return r.Excerpt(r.Header.Get(name), maxCode) }

const pkg = "huawei" // the beginning of error texts

// wrap adds the name of the operation, unless the error already has it.
func wrap(op string, err error) error {
	if _, ok := err.(*auth.ServiceError); ok {
		return err
	}
	return fmt.Errorf("%s: %s: %w", pkg, op, err)
}
