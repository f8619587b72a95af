package alibabarm

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
	hintManagement = "call with the management account of a resource directory"
	hintKeys       = "check the access key and its secret"
	hintClock      = "check this machine's clock"
	hintEndpoint   = "check the endpoint, and that it serves the version"
	hintPolicy     = "ask for a policy that allows this action"
)

// ruleFor is the whole table. The code decides where it is known: throttling is a 400
// as often as a 429, and a 404 can be a key that is not known. The status decides
// about the rest.
func ruleFor(status int, code string) rule {
	if r, ok := ruleForCode(code); ok {
		return r
	}
	return ruleForStatus(status, code != "")
}

// ruleForCode is false for a code that is not in the table.
func ruleForCode(code string) (rule, bool) {
	switch code {
	case "SignatureNonceUsed": // a copy of the request came first
		return rule{auth.Ambiguous, ErrUnavailable, "a copy of the request reached the service before"}, true
	case "InvalidTimeStamp.Expired", "IllegalTimestamp":
		return rule{auth.ClockSkew, ErrUnauthenticated, hintClock}, true
	case "SignatureDoesNotMatch", "IncompleteSignature":
		return rule{auth.Fatal, ErrUnauthenticated, hintKeys + ", and that no proxy changes the request"}, true
	case "InvalidSecurityToken.Expired":
		return rule{auth.StaleCredentials, ErrUnauthenticated, "renew the temporary credentials"}, true
	case "MissingSecurityToken":
		return rule{auth.Fatal, ErrUnauthenticated, "give the security token with the temporary key"}, true
	case "InvalidAction.NotFound", "InvalidVersion", "NoSuchVersion", "UnsupportedHTTPMethod", "InvalidProtocol.NeedSsl":
		return rule{auth.Fatal, ErrInvalid, hintEndpoint}, true
	case "NotSupport.Site.Action":
		return rule{auth.Fatal, ErrInvalid, "use the endpoint of the account's site"}, true

	case "ConcurrentCallNotSupported": // another change of the directory is under way
		return rule{auth.Refused, ErrConflict, ""}, true
	case "Throttling.EnableControlPolicy": // it lasts minutes
		return rule{auth.Fatal, ErrThrottled, ""}, true
	case "Rejected.Throttling":
		return rule{auth.Throttled, ErrThrottled, ""}, true

	case "HandshakeStatusMismatch", // the invitation is not pending any more
		"MissingAccountRealName", "NoRealNameAuthentication",
		"EnterpriseNameMismatch", "EnterpriseCertifyAuthenticationError", "EnterpriseRealNameVerificationError",
		"LegalEntityMismatch", "Invalid.AccountType", "AccountTypeOrStatusMismatch":
		return rule{auth.Fatal, ErrConflict, ""}, true
	case "EntityNotExists.ResourceDirectory":
		return rule{auth.Fatal, ErrNotFound, hintManagement}, true
	case "SpecifiedResourceDirectoryNotExists": // it was closed
		return rule{auth.Fatal, ErrNotFound, ""}, true
	case "Forbidden.RiskControl":
		return rule{auth.Fatal, ErrPermission, ""}, true
	}
	if strings.HasPrefix(code, "Throttling") {
		return rule{auth.Throttled, ErrThrottled, ""}, true
	}
	family, _, _ := strings.Cut(code, ".")
	return ruleForFamily(family)
}

// ruleForFamily decides by what stands before the first dot of a code.
func ruleForFamily(family string) (rule, bool) {
	switch family {
	case "EntityNotExists":
		return rule{auth.Fatal, ErrNotFound, ""}, true
	case "EntityAlreadyExists", "NotSupport":
		return rule{auth.Fatal, ErrConflict, ""}, true
	case "LimitExceeded": // invitations of a day, members
		return rule{auth.Fatal, ErrQuota, ""}, true
	case "MissingParameter", "InvalidParameter", "UnsupportedParameter", "InvalidTimeStamp":
		return rule{auth.Fatal, ErrInvalid, ""}, true
	case "InvalidAccessKeyId", "InvalidSecurityToken":
		return rule{auth.Fatal, ErrUnauthenticated, hintKeys}, true
	case "Forbidden", "NoPermission":
		return rule{auth.Fatal, ErrPermission, hintPolicy}, true
	case "ServiceUnavailable", "InternalError":
		return rule{auth.Ambiguous, ErrUnavailable, ""}, true
	default:
		return rule{}, false
	}
}

// ruleForStatus decides where the code is unknown; coded tells that there is one. A
// 404 without one is a wrong path, and not an invitation that is missing.
func ruleForStatus(status int, coded bool) rule {
	switch {
	case status >= 200 && status < 300:
		return rule{auth.Accepted, nil, ""}
	case status >= 300 && status < 400:
		return rule{auth.Fatal, nil, "redirects are not followed: " + hintEndpoint}
	case status == http.StatusUnauthorized:
		return rule{auth.Fatal, ErrUnauthenticated, hintKeys}
	case status == http.StatusForbidden:
		return rule{auth.Fatal, ErrPermission, ""}
	case status == http.StatusNotFound && coded:
		return rule{auth.Fatal, ErrNotFound, ""}
	case status == http.StatusNotFound:
		return rule{auth.Fatal, ErrInvalid, hintEndpoint}
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
		verdict := ruleFor(err.StatusCode, err.Code).verdict
		if verdict == auth.Throttled {
			err.RetryAfter = max(wait, timeLeft(r.Header))
		}
		return auth.Decision{Verdict: verdict, Wait: err.RetryAfter, Err: err}
	}
}
