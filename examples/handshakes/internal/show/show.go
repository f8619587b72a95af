// Package show is the command that shows one invitation. Try it without a cloud account:
//
//	go run ./examples/handshakes show -offline -cloud huawei h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v
package show

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "show",
	Summary: "show one invitation by its ID",
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
	var received bool
	f := cli.NewFlags(p.Name, help, cli.ExitCodes, clouds.CredentialsHelp)
	f.Positional("ID", 1, 1)
	f.Var(cli.Word(&format, output.Table, output.JSON), "format", "the output's `format`: table, json")
	f.BoolVar(&received, "received", false, "with -offline: as the account that received it")
	f.Group("How to write it", "format")
	access.FlagsForOne(f, p)
	f.Group("Where it comes from", "received")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	if received && !access.Offline {
		return cli.Misuse("-received is for -offline: otherwise, the credentials decide which invitations there are")
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	client, err := access.OpenOne(offline(received))
	if err != nil {
		return err
	}
	i, err := client.Get(ctx, f.Arg(0))
	line.Close()
	switch {
	case err != nil:
		return err
	case format == output.JSON:
		return output.Line(p.Stdout, i)
	}
	return cli.WriteRecord(p.Stdout, "", fields(client.Title, i, p.Now())...)
}

// fields are what people read of an invitation.
func fields(cloud string, i invitation.Invitation, now time.Time) []cli.Field {
	status := string(i.Status)
	if at := i.StatusAt(now); at != i.Status {
		status += fmt.Sprintf(", and %s by its date", at)
	}
	return []cli.Field{
		{Name: "cloud", Value: cloud},
		{Name: "id", Value: i.ID},
		{Name: "status", Value: status},
		{Name: "target", Value: fmt.Sprintf("%s (%s)", i.Target.Entity, i.Target.Type)},
		{Name: "organization", Value: i.OrganizationID},
		{Name: "inviter", Value: named(i.InviterID, i.InviterName)},
		{Name: "created", Value: date(i.Created)},
		{Name: "updated", Value: date(i.Updated)},
		{Name: "expires", Value: date(i.Expires)},
		{Name: "note", Value: i.Note},
	}
}

// named is an account's ID with its name, which anyone can choose.
func named(id, name string) string {
	if name == "" || id == "" {
		return cmp.Or(id, name)
	}
	return fmt.Sprintf("%s (%s)", id, name)
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}
