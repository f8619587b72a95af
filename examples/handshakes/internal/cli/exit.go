package cli

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// The exit codes of all commands.
const (
	Done        = 0
	Failed      = 1 // also in part
	Misused     = 2
	Found       = 3   // what -fail-on asks for is there, even if a part failed
	Interrupted = 130 // 128 + SIGINT, as a shell reports it
)

// ExitCodes is the part of a help that says what the exit code means.
//
//go:embed exitcodes.txt
var ExitCodes string

// FoundCode follows [ExitCodes] in the help of a command that has -fail-on.
const FoundCode = "  3  found what -fail-on names, even if a part failed\n"

// ErrFound is the end of a command that found what -fail-on asks for.
var ErrFound = errors.New("found what -fail-on names")

// A UsageError is a mistake on the command line.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the mistake itself.
func (e *UsageError) Unwrap() error { return e.Err }

// Misuse makes a [UsageError] as [fmt.Errorf] does.
func Misuse(format string, args ...any) error {
	return &UsageError{fmt.Errorf(format, args...)}
}

// ReaderGone reports whether err says that the reader of stdout went away, as head does:
// it has seen all it wanted. A connection's broken pipe is another matter.
func ReaderGone(err error) bool {
	return errors.Is(err, syscall.EPIPE) && !is[*net.OpError](err) && !is[*auth.TransportError](err)
}

// Exit writes to stderr why the command ends, and returns the exit code for it. It writes at most
// two lines for each error: what failed, and what to do. With -v, all of the error follows.
func (p *Process) Exit(ctx context.Context, err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return Done
	}
	failures := failuresOf("", err)
	all := len(failures)
	if ctx.Err() != nil {
		failures = slices.DeleteFunc(failures, func(f pagination.SourceError) bool { return errors.Is(f.Err, context.Canceled) })
	}
	p.report(failures)
	switch {
	case len(failures) < all:
		p.Say("interrupted")
		return Interrupted
	case errors.Is(err, ErrFound):
		return Found
	case len(failures) == 0:
		return Done
	case is[*UsageError](err):
		p.Say("try -h for help")
		return Misused
	}
	return Failed
}

// failuresOf returns the errors that [errors.Join] joined. The name of each is what is before the
// text: the clouds and accounts that failed, or "" if there is only one.
func failuresOf(source string, err error) (all []pagination.SourceError) {
	switch e := err.(type) {
	case *pagination.SourceError:
		return failuresOf(source+e.Name+": ", e.Err)
	case interface{ Unwrap() []error }:
		if errors.Join(e.Unwrap()...).Error() == err.Error() {
			for _, part := range e.Unwrap() {
				all = append(all, failuresOf(source, part)...)
			}
			return all
		}
	}
	if err == nil || err == ErrFound || ReaderGone(err) {
		return nil
	}
	return []pagination.SourceError{{Name: source, Err: err}}
}

// maxFailures is how many failures are reported one by one without -v.
const maxFailures = 5

// report writes the failures to stderr, one a line, and below each the advice, unless it is that
// of the failure before.
func (p *Process) report(failures []pagination.SourceError) {
	advice := ""
	for i, f := range failures {
		if i == maxFailures && !p.Verbose {
			p.Say("and %d more; -v shows all", len(failures)-i)
			return
		}
		e := Explain(f.Err)
		source := f.Name
		if strings.Contains(strings.ToLower(e.What), strings.TrimSuffix(source, ": ")+" cloud") {
			source = "" // the text names the cloud
		}
		p.Say("%s%s", source, e.What)
		if text := f.Err.Error(); p.Verbose && text != e.What {
			p.Say("%sin detail: %s", f.Name, text)
		}
		if e.Do != advice {
			p.Say("%s", e.Do) // nothing, if there is no advice
		}
		advice = e.Do
	}
}

// An Explanation is an error for people: what happened, with the service's code and the request
// if there are any, and what to do, which is "" if no advice is known.
type Explanation struct{ What, Do string }

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
	return Explanation{auth.Excerpt(what, 800), do}
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
	{auth.ErrThrottled, "run the command again later"},
	{auth.ErrQuota, "go on when the quota has room again"},
	{auth.ErrNotPending, "handshakes show shows its state; one that has ended cannot be changed, but you can send a new one"},
	{auth.ErrConflict, "handshakes show or handshakes list shows the state of the invitation"},
	{auth.ErrNotFound, "check the ID, the cloud and the account; a new invitation may take 45 seconds to appear"},
	{auth.ErrTooLarge, "check that the endpoint is the service's, and use smaller pages"},
	{pagination.ErrDrift, "run the command again when the list changes less; what was found is written"},
	{pagination.ErrBadCursor, "begin again without the cursor"},
	{syscall.ENOSPC, "make room, or write to another place, and run the command again"},
	{auth.ErrUnavailable, "run the command again in a few minutes; if it goes on, check the network, the endpoint and the proxy"},
}
