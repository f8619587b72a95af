package huaweiorg

import (
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A rule is what one kind of answer means: for the call, for [errors.Is], and for
// the person who reads the error.
type rule struct {
	verdict   auth.Verdict
	condition error
	hint      string
}

// Hints that several codes share.
const (
	hintManagement = "call with the organization's management account"
	hintKeys       = "check the access key, its secret and this machine's clock"
	hintEndpoint   = "check the endpoint"
	hintPolicy     = "ask for a policy that allows this action"
)

// ruleFor is the whole table. The code decides where it is known: a 401 of
// Organizations is about the caller's role and not about the keys, and a 404 can
// be a wrong path. Most codes of Organizations are not published, hence the
// status decides about the rest.
func ruleFor(status int, code string) rule {
	if r, ok := ruleForCode(code); ok {
		return r
	}
	return ruleForStatus(status, strings.HasPrefix(code, "Organizations."))
}

// ruleForCode is false for a code that is not in the table.
func ruleForCode(code string) (rule, bool) {
	// Older gateways write APIG for APIGW.
	if number, ok := strings.CutPrefix(code, "APIG."); ok {
		code = "APIGW." + number
	}
	switch code {
	case "Organizations.1001": // only the management account may do this
		return rule{auth.Fatal, ErrPermission, hintManagement}, true
	case "Organizations.1002": // only it or a delegated administrator may
		return rule{auth.Fatal, ErrPermission, "call with the organization's management account or a delegated administrator"}, true
	case "Organizations.1003": // concurrent modification
		return rule{auth.Refused, ErrConflict, ""}, true
	case "Organizations.1004", "Organizations.1006": // no management or assume-role token at present
		return rule{auth.Refused, ErrUnavailable, ""}, true
	case "Organizations.1007": // a policy denies it
		return rule{auth.Fatal, ErrPermission, hintPolicy}, true
	case "Organizations.1010": // a required header is missing; the status is 404
		return rule{auth.Fatal, ErrInvalid, ""}, true
	case "Organizations.1015": // the caller is in no organization
		return rule{auth.Fatal, ErrPermission, "call with an account that is in an organization"}, true
	case "Organizations.1325", // the account is being closed
		"Organizations.1401", // the invitation has been cancelled
		"Organizations.1900": // the trusted service is disabled
		return rule{auth.Fatal, ErrConflict, ""}, true
	case "Organizations.1500": // not a delegated administrator
		return rule{auth.Fatal, ErrPermission, ""}, true

	case "APIGW.0101": // no such API
		return rule{auth.Fatal, ErrInvalid, hintEndpoint}, true
	case "APIGW.0103", "APIGW.0104", "APIGW.0105", // back end not found, wrongly configured
		"APIGW.0601", "APIGW.0605", "APIGW.0606", "APIGW.0608", "APIGW.0609", // internal
		"APIGW.0610", "APIGW.0611", "APIGW.0612", "APIGW.0705", "APIGW.0801":
		return rule{auth.Ambiguous, ErrUnavailable, ""}, true
	case "APIGW.0106", "APIGW.0204", "APIGW.0602", "APIGW.0607", "APIGW.1009": // bad request
		return rule{auth.Fatal, ErrInvalid, ""}, true
	case "APIGW.0301": // wrong key, wrong signature or wrong date
		return rule{auth.ClockSkew, ErrUnauthenticated, hintKeys}, true
	case "APIGW.0303", "APIGW.0305": // application or public key not accepted
		return rule{auth.Fatal, ErrUnauthenticated, ""}, true
	case "APIGW.0302", "APIGW.0304", "APIGW.0306", "APIGW.0310", "APIGW.0802": // caller not authorized
		return rule{auth.Fatal, ErrPermission, hintPolicy}, true
	case "APIGW.0307": // the token must be renewed
		return rule{auth.StaleCredentials, ErrUnauthenticated, "renew the temporary credentials"}, true
	case "APIGW.0308": // throttled
		return rule{auth.Throttled, ErrThrottled, ""}, true
	case "APIGW.0401", "APIGW.0402", "APIGW.0404": // the address is not allowed
		return rule{auth.Fatal, ErrPermission, "call from an address that is allowed"}, true
	case "APIGW.0501": // the application's quota is used up
		return rule{auth.Fatal, ErrQuota, ""}, true
	case "APIGW.0502": // the application is frozen
		return rule{auth.Fatal, ErrPermission, ""}, true
	case "APIGW.0613": // IAM unavailable: refused before the service saw the call
		return rule{auth.Refused, ErrUnavailable, ""}, true
	}
	return rule{}, false
}

// ruleForStatus decides where the code is unknown; ofService tells a code of
// Organizations itself.
func ruleForStatus(status int, ofService bool) rule {
	switch {
	case status >= 200 && status < 300:
		return rule{auth.Accepted, nil, ""}
	case status >= 300 && status < 400:
		return rule{auth.Fatal, nil, "redirects are not followed: " + hintEndpoint}
	case status == http.StatusUnauthorized && ofService, status == http.StatusForbidden:
		return rule{auth.Fatal, ErrPermission, ""}
	case status == http.StatusUnauthorized:
		return rule{auth.Fatal, ErrUnauthenticated, hintKeys}
	case status == http.StatusNotFound:
		return rule{auth.Fatal, ErrNotFound, ""}
	case status == http.StatusRequestTimeout:
		return rule{auth.Ambiguous, ErrUnavailable, ""}
	case status == http.StatusConflict:
		return rule{auth.Fatal, ErrConflict, ""}
	case status == http.StatusTooManyRequests:
		return rule{auth.Throttled, ErrThrottled, ""}
	case status >= 400 && status < 500:
		return rule{auth.Fatal, ErrInvalid, ""}
	case status >= 500:
		return rule{auth.Ambiguous, ErrUnavailable, ""}
	default:
		return rule{auth.Fatal, nil, ""}
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
		return auth.Decision{Verdict: ruleFor(err.StatusCode, err.Code).verdict, Wait: wait, Err: err}
	}
}
