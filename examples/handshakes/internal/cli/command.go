package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
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
	// IsTerminal reports whether a writer writes to a terminal.
	IsTerminal func(io.Writer) bool
	// Huawei and Alibaba are the default credentials of each cloud.
	Huawei, Alibaba auth.Provider
	// Verbose is -v: tell everything about an error, and log to Stderr.
	Verbose bool
}

// Say writes a message to stderr, each line of it with the command's name, and nothing that a
// terminal would act upon.
func (p *Process) Say(format string, args ...any) {
	Say(p.Stderr, p.Name, fmt.Sprintf(format, args...))
}
