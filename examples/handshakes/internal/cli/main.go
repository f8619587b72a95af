// Package cli is what the programs have in common on the command line: flags and
// help, exit codes, and how they are interrupted.
package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

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
	os.Exit(run(ctx, thisProcess(), os.Args[1:]))
}

func thisProcess() *Process {
	return &Process{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv:     os.Getenv,
		Now:        time.Now,
		Screen:     func(w io.Writer) terminal.Screen { return terminal.ScreenOf(w, os.Getenv) },
		IsTerminal: terminal.Is,
		Huawei:     huaweiorg.DefaultProvider(),
		Alibaba:    alibabarm.DefaultProvider(),
	}
}
