package huaweiorgtest

import (
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A Kind is what a [Fault] does to a request. The functions of this package return them. The
// zero Kind does nothing, and lets one request pass.
type Kind = authtest.Kind

// Refuse responds with a status and an error body such as {"error_code", "error_msg"},
// for codes of the gateway also "request_id". Headers are lines: "Retry-After: 2".
func Refuse(status int, code, message string, headers ...string) Kind {
	return authtest.NewCallKind(fmt.Sprintf("refuse with %d %s", status, code), func(c *call, _ func() reply) reply {
		out := c.refuse(status, code, message)
		out.SetHeader(headers...)
		return out
	})
}

// Throttled responds with 429 APIGW.0308. retryAfter is the header of that name, "" for
// none.
func Throttled(retryAfter string) Kind {
	var headers []string
	if retryAfter != "" {
		headers = []string{"Retry-After: " + retryAfter}
	}
	return Refuse(http.StatusTooManyRequests, "APIGW.0308",
		"The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute", headers...)
}

// BadGateway responds with 502 and the HTML page of a load balancer.
func BadGateway() Kind { return authtest.ErrorPage(http.StatusBadGateway) }

// Unavailable responds with 503 and the HTML page of a load balancer. The caller cannot know
// whether the service got the request.
func Unavailable() Kind { return authtest.ErrorPage(http.StatusServiceUnavailable) }

// UnavailableIAM responds with 503 APIGW.0613: the gateway could not check the signature, and
// the request did not reach the service.
func UnavailableIAM() Kind {
	return Refuse(http.StatusServiceUnavailable, "APIGW.0613", "The IAM service is unavailable.")
}

// StaleToken responds with 401 APIGW.0307, as to a security token that has run out.
func StaleToken() Kind {
	return Refuse(http.StatusUnauthorized, "APIGW.0307", "The token must be updated.")
}

// WrongKeys responds with 401 APIGW.0301, as to a wrong signature, and like the gateway shows
// all that was signed, security token included.
func WrongKeys() Kind {
	return authtest.NewCallKind("wrong keys", func(c *call, _ func() reply) reply {
		return c.badSignature("verify aksk signature fail, " + c.echo())
	})
}
