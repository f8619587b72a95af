// Package cli is what the programs have in common on the command line: flags and
// help, exit codes, and how they are interrupted.
package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// A Program is one of the programs but for the process around it. It returns the
// exit code.
type Program func(ctx context.Context, args []string, stdout, stderr io.Writer) int

// Main runs a program as this process. The first Ctrl-C ends the context, the
// second one the process. A reader that goes away, as head does, shows as the error
// of a write: the signal would make "go run" complain.
func Main(run Program) {
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancel(context.Background())
	interrupts := make(chan os.Signal, 2)
	signal.Notify(interrupts, os.Interrupt)
	go func() {
		<-interrupts
		cancel()
		<-interrupts // by hand: a shell's background jobs ignore the signal otherwise
		os.Exit(Interrupted)
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
