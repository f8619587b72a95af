package alibabarmtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// A Kind is what a [Fault] does to a request. The functions of this package make
// them; the zero Kind does nothing, and lets one request pass.
type Kind struct {
	name string
	// run answers the call in place of next, which is the service itself.
	run func(c *call, next func() reply) reply
}

// String names the kind.
func (k Kind) String() string {
	if k.run == nil {
		return "pass"
	}
	return k.name
}

// Together does several things to one request: each kind wraps those behind it.
func Together(kinds ...Kind) Kind {
	out := Kind{}
	for i := len(kinds) - 1; i >= 0; i-- {
		out = kinds[i].around(out)
	}
	return out
}

func (k Kind) around(inner Kind) Kind {
	if k.run == nil || inner.run == nil {
		if k.run == nil {
			return inner
		}
		return k
	}
	return Kind{k.name + " + " + inner.name, func(c *call, next func() reply) reply {
		return k.run(c, func() reply { return inner.run(c, next) })
	}}
}

// Hook calls f before the request is served as usual: to change something between two
// pages, for instance. The request waits for f.
func Hook(f func()) Kind {
	return Kind{"hook", func(_ *call, next func() reply) reply {
		f()
		return next()
	}}
}

// Refuse answers with a status and an error body: {"RequestId", "HostId", "Code",
// "Message", "Recommend"}, or the same in XML. Headers are lines: "Retry-After: 2".
func Refuse(status int, code, message string, headers ...string) Kind {
	return Kind{fmt.Sprintf("refuse with %d %s", status, code), func(c *call, _ func() reply) reply {
		out := c.refuse(status, code, message)
		addHeaders(out.header, headers)
		return out
	}}
}

// Throttled answers 400 Throttling.User. timeLeft, in milliseconds, is said in the
// header X-Ratelimit-User-Api; "" leaves that out. More headers are lines:
// "Retry-After: 60".
func Throttled(timeLeft string, headers ...string) Kind {
	return Kind{"throttled", func(c *call, _ func() reply) reply {
		out := c.refuse(http.StatusBadRequest, "Throttling.User", "Request was denied due to user flow control.")
		if timeLeft != "" {
			wait, _ := strconv.ParseInt(timeLeft, 10, 64)
			addHeaders(out.header, []string{fmt.Sprintf("X-Ratelimit-User-Api: Limit:20,Remain:0,TimeLeft:%s,Reset:%d",
				timeLeft, c.now.Unix()+wait/1000)})
		}
		addHeaders(out.header, headers)
		return out
	}}
}

// XML answers in XML, errors too, whatever is asked for. What [Raw] answers stays as
// it is.
func XML() Kind {
	return Kind{"XML", func(c *call, next func() reply) reply {
		c.xml = true
		return next()
	}}
}

// Raw answers with just this status and body, of type application/json unless the
// header lines say otherwise.
func Raw(status int, body string, headers ...string) Kind {
	return Kind{fmt.Sprintf("raw %d", status), func(*call, func() reply) reply {
		out := reply{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: []byte(body)}
		addHeaders(out.header, headers)
		return out
	}}
}

// BadGateway answers 502 with the HTML page of a load balancer.
func BadGateway() Kind {
	k := Raw(http.StatusBadGateway,
		"<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
		"Content-Type: text/html")
	k.name = "bad gateway"
	return k
}

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
	return Kind{name, func(c *call, _ func() reply) reply { return answer(c) }}
}

// Redirect answers with a 3xx status to another URL.
func Redirect(status int, url string) Kind {
	k := Raw(status, "", "Location: "+url)
	k.name = fmt.Sprintf("redirect with %d", status)
	return k
}

func addHeaders(h http.Header, lines []string) {
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		h.Set(name, strings.TrimSpace(value))
	}
}
