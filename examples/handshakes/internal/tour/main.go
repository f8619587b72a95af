// Package tour is the command that shows five things that go wrong between a program and a
// cloud: what happens, what a naive loop makes of it, and what this library does. It needs no cloud
// account and no network:
//
//	go run ./examples/handshakes tour
package tour

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const before = `
See five things that go wrong between a program and a cloud: what happens, what a naive
loop makes of it, and what this library does. Both clouds are services in this process:
there is no account, no network and no waiting. The naive loops are run, too, and all
that is told of them is what they did: see naive.go.

  handshakes tour
`

const after = `
Exit codes:
  0  done    1  failed    2  misused    130  interrupted with Ctrl-C
`

// Command is the subcommand.
var Command = cli.Command{
	Name:    "tour",
	Summary: "show what goes wrong between a program and a cloud",
	Run:     run,
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	f := cli.NewFlags(p.Name, before, after)
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
	for i, step := range []func(context.Context) (story, error){
		freshSignature, loopGuard, drift, lostResponse, resume,
	} {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		told, err := step(ctx)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		told.write(&b, i+1)
		if _, err := stdout.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
