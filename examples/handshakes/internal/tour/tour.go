// Package tour is the command that shows the other commands at work on made-up organizations. It
// needs no cloud account and no network:
//
//	go run ./examples/handshakes tour
package tour

import (
	"context"
	_ "embed"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/audit"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/change"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/check"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/list"
)

//go:embed help.txt
var help string

// script is what the tour writes. It runs the lines that begin with a dollar sign.
//
//go:embed script.txt
var script string

// commands are those that the script uses.
var commands = []cli.Command{check.Command, list.Command, audit.Command, change.Invite, change.Resend, change.Accept, change.Cancel}

// Command is the subcommand.
var Command = cli.Command{
	Name:    "tour",
	Summary: "show the commands at work, without a cloud account",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		f := cli.NewFlags(p.Name, help)
		f.Bool("offline", false, "has no effect: a tour is always offline")
		if err := f.Parse(p, args); err != nil {
			return err
		}
		return run(ctx, p, script)
	},
}

// run writes a script, and what its commands write behind each of them. Their messages go to
// stdout, too, so that they stay behind the rows.
func run(ctx context.Context, p *cli.Process, script string) error {
	for line := range strings.Lines(script) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.WriteString(p.Stdout, line); err != nil {
			return err
		}
		words := strings.Fields(line)
		if len(words) < 3 || words[0] != "$" {
			continue
		}
		for _, c := range commands {
			if c.Name != words[2] {
				continue
			}
			process := *p
			process.Name, process.Stderr = strings.Join(words[1:3], " "), p.Stdout
			if err := c.Run(ctx, &process, words[3:]); err != nil {
				return err
			}
		}
	}
	return nil
}
