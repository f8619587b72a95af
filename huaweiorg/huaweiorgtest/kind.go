package huaweiorgtest

import (
	"fmt"
	"net/http"
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

// Refuse answers with a status and an error body such as {"error_code", "error_msg"},
// for codes of the gateway also "request_id". Headers are lines: "Retry-After: 2".
func Refuse(status int, code, message string, headers ...string) Kind {
	return Kind{fmt.Sprintf("refuse with %d %s", status, code), func(c *call, _ func() reply) reply {
		out := c.refuse(status, code, message)
		addHeaders(out.header, headers)
		return out
	}}
}

// Throttled answers 429 APIGW.0308. retryAfter is the header of that name, "" for
// none.
func Throttled(retryAfter string) Kind {
	var headers []string
	if retryAfter != "" {
		headers = []string{"Retry-After: " + retryAfter}
	}
	return Refuse(http.StatusTooManyRequests, "APIGW.0308",
		"The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute", headers...)
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

// Unavailable answers 503 with the HTML page of a load balancer: nobody knows how far
// the request came.
func Unavailable() Kind {
	k := Raw(http.StatusServiceUnavailable,
		"<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>nginx</center></body></html>",
		"Content-Type: text/html")
	k.name = "unavailable"
	return k
}

// UnavailableIAM answers 503 APIGW.0613: the gateway could not check the signature, and
// the request did not reach the service.
func UnavailableIAM() Kind {
	return Refuse(http.StatusServiceUnavailable, "APIGW.0613", "The IAM service is unavailable.")
}

// StaleToken answers 401 APIGW.0307, as to a security token that has run out.
func StaleToken() Kind {
	return Refuse(http.StatusUnauthorized, "APIGW.0307", "The token must be updated.")
}

// WrongKeys answers 401 APIGW.0301, as to a wrong signature, and like the gateway shows
// all that was signed, security token included.
func WrongKeys() Kind {
	return Kind{"wrong keys", func(c *call, _ func() reply) reply {
		return c.badSignature("verify aksk signature fail, " + c.echo())
	}}
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
