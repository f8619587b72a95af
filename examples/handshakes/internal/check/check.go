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
	out := output.Flags{Format: output.Table}
	f := cli.NewFlags(p.Name, help, cli.ExitCodes, clouds.CredentialsHelp)
	f.Var(cli.Word(&out.Format, output.Table, output.JSON), "format", "the output's `format`: table, json")
	f.Group("How to write it", "format")
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
	var found []identity
	var results []clouds.Result
	for _, c := range clients {
		line.Show(c.Cloud.Name)
		id, err := c.Check(ctx)
		results = append(results, clouds.Result{Cloud: c.Cloud, Err: err})
		if err == nil {
			found = append(found, identity{c.Title, id})
		}
	}
	line.Close()
	if err := write(p, out, found); err != nil {
		return err
	}
	return clouds.Conclude(p, results)
}

const unknown = "unknown"

// An identity is what was found out in a cloud.
type identity struct {
	title string
	invitation.Identity
}

func write(p *cli.Process, f output.Flags, found []identity) error {
	if f.Format == output.JSON {
		w := output.New(p.Stdout, terminal.Screen{}, f, output.Shape[identity]{JSON: func(id identity) any { return id.Identity }})
		for _, id := range found {
			if err := w.Write(id); err != nil {
				return err
			}
		}
		return w.Close()
	}
	for _, id := range found {
		if err := cli.WriteRecord(p.Stdout, id.title, id.fields()...); err != nil {
			return err
		}
	}
	return nil
}

// fields are what people read of an identity.
func (id identity) fields() []cli.Field {
	fields := []cli.Field{
		{Name: "endpoint", Value: id.Endpoint},
		{Name: "account", Value: cmp.Or(id.AccountID, unknown)},
		{Name: "role", Value: cmp.Or(string(id.Role), unknown)},
		{Name: "organization", Value: organization(id.Organization)},
		{Name: "clock", Value: clock(id.Identity)},
	}
	for _, r := range id.Reads {
		fields = append(fields, cli.Field{Name: "read " + string(r.Read), Value: access(r)})
	}
	return append(fields, cli.Field{Name: "missing", Value: strings.Join(id.Missing(), ", ")})
}

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
