package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An Explanation is an error for people: what happened, with the service's code and the request
// where there are any, and what to do, which is "" if nothing is known to help.
type Explanation struct{ What, Do string }

const maxMessage = 160 // bytes of a service's own text

// Explain explains an error of the library in two lines. It leaves any other error as it is, also
// a mistake on the command line that the library found: that names the flag.
func Explain(err error) Explanation {
	if _, ok := errors.AsType[*UsageError](err); ok {
		return Explanation{What: invalidRequest.ReplaceAllString(libraryPrefixes.ReplaceAllString(err.Error(), ""), "")}
	}
	c := callOf(err)
	for _, explain := range []func(call, error) (Explanation, bool){
		unknownOutcome, otherState, timeout, noCredentials, refused, unsigned, noResponse, badList,
	} {
		if e, ok := explain(c, err); ok {
			return Explanation{oneLine(e.What), oneLine(e.Do)}
		}
	}
	if c.cloud == "" {
		return Explanation{What: err.Error()}
	}
	return Explanation{What: oneLine(c.about(c.op, auth.Excerpt(libraryPrefixes.ReplaceAllString(err.Error(), ""), 2*maxMessage)))}
}

// invalidRequest is what the library says of each mistake of its caller.
var invalidRequest = regexp.MustCompile(`NewClient: invalid request: |: invalid request$`)

// libraryPrefixes are how the errors of the library's packages begin.
var libraryPrefixes = regexp.MustCompile(`\b(?:(?:huaweiorg|alibabarm): (?:[A-Z][A-Za-z]+: )?|(?:auth|pagination): )`)

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// unknownOutcome explains a write that may have taken effect.
func unknownOutcome(_ call, err error) (Explanation, bool) {
	c := firstCallOf(err)
	what := fmt.Sprintf("it is unknown whether %s took effect in %s", cmp.Or(c.op, "the call"), cmp.Or(c.title(), "the cloud"))
	if e, ok := errors.AsType[*auth.ServiceError](err); ok {
		what += ": " + refusal(e)
	}
	return Explanation{what, "look with handshakes show or handshakes list before you repeat the command"},
		errors.Is(err, auth.ErrOutcomeUnknown)
}

// otherState explains an invitation that ended in another state than the wanted one.
func otherState(c call, err error) (Explanation, bool) {
	e := Explanation{Do: "handshakes show shows its state; one that has ended cannot be changed, but you can send a new one"}
	if s, ok := errors.AsType[*huaweiorg.StatusError](err); ok {
		e.What = c.about(s.Op, stands(s.Handshake.ID, string(s.Handshake.Status), string(s.Want)))
	}
	if s, ok := errors.AsType[*alibabarm.StatusError](err); ok {
		e.What = c.about(s.Op, stands(s.Handshake.ID, string(s.Handshake.Status), string(s.Want)))
	}
	return e, e.What != ""
}

func stands(id, status, want string) string {
	return fmt.Sprintf("the invitation %s is %s, not %s", auth.Excerpt(id, maxMessage), auth.Excerpt(status, maxMessage), want)
}

// timeout explains a deadline that passed.
func timeout(c call, err error) (Explanation, bool) {
	what := c.about(c.op, "the time ran out")
	if e, ok := errors.AsType[*auth.ServiceError](err); ok {
		what += ": " + refusal(e)
	}
	return Explanation{what, "run the command again; -v logs each request and each wait"}, errors.Is(err, context.DeadlineExceeded)
}

// refused explains a response that is not the expected one.
func refused(c call, err error) (Explanation, bool) {
	e, ok := errors.AsType[*auth.ServiceError](err)
	if !ok {
		return Explanation{}, false
	}
	do := cmp.Or(hint(e), adviceFor(err))
	switch {
	case isPage(e) && e.StatusCode < 300:
		do = "check the endpoint and the proxy"
	case e.RetryAfter > 0:
		do = fmt.Sprintf("run the command again in %s, as the service asks", FormatDuration(e.RetryAfter))
	}
	return Explanation{c.about(e.Op, refusal(e)), do}, true
}

// refusal is the status, the code, the message and the request of a refusal.
func refusal(e *auth.ServiceError) string {
	text := fmt.Sprintf("%d %s", e.StatusCode, cmp.Or(e.Code, http.StatusText(e.StatusCode)))
	why := cmp.Or(e.Message, meaning(e))
	if isPage(e) {
		why = "an HTML page, as of a proxy, in place of the service's response"
	}
	if why != "" {
		text += ": " + strings.TrimRight(auth.Excerpt(why, maxMessage), ".:,; ")
	}
	if e.RequestID != "" {
		text += " (request " + e.RequestID + ")"
	}
	return text
}

// isPage reports whether something else responded in place of the service.
func isPage(e *auth.ServiceError) bool { return e.Code == "" && strings.HasPrefix(e.Message, "<") }

// adviceFor is what to do about a condition of which the service's code says no more. The finer
// conditions come first.
func adviceFor(err error) string {
	for _, a := range []struct {
		condition error
		do        string
	}{
		{auth.ErrNotInOrganization, "call with an account that is in an organization"},
		{auth.ErrPermission, "let a policy of the caller allow this action; handshakes check shows what is missing"},
		{auth.ErrUnauthenticated, "check the access key, its secret and this machine's clock; handshakes check shows both"},
		{auth.ErrThrottled, "run the command again in a few minutes"},
		{auth.ErrQuota, "go on when the quota has room again, or ask for a higher one"},
		{auth.ErrNotPending, "handshakes show shows the state of the invitation"},
		{auth.ErrConflict, "handshakes show or handshakes list shows the state of the invitation"},
		{auth.ErrNotFound, "check the ID, the cloud and the account; a new invitation may take 45 seconds to appear"},
		{auth.ErrUnavailable, "run the command again in a few minutes; if it goes on, contact the vendor's support with the request"},
		{auth.ErrInvalid, "check the arguments; -v shows more"},
	} {
		if errors.Is(err, a.condition) {
			return a.do
		}
	}
	return "check the endpoint; -v shows more"
}

// noCredentials explains that no provider had credentials.
func noCredentials(c call, err error) (Explanation, bool) {
	do := map[string]string{
		"huaweiorg": "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; -h names other places, and -offline needs none",
		"alibabarm": "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run aliyun configure; -h names other places, and -offline needs none",
	}[c.cloud]
	what := "no credentials"
	if c.cloud != "" {
		what += " for " + c.title()
	}
	return Explanation{what, cmp.Or(do, "-h says where credentials are looked for, and -offline needs none")}, errors.Is(err, auth.ErrNoCredentials)
}

// unsigned explains a request that could not be signed for another reason.
func unsigned(c call, err error) (Explanation, bool) {
	e, ok := errors.AsType[*auth.SignError](err)
	if !ok {
		return Explanation{}, false
	}
	return Explanation{c.about(c.op, "nothing was sent: "+auth.Excerpt(e.Err.Error(), 2*maxMessage)),
		"check the credentials; -v shows where they were looked for"}, true
}

// noResponse explains a call without a complete response.
func noResponse(c call, err error) (Explanation, bool) {
	e, ok := errors.AsType[*auth.TransportError](err)
	if !ok {
		return Explanation{}, false
	}
	what, do := "no connection", "check the network and the proxy, and run the command again"
	if e.Sent {
		what, do = "no complete response", "run the command again; -v logs each request"
	}
	if dns, ok := errors.AsType[*net.DNSError](e.Err); ok {
		what, do = "there is no host "+auth.Excerpt(dns.Name, maxMessage), "check the endpoint, and the network's name server and proxy"
	} else {
		what += ": " + auth.Excerpt(e.Err.Error(), maxMessage)
		if _, advice, ok := strings.Cut(e.Error(), e.Err.Error()+": "); ok {
			do = advice
		}
	}
	return Explanation{c.about(c.op, what), do}, true
}

// badList explains why the pages of a list could not be read.
func badList(c call, err error) (Explanation, bool) {
	for _, l := range []struct {
		condition error
		do        string
	}{
		{pagination.ErrDrift, "run the command again when the list changes less; what was found is written"},
		{pagination.ErrLoop, "run the command again; if it goes on, contact the vendor's support"},
		{pagination.ErrNoProgress, "run the command again; if it goes on, contact the vendor's support"},
		{pagination.ErrTooManyPages, "read the list in larger pages"},
		{pagination.ErrBadCursor, "begin again without the cursor"},
		{auth.ErrTooLarge, "check that the endpoint is the service's, and use smaller pages"},
		{pagination.ErrBadOption, "check the flags; -v shows more"},
	} {
		if errors.Is(err, l.condition) {
			return Explanation{c.about(c.op, l.condition.Error()), l.do}, true
		}
	}
	return Explanation{}, false
}
