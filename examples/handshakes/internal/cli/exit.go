package cli

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// The exit codes of all programs.
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

// ExitHelp is [ExitCodes] for a help that is a constant.
const ExitHelp = `
Exit codes:
  0  done      1  failed, completely or in part
  2  misused   3  found what -fail-on names, even if a part failed
  130  interrupted with Ctrl-C
`

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
	_, connection := errors.AsType[*net.OpError](err)
	_, transport := errors.AsType[*auth.TransportError](err)
	return errors.Is(err, syscall.EPIPE) && !connection && !transport
}

// A Code is an exit code of a command that has told why on stderr.
type Code int

func (c Code) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// ErrFound is the end of a command that found what -fail-on asks for.
var ErrFound error = Code(Found)

// Exit tells on stderr why the program ends, and returns the exit code for it.
func Exit(ctx context.Context, stderr io.Writer, name string, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp), ReaderGone(err):
		return Done
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		Say(stderr, name, "interrupted")
		return Interrupted
	}
	if code, ok := errors.AsType[Code](err); ok && err == error(code) {
		return int(code)
	}
	Say(stderr, name, err.Error())
	if _, ok := errors.AsType[*UsageError](err); ok {
		Say(stderr, name, "try -h for help")
		return Misused
	}
	return Failed
}

// Exit tells on stderr why the command ends, and returns the exit code for it. Everybody sees at
// most two lines of one error, and one line of each of several; with -v, all of it follows.
func (p *Process) Exit(ctx context.Context, err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return Done
	}
	failures, code := parts(err)
	interrupted := ctx.Err() != nil && slices.ContainsFunc(failures, func(f failure) bool { return errors.Is(f.err, context.Canceled) })
	if interrupted {
		failures = slices.DeleteFunc(failures, func(f failure) bool { return errors.Is(f.err, context.Canceled) })
	}
	p.tell(failures)
	switch {
	case interrupted:
		p.Say("interrupted")
		return Interrupted
	case len(failures) == 0, code == Found:
		return int(code)
	}
	if _, ok := errors.AsType[*UsageError](err); ok {
		p.Say("try -h for help")
		return Misused
	}
	return Failed
}

// Say writes a message to stderr, each line of it with the program's name, and
// nothing that a terminal would act upon.
func Say(stderr io.Writer, name, message string) {
	for line := range strings.Lines(message) {
		line = terminal.Printable(strings.TrimRight(line, "\r\n"))
		_, _ = fmt.Fprintf(stderr, "%s: %s\n", name, line)
	}
}
