package cli

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An Explanation is an error for people: what happened, with the service's code and the request
// if there are any, and what to do, which is "" if no advice is known.
type Explanation struct{ What, Do string }

const maxWhat = 800 // bytes, which leaves room for what follows the service's own text

// plainWords turns the text of a library's error into one for people.
var plainWords = strings.NewReplacer(
	"huaweiorg: NewClient: ", "", "alibabarm: NewClient: ", "", "auth: NewClient: ", "", "invalid request: ", "",
	"huaweiorg: ", "Huawei Cloud ", "alibabarm: ", "Alibaba Cloud ", "auth: ", "", "pagination: ", "", "pagejson: ", "",
	"context deadline exceeded", "the time ran out", "outcome unknown", "it is unknown whether it took effect",
)

// Explain explains an error of the library in two lines. It leaves any other error as it is. A
// mistake on the command line that the library found names the flag by itself.
func Explain(err error) Explanation {
	text, do := err.Error(), adviceFor(err)
	switch {
	case do == "" || is[*UsageError](err):
		return Explanation{What: strings.TrimSuffix(plainWords.Replace(text), ": invalid request")}
	case errors.Is(err, auth.ErrNoCredentials) && strings.Contains(text, "huaweiorg: "):
		return Explanation{"no credentials for Huawei Cloud", "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; " + do}
	case errors.Is(err, auth.ErrNoCredentials):
		return Explanation{"no credentials for Alibaba Cloud",
			"set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run aliyun configure; " + do}
	}
	what := strings.Join(strings.Fields(plainWords.Replace(essence(err))), " ")
	return Explanation{auth.Excerpt(what, maxWhat), do}
}

// is reports whether an error, or one that it wraps, has a type.
func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// essence is the part of an error's text that says what failed, without the calls around it and
// what was done about it.
func essence(err error) string {
	text := err.Error()
	if is[*huaweiorg.StatusError](err) || is[*alibabarm.StatusError](err) || errors.Is(err, auth.ErrOutcomeUnknown) {
		text, _, _ = strings.Cut(text, "; ")
		return text
	}
	if e, ok := errors.AsType[*auth.SignError](err); ok {
		text = strings.Replace(text, e.Error(), "nothing was sent: "+e.Err.Error(), 1)
	}
	return text[max(0, strings.LastIndex(text, "huaweiorg: "), strings.LastIndex(text, "alibabarm: ")):]
}

// adviceFor returns what to do about an error of the library, and "" for any other error.
func adviceFor(err error) string {
	if e, ok := errors.AsType[*auth.ServiceError](err); ok && e.RetryAfter > 0 && !errors.Is(err, auth.ErrOutcomeUnknown) {
		return "run the command again in " + FormatDuration(e.RetryAfter) + ", as the service asks"
	}
	for _, a := range advice {
		if errors.Is(err, a.condition) {
			return a.do
		}
	}
	file, _ := errors.AsType[*fs.PathError](err)
	switch {
	case is[*auth.SignError](err):
		return "check the credentials; -v shows where they were looked for"
	case is[*auth.TransportError](err):
		return "check the network, the endpoint and the proxy"
	case is[*auth.ServiceError](err):
		return "check the arguments and the endpoint; -v shows more"
	case file != nil && file.Op == "write":
		return "check the file, pipe or disk that the output goes to, and run the command again"
	}
	return ""
}

// advice is what to do about a condition. The finer conditions come first.
var advice = []struct {
	condition error
	do        string
}{
	{auth.ErrNoCredentials, "-h names other places, and -offline needs none"},
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
	{pagination.ErrBadCursor, "begin again without the cursor"},
	{syscall.ENOSPC, "make room, or write to another place, and run the command again"},
	{auth.ErrUnavailable, "run the command again in a few minutes; if it goes on, check the network, the endpoint and the proxy"},
}
