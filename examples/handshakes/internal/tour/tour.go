// Package tour is the command that shows the other commands at work on made-up organizations. It
// needs no cloud account and no network:
//
//	go run ./examples/handshakes tour
package tour

import (
	"context"
	_ "embed"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/audit"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/change"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/list"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/show"
)

//go:embed help.txt
var help string

// script is what the tour writes. It runs the lines that begin with a dollar sign.
//
//go:embed script.txt
var script string

// commands are those that the script uses.
var commands = []cli.Command{show.Check, list.Command, audit.Command, change.Invite, change.Resend, change.Accept, change.Cancel}

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
		for line := range strings.Lines(script) {
			if _, err := io.WriteString(p.Stdout, line); err != nil {
				return err
			}
			if err := runLine(ctx, p, strings.Fields(line)); err != nil {
				return err
			}
		}
		return nil
	},
}

// runLine runs the command of a line of the script, if it has one. The messages of the command go to
// stdout, too, so that they stay behind the rows.
func runLine(ctx context.Context, p *cli.Process, words []string) error {
	if len(words) < 3 || words[0] != "$" {
		return ctx.Err()
	}
	i := slices.IndexFunc(commands, func(c cli.Command) bool { return c.Name == words[2] })
	process := *p
	process.Name, process.Stderr = strings.Join(words[1:3], " "), p.Stdout
	return commands[i].Run(ctx, &process, words[3:])
}
