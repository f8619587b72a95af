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
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
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
	access.FlagsForOne(f, p)
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
	out := output.New(p.Stdout, terminal.Screen{}, output.Flags{Format: output.Record}, shape(p.Now()))
	return cmp.Or(out.Write(i), out.Close())
}

// shape is how people read an invitation. Its date may say that it has expired before the service
// does.
func shape(now time.Time) output.Shape[invitation.Invitation] {
	columns := output.Invitations("status", "cloud", "id", "target", "type", "organization", "inviter-id", "invited-by",
		"created", "updated", "expires", "note")
	columns[0].Cell = func(i invitation.Invitation) string {
		status := string(i.Status)
		if at := i.StatusAt(now); at != i.Status {
			status += fmt.Sprintf(", and %s by its date", at)
		}
		return status
	}
	return output.Shape[invitation.Invitation]{Columns: columns}
}
