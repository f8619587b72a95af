// Package check is the command that shows who the caller is and what it may read, without any
// write. Try it without a cloud account:
//
//	go run ./examples/handshakes check -offline
package check

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "check",
	Summary: "show who you are, what you may read, and what is missing",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return run(ctx, p, args, clouds.OfflineWorld)
	},
}

//go:embed help.txt
var help string

// run runs the command. With -offline, it works in a world of an organization that sent, or an
// account that received.
func run(ctx context.Context, p *cli.Process, args []string, offline func(received bool) clouds.World) error {
	var access clouds.Access
	format := output.Table
	f := cli.NewFlags(p.Name, help, cli.ExitCodes, clouds.CredentialsHelp)
	f.Var(cli.Word(&format, output.Table, output.JSON), "format", "the output's `format`: table, json")
	access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(offline(false))
	if err != nil {
		return err
	}
	found := []invitation.Identity{}
	var results []clouds.Result
	for _, c := range clients {
		line.Show(c.Cloud.Name)
		id, err := c.Check(ctx)
		results = append(results, clouds.Result{Cloud: c.Cloud, Err: err})
		if err == nil {
			found = append(found, id)
		}
	}
	line.Close()
	if err := write(p.Stdout, format, found); err != nil {
		return err
	}
	return clouds.Conclude(p, results)
}

func write(w io.Writer, format string, found []invitation.Identity) error {
	if format == output.JSON {
		return output.Line(w, found)
	}
	var b strings.Builder
	for i, id := range found {
		if i > 0 {
			b.WriteByte('\n')
		}
		describe(&b, id)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// describe writes a record for people.
func describe(w io.Writer, id invitation.Identity) {
	field := func(name, value string) {
		if value != "" {
			_, _ = fmt.Fprintf(w, "%-17s  %s\n", name, terminal.Printable(value))
		}
	}
	field("cloud", id.Cloud)
	field("endpoint", id.Endpoint)
	field("account", cmp.Or(id.AccountID, unknown))
	field("role", cmp.Or(string(id.Role), unknown))
	field("organization", organization(id.Organization))
	field("clock", clock(id))
	for _, r := range id.Reads {
		field("read "+string(r.Read), access(r))
	}
	field("missing", strings.Join(id.Missing(), ", "))
}

const unknown = "unknown"

func organization(o invitation.Organization) string {
	if o.ID == "" {
		return "none, or unknown"
	}
	if o.ManagerID == "" {
		return o.ID
	}
	return fmt.Sprintf("%s, managed by %s (%s)", o.ID, o.ManagerID, o.ManagerName)
}

// clock says how far the clocks are apart. The client corrects more than 5 minutes.
func clock(id invitation.Identity) string {
	switch offset := id.ClockOffset; {
	case id.Date.IsZero():
		return unknown
	case offset.Abs() < 2*time.Second: // the network and full seconds explain it
		return "agrees with the service's"
	case offset > 0:
		return cli.FormatDuration(offset) + " behind the service's: set it"
	default:
		return cli.FormatDuration(-offset) + " ahead of the service's: set it"
	}
}

// access is what the caller may do, and what it lacks.
func access(r invitation.ReadAccess) string {
	text := cmp.Or(string(r.Access), "not tried")
	switch {
	case r.Action != "":
		text += ": allow " + r.Action
	case r.Err != nil:
		text += ": " + cli.Explain(r.Err).What
	}
	return text
}
