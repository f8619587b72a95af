package cli

import (
	"context"
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"syscall"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An Explanation is an error for people: what happened, with the service's code and the request
// where there are any, and what to do, which is "" if nothing is known to help.
type Explanation struct{ What, Do string }

const (
	maxMessage = 160 // bytes of a service's own text
	maxWhat    = 800 // bytes, so that what stands behind the message is there
)

// titles are the names of the clouds, by those of sources.
var titles = map[string]string{"huawei": "Huawei Cloud", "alibaba": "Alibaba Cloud"}

// plainWords turns the text of a library's error into one for people.
var plainWords = strings.NewReplacer(
	"huaweiorg: NewClient: ", "", "alibabarm: NewClient: ", "", "auth: NewClient: ", "", "invalid request: ", "",
	"huaweiorg: ", "Huawei Cloud ", "alibabarm: ", "Alibaba Cloud ", "auth: ", "", "pagination: ", "", "pagejson: ", "",
	"context deadline exceeded", "the time ran out", "outcome unknown", "it is unknown whether it took effect",
)

// Explain explains an error of the library in two lines. It leaves any other error as it is. A
// mistake on the command line that the library found names the flag by itself.
func Explain(err error) Explanation {
	text := err.Error()
	do := adviceFor(err)
	switch {
	case isMisuse(err):
		return Explanation{What: strings.TrimSuffix(plainWords.Replace(text), ": invalid request")}
	case errors.Is(err, auth.ErrNoCredentials):
		return noCredentials(text)
	case do == "" && plainWords.Replace(text) == text:
		return Explanation{What: text}
	}
	what := strings.Join(strings.Fields(plainWords.Replace(essence(err))), " ")
	return Explanation{auth.Excerpt(what, maxWhat), do}
}

// essence is the part of an error's text that says what failed, without the calls around it and
// what was done about it.
func essence(err error) string {
	text := err.Error()
	service, refused := errors.AsType[*auth.ServiceError](err)
	_, huawei := errors.AsType[*huaweiorg.StatusError](err)
	_, alibaba := errors.AsType[*alibabarm.StatusError](err)
	switch unknown := errors.Is(err, auth.ErrOutcomeUnknown); {
	case huawei || alibaba || unknown:
		text, _, _ = strings.Cut(text, "; ")
		if unknown && refused {
			text += "; " + shorten(*service)
		}
		return text
	case refused:
		return shorten(*service)
	}
	if e, ok := errors.AsType[*auth.SignError](err); ok {
		text = strings.Replace(text, e.Error(), "nothing was sent: "+e.Err.Error(), 1)
	}
	return text[max(0, strings.LastIndex(text, "huaweiorg: "), strings.LastIndex(text, "alibabarm: ")):]
}

func noCredentials(text string) Explanation {
	switch {
	case strings.Contains(text, "huaweiorg: "):
		return Explanation{"no credentials for Huawei Cloud",
			"set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; -h names other places, and -offline needs none"}
	case strings.Contains(text, "alibabarm: "):
		return Explanation{"no credentials for Alibaba Cloud",
			"set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run aliyun configure; -h names other places, and -offline needs none"}
	}
	return Explanation{"no credentials", "-h says where credentials are looked for, and -offline needs none"}
}

// shorten is the text of a refusal with the beginning of the service's message.
func shorten(e auth.ServiceError) string {
	e.Attempts, e.RetryAfter = 0, 0 // adviceFor says when, and -v how often
	if e.Message = auth.Excerpt(e.Message, maxMessage); e.Code == "" && strings.HasPrefix(e.Message, "<") {
		e.Message = "an HTML page, as of a proxy, in place of the service's response"
	}
	return e.Error()
}

// adviceFor is what to do about an error of the library; "" about any other one.
func adviceFor(err error) string {
	if e, ok := errors.AsType[*auth.ServiceError](err); ok && !errors.Is(err, auth.ErrOutcomeUnknown) {
		switch {
		case e.RetryAfter > 0:
			return "run the command again in " + FormatDuration(e.RetryAfter) + ", as the service asks"
		case e.Code != "" && !huaweiCodes.MatchString(e.Code) && strings.HasPrefix(e.Error(), "huaweiorg: "):
			return "check the endpoint: another service than Huawei Cloud's has responded"
		}
	}
	for _, a := range advice {
		if errors.Is(err, a.condition) {
			return a.do
		}
	}
	if _, ok := errors.AsType[*auth.SignError](err); ok {
		return "check the credentials; -v shows where they were looked for"
	}
	if _, ok := errors.AsType[*auth.TransportError](err); ok {
		return "check the network, the endpoint and the proxy"
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok && e.Op == "write" {
		return "check the file, pipe or disk that the output goes to, and run the command again"
	}
	if _, ok := errors.AsType[*auth.ServiceError](err); ok {
		return "check the arguments and the endpoint; -v shows more"
	}
	return ""
}

// huaweiCodes are those of the service, its gateway and its token service, such as APIGW.0301.
var huaweiCodes = regexp.MustCompile(`^\w+\.\d`)

// advice is what to do about a condition. The finer conditions come first.
var advice = []struct {
	condition error
	do        string
}{
	{auth.ErrOutcomeUnknown, "look with handshakes show or handshakes list before you repeat the command"},
	{context.DeadlineExceeded, "run the command again; -v logs each request and each wait"},
	{auth.ErrNotInOrganization, "handshakes check shows which account calls, and its organization"},
	{auth.ErrPermission, "handshakes check shows which actions a policy has to allow"},
	{auth.ErrUnauthenticated, "handshakes check shows which account calls, and whether the clocks agree"},
	{auth.ErrThrottled, "run the command again in a few minutes"},
	{auth.ErrQuota, "go on when the quota has room again"},
	{auth.ErrNotPending, "handshakes show shows its state; one that has ended cannot be changed, but you can send a new one"},
	{auth.ErrConflict, "handshakes show or handshakes list shows the state of the invitation"},
	{auth.ErrNotFound, "check the ID, the cloud and the account; a new invitation may take 45 seconds to appear"},
	{auth.ErrTooLarge, "check that the endpoint is the service's, and use smaller pages"},
	{pagination.ErrDrift, "run the command again when the list changes less; what was found is written"},
	{pagination.ErrLoop, "run the command again; if it goes on, contact the vendor's support"},
	{pagination.ErrNoProgress, "run the command again; if it goes on, contact the vendor's support"},
	{pagination.ErrTooManyPages, "read the list in larger pages"},
	{pagination.ErrBadCursor, "begin again without the cursor"},
	{pagination.ErrBadOption, "check the flags; -v shows more"},
	{syscall.ENOSPC, "make room, or write to another place, and run the command again"},
	{auth.ErrUnavailable, "run the command again in a few minutes; if it goes on, check the network, the endpoint and the proxy"},
}
