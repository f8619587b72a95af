// Package tour is the command that shows five things that go wrong between a program and a
// cloud: what happens, what a naive loop makes of it, and what this library does. It needs no cloud
// account and no network:
//
//	go run ./examples/handshakes tour
package tour

import (
	"context"
	_ "embed"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

//go:embed help.txt
var help string

// Command is the subcommand.
var Command = cli.Command{
	Name:    "tour",
	Summary: "show what goes wrong between a program and a cloud",
	Run:     run,
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	f := cli.NewFlags(p.Name, help)
	f.Bool("offline", false, "as the other commands have it; a tour is never anything else")
	f.Group("Where it comes from", "offline")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	return tour(ctx, p.Stdout)
}

// start is when the tour takes place, by the clock of its services.
func start() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }

// tour goes from one step to the next.
func tour(ctx context.Context, stdout io.Writer) error {
	for i, step := range []struct {
		name string
		run  func(context.Context) (facts, error)
	}{{"signature", freshSignature}, {"loop", loopGuard}, {"drift", drift}, {"response", lostResponse}, {"resume", resume}} {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f, err := step.run(ctx)
		if err != nil {
			return err
		}
		text, err := tell(i+1, step.name, f)
		if err != nil {
			return err
		}
		if _, err := stdout.Write(text); err != nil {
			return err
		}
	}
	return nil
}
