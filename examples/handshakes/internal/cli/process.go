// Package cli is what the commands have in common on the command line: flags and help, errors
// for people, exit codes, and how a command is interrupted.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// A Command is a subcommand of the tool.
type Command struct {
	Name string
	// Summary says in a few words what the command does.
	Summary string
	// Run runs the command. The arguments are those after the command's name.
	Run func(ctx context.Context, p *Process, args []string) error
}

// A Process is what a command sees of the process that it runs in. Tests replace it.
type Process struct {
	// Name is the tool's and the command's, as messages on Stderr begin.
	Name           string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	// Screen returns what a writer shows its text on. The zero Screen is a file.
	Screen func(io.Writer) terminal.Screen
	// Huawei and Alibaba are the default credentials of each cloud.
	Huawei, Alibaba auth.Provider
	// Verbose is -v: tell everything about an error, and log to Stderr.
	Verbose bool
}

// Main runs a program as this process. The first Ctrl-C or SIGTERM ends the context, the
// second one the process. A reader that goes away, as head does, shows as the error
// of a write: the signal would make "go run" complain.
func Main(run func(ctx context.Context, p *Process, args []string) int) {
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(context.Background())
	interrupts := make(chan os.Signal, 2)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupts
		cancel()
		<-interrupts // by hand: a shell's background jobs ignore the signal otherwise
		os.Exit(Interrupted)
	}()
	p := &Process{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv:  os.Getenv,
		Now:     time.Now,
		Screen:  func(w io.Writer) terminal.Screen { return terminal.ScreenOf(w, os.Getenv) },
		Huawei:  huaweiorg.DefaultProvider(),
		Alibaba: alibabarm.DefaultProvider(),
	}
	os.Exit(run(ctx, p, os.Args[1:]))
}

// Say writes a message to stderr, each line of it with the command's name, and nothing that a
// terminal would act upon.
func (p *Process) Say(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		line = terminal.Printable(strings.TrimRight(line, "\r\n"))
		_, _ = fmt.Fprintf(p.Stderr, "%s: %s\n", p.Name, line)
	}
}

// Count returns a number of things, such as 1 list or 2000 lists.
func Count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}
