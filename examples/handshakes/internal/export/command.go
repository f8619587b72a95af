// Package export is the command that writes all invitations that an organization sent, or that an
// account received, into a file of JSON lines. After an interruption, it continues when it is
// started again. Try it without a cloud account:
//
//	go run ./examples/handshakes export -offline -o sent.jsonl
package export

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

//go:embed help.txt
var help string

// Command is the subcommand.
var Command = cli.Command{
	Name:    "export",
	Summary: "write all invitations as JSON lines, and continue after an interruption",
	Run:     exporter{reached: func(string) {}}.run,
}

// An exporter runs the command. Tests set both fields.
type exporter struct {
	reached  func(point string) // may kill the program
	pageSize int                // 0: the service's maximum
}

func (e exporter) run(ctx context.Context, p *cli.Process, args []string) error {
	out := &output{exporter: e}
	var access clouds.Access
	f := cli.NewFlags(p.Name, help, clouds.CredentialsHelp)
	f.BoolVar(&out.Received, "received", false, "the received invitations instead of the sent ones")
	f.StringVar(&out.path, "o", "", "write to this `file` (default stdout)")
	access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(clouds.OfflineWorld(out.Received))
	if err != nil {
		return err
	}
	out.show, out.w = line.Show, line.Above(p.Stdout)
	if out.path != "" {
		defer out.close()
		if err := out.open(clients); err != nil {
			return err
		}
	}
	err = out.copyAll(ctx, clients)
	line.Close()
	if err == nil && out.path != "" {
		err = out.finish()
	}
	switch {
	case err == nil && p.Screen(p.Stderr).Terminal:
		p.Say("%s, complete", count(out.items))
	case err != nil && out.path != "":
		p.Say("%s is not complete, with %s: start again to continue", out.path, count(out.items))
	}
	return err
}

func count(n int) string {
	if n == 1 {
		return "1 invitation"
	}
	return fmt.Sprintf("%d invitations", n)
}
