// Package export is the command that writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. If it is interrupted, is killed or fails, it
// continues when it is started again. Try it without a cloud account:
//
//	go run ./examples/handshakes export -offline -o sent.jsonl
package export

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "export",
	Summary: "write all invitations as JSON lines, and continue after an interruption",
	Run:     exporter{reached: func(point) {}}.run,
}

// An exporter is what tests put something else in place of.
type exporter struct {
	reached func(point) // where a test kills the program
}

func (e exporter) run(ctx context.Context, p *cli.Process, args []string) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(clouds.OfflineWorld(o.received))
	if err != nil {
		return err
	}
	out := &output{options: o, w: line.Above(p.Stdout), state: newState(o), show: line.Show, reached: e.reached}
	if o.path != "" {
		if err := out.open(); err != nil {
			return err
		}
		defer func() { _ = out.file.Close() }() // what counts is synced
	}
	err = out.copyAll(ctx, clients)
	line.Close()
	if err == nil {
		err = out.finish()
	}
	switch {
	case err == nil && p.Screen(p.Stderr).Terminal:
		p.Say("%s, complete", count(out.items))
	case err != nil && o.path != "":
		p.Say("%s is not complete, with %s: start again to continue", o.path, count(out.items))
	}
	return err
}

func count(n int) string {
	if n == 1 {
		return "1 invitation"
	}
	return fmt.Sprintf("%d invitations", n)
}
