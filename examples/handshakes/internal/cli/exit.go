package cli

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/orghandshakes/handshakes-go/auth"
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

// ReaderGone tells whether err is that the reader of stdout went away, as head does:
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
	interrupted := false
	if ctx.Err() != nil {
		all := len(failures)
		failures = slices.DeleteFunc(failures, func(f failure) bool { return errors.Is(f.err, context.Canceled) })
		interrupted = len(failures) < all
	}
	p.report(failures)
	switch {
	case interrupted:
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

// A failure is one of the errors that a command ends with. The source is the cloud or the account
// that failed, and "" if there is only one.
type failure struct {
	source string
	err    error
}

// failuresOf returns the failures that [errors.Join] joined, with the names of their sources.
func failuresOf(source string, err error) (all []failure) {
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
	return []failure{{source, err}}
}

// maxFailures is how many failures are reported one by one without -v.
const maxFailures = 5

// report writes the failures to stderr, one a line, and below each the advice, unless it is that
// of the failure before.
func (p *Process) report(failures []failure) {
	advice := ""
	for i, f := range failures {
		if i == maxFailures && !p.Verbose {
			p.Say("and %d more; -v shows all", len(failures)-i)
			return
		}
		e := Explain(f.err)
		source := f.source
		if strings.Contains(strings.ToLower(e.What), strings.TrimSuffix(source, ": ")+" cloud") {
			source = "" // the text names the cloud
		}
		p.Say("%s%s", source, e.What)
		if text := f.err.Error(); p.Verbose && text != e.What {
			p.Say("%sin detail: %s", f.source, text)
		}
		if e.Do != "" && e.Do != advice {
			p.Say("%s", e.Do)
		}
		advice = e.Do
	}
}
