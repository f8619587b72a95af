// Package export is the command that writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. If it is interrupted, is killed or fails, it
// continues when it is started again. Try it without a cloud account:
//
//	go run ./examples/handshakes export -offline -o sent.jsonl
package export

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	screen "github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
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
	line := screen.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(clouds.OfflineWorld(o.received))
	if err != nil {
		return err
	}
	var lists []list
	for _, c := range clients {
		lists = append(lists, listOf(c, o.received))
	}
	var out output = stream{line.Above(p.Stdout)}
	if o.path != "" {
		f, err := openFile(o, e.reached)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // what counts is synced
		out = f
	}
	total, err := copyAll(ctx, o, lists, out, line.Show)
	line.Close()
	if err == nil {
		err = out.finish()
	}
	switch {
	case err == nil && p.IsTerminal(p.Stderr):
		p.Say("%s, complete", count(total))
	case err != nil && o.path != "":
		p.Say("%s is not complete, with %s: start again to continue", o.path, count(total))
	}
	return err
}

// copyAll returns how many invitations the output has then. A list that fails does not
// stop the other; an interruption, or an error of the output, does.
func copyAll(ctx context.Context, o options, lists []list, out output, show func(string)) (total int, _ error) {
	for _, l := range lists {
		total += out.begun(l.cloud).items
	}
	var failed error
	for _, l := range lists {
		for b, err := range l.rest(ctx, o, out.begun(l.cloud)) {
			if err == nil {
				err = ctx.Err() // between pages that were read ahead
			}
			switch {
			case err != nil && ctx.Err() != nil:
				return total, errors.Join(failed, err)
			case err != nil:
				failed = errors.Join(failed, named(l.cloud, o.explain(err), len(lists)))
				continue // it is the last
			}
			if err := out.append(b.rows, l.cloud, b.at); err != nil {
				return total, errors.Join(failed, err)
			}
			total += len(b.rows)
			show(l.cloud + ": " + count(total))
		}
	}
	return total, failed
}

func named(cloud string, err error, lists int) error {
	if lists == 1 {
		return err
	}
	return &pagination.SourceError{Name: cloud, Err: err}
}

func count(n int) string {
	if n == 1 {
		return "1 invitation"
	}
	return fmt.Sprintf("%d invitations", n)
}
