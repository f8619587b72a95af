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

func isMisuse(err error) bool {
	_, ok := errors.AsType[*UsageError](err)
	return ok
}

// ReaderGone tells whether err is that the reader of stdout went away, as head does:
// it has seen all it wanted. A connection's broken pipe is another matter.
func ReaderGone(err error) bool {
	_, connection := errors.AsType[*net.OpError](err)
	_, transport := errors.AsType[*auth.TransportError](err)
	return errors.Is(err, syscall.EPIPE) && !connection && !transport
}

// Exit tells on stderr why the command ends, and returns the exit code for it. Everybody sees at
// most two lines of each error: what failed, and what to do; with -v, all of it follows.
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
	p.tell(failures)
	switch {
	case interrupted:
		p.Say("interrupted")
		return Interrupted
	case errors.Is(err, ErrFound):
		return Found
	case len(failures) == 0:
		return Done
	case isMisuse(err):
		p.Say("try -h for help")
		return Misused
	}
	return Failed
}

// A failure is one of the errors that a command ends with, and whose it is: a cloud's or an
// account's, or "".
type failure struct {
	source string
	err    error
}

// failuresOf returns the failures that [errors.Join] joined, with the names of their sources.
func failuresOf(source string, err error) (all []failure) {
	switch e := err.(type) {
	case *pagination.SourceError:
		return failuresOf(strings.TrimPrefix(source+": "+e.Name, ": "), e.Err)
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

// named begins a text with the source, unless the text names it.
func (f failure) named(text string) string {
	if title := titles[f.source]; f.source == "" || title != "" && strings.Contains(text, title) {
		return text
	}
	return f.source + ": " + text
}

// maxFailures is how many failures are told one by one without -v.
const maxFailures = 5

// tell writes the failures to stderr, one a line. The advice stands below the last one in a row
// that it is for.
func (p *Process) tell(failures []failure) {
	advice := ""
	for i, f := range failures {
		e := Explain(f.err)
		if e.Do != advice && advice != "" {
			p.Say("%s", advice)
		}
		advice = e.Do
		if i == maxFailures && !p.Verbose {
			p.Say("and %d more; -v shows all", len(failures)-i)
			break
		}
		p.Say("%s", f.named(e.What))
	}
	if advice != "" {
		p.Say("%s", advice)
	}
	for _, f := range failures {
		if text := f.err.Error(); p.Verbose && text != Explain(f.err).What {
			p.Say("%s", f.named("in detail: "+text))
		}
	}
}
