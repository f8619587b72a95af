package alibabarmtest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A Kind is what a [Fault] does to a request. The functions of this package return them. The
// zero Kind does nothing, and lets one request pass.
type Kind = authtest.Kind

// Refuse responds with a status and an error body: {"RequestId", "HostId", "Code",
// "Message", "Recommend"}, or the same in XML. Headers are lines: "Retry-After: 2".
func Refuse(status int, code, message string, headers ...string) Kind {
	return authtest.NewCallKind(fmt.Sprintf("refuse with %d %s", status, code), func(c *call, _ func() reply) reply {
		out := c.refuse(status, code, message)
		out.SetHeader(headers...)
		return out
	})
}

// Throttled responds with 400 Throttling.User. The header X-Ratelimit-User-Api has timeLeft, in
// milliseconds, unless it is "". More headers are lines: "Retry-After: 60".
func Throttled(timeLeft string, headers ...string) Kind {
	return authtest.NewCallKind("throttled", func(c *call, _ func() reply) reply {
		out := c.refuse(http.StatusBadRequest, "Throttling.User", "Request was denied due to user flow control.")
		if timeLeft != "" {
			wait, _ := strconv.ParseInt(timeLeft, 10, 64)
			out.SetHeader(fmt.Sprintf("X-Ratelimit-User-Api: Limit:20,Remain:0,TimeLeft:%s,Reset:%d",
				timeLeft, c.now.Unix()+wait/1000))
		}
		out.SetHeader(headers...)
		return out
	})
}

// XML responds in XML, including errors, whatever the request asks for. It does not change the
// response of [Raw].
func XML() Kind {
	return authtest.NewCallKind("XML", func(c *call, next func() reply) reply {
		c.xml = true
		return next()
	})
}

// BadGateway responds with 502 and the HTML page of a load balancer.
func BadGateway() Kind { return authtest.ErrorPage(http.StatusBadGateway) }

// Unavailable responds with 503 ServiceUnavailable. The caller cannot know whether the service
// got the request.
func Unavailable() Kind {
	return Refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
}

// ConcurrentCall responds with 429 ConcurrentCallNotSupported, as the cloud does during another
// change of the resource directory.
func ConcurrentCall() Kind {
	return Refuse(http.StatusTooManyRequests, "ConcurrentCallNotSupported", "Another operation is running.")
}

// StaleToken responds with 400 InvalidSecurityToken.Expired, as for an expired security token.
func StaleToken() Kind { return instead("stale token", (*call).staleToken) }

// WrongKeys responds with 400 SignatureDoesNotMatch, as for a wrong secret, and shows all that
// was signed, including the security token, like the gateway.
func WrongKeys() Kind { return instead("wrong keys", (*call).wrongSignature) }

// UnknownKey responds with 404 InvalidAccessKeyId.NotFound.
func UnknownKey() Kind { return instead("unknown key", (*call).unknownKey) }

// NonceUsed responds with 400 SignatureNonceUsed, as for a copy of a request.
func NonceUsed() Kind { return instead("nonce used", (*call).nonceUsed) }

func instead(name string, respond func(*call) reply) Kind {
	return authtest.NewCallKind(name, func(c *call, _ func() reply) reply { return respond(c) })
}
