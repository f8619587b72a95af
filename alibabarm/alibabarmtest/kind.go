package alibabarmtest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A Kind is what a [Fault] does to a request. The functions of this package make
// them; the zero Kind does nothing, and lets one request pass.
type Kind = authtest.Kind

// Refuse answers with a status and an error body: {"RequestId", "HostId", "Code",
// "Message", "Recommend"}, or the same in XML. Headers are lines: "Retry-After: 2".
func Refuse(status int, code, message string, headers ...string) Kind {
	return authtest.NewCallKind(fmt.Sprintf("refuse with %d %s", status, code), func(c *call, _ func() reply) reply {
		out := c.refuse(status, code, message)
		out.SetHeader(headers...)
		return out
	})
}

// Throttled answers 400 Throttling.User. timeLeft, in milliseconds, is said in the
// header X-Ratelimit-User-Api; "" leaves that out. More headers are lines:
// "Retry-After: 60".
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

// XML answers in XML, errors too, whatever is asked for. What [Raw] answers stays as
// it is.
func XML() Kind {
	return authtest.NewCallKind("XML", func(c *call, next func() reply) reply {
		c.xml = true
		return next()
	})
}

// BadGateway answers 502 with the HTML page of a load balancer.
func BadGateway() Kind { return authtest.ErrorPage(http.StatusBadGateway) }

// Unavailable answers 503 ServiceUnavailable: nobody knows how far the request came.
func Unavailable() Kind {
	return Refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
}

// ConcurrentCall answers 429 ConcurrentCallNotSupported, as while another change of
// the resource directory is under way.
func ConcurrentCall() Kind {
	return Refuse(http.StatusTooManyRequests, "ConcurrentCallNotSupported", "Another operation is running.")
}

// StaleToken answers 400 InvalidSecurityToken.Expired, as to a security token that
// has run out.
func StaleToken() Kind { return instead("stale token", (*call).staleToken) }

// WrongKeys answers 400 SignatureDoesNotMatch, as to a wrong secret, and like the
// gateway shows all that was signed, security token included.
func WrongKeys() Kind { return instead("wrong keys", (*call).wrongSignature) }

// UnknownKey answers 404 InvalidAccessKeyId.NotFound.
func UnknownKey() Kind { return instead("unknown key", (*call).unknownKey) }

// NonceUsed answers 400 SignatureNonceUsed, as to a copy of a request.
func NonceUsed() Kind { return instead("nonce used", (*call).nonceUsed) }

func instead(name string, answer func(*call) reply) Kind {
	return authtest.NewCallKind(name, func(c *call, _ func() reply) reply { return answer(c) })
}
