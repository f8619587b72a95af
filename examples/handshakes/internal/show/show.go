// Package show has the commands that show one thing of a cloud and change nothing. Try them without
// a cloud account:
//
//	go run ./examples/handshakes show -offline -cloud huawei h-lr8ysrg178k5i58hsu0bn61vc9l0kc0v
//	go run ./examples/handshakes check -offline
package show

import (
	"cmp"
	"context"
	_ "embed"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// Command shows one invitation.
var Command = cli.Command{Name: "show", Summary: "show one invitation by its ID", Run: show.run}

// Check shows who the caller is.
var Check = cli.Command{Name: "check", Summary: "show who you are, what you may read, and what is missing", Run: check.run}

var (
	//go:embed show.txt
	showHelp string
	//go:embed check.txt
	checkHelp string
)

var show = command[invitation.Invitation]{
	help: showHelp, json: output.JSONLines, offline: clouds.OfflineWorld(false),
	flags: func(a *clouds.Access, f *cli.Flags, p *cli.Process) {
		f.Positional("ID", 1, 1)
		a.FlagsForOne(f, p)
	},
	read: func(ctx context.Context, c clouds.Client, id string) (invitation.Invitation, error) {
		return c.Get(ctx, id)
	},
	columns: output.Invitations("status", "cloud", "id", "target", "type", "organization", "inviter-id", "invited-by",
		"created", "updated", "expires", "note"),
}

var check = command[invitation.Identity]{
	help: checkHelp, json: output.JSON, offline: clouds.OfflineWorld(false),
	flags:   (*clouds.Access).FlagsForBoth,
	read:    func(ctx context.Context, c clouds.Client, _ string) (invitation.Identity, error) { return c.Check(ctx) },
	columns: identity,
}

// A command reads one value from each chosen cloud, and writes it as a record or as JSON.
type command[T any] struct {
	help    string
	json    string       // what -format json is, of the formats of package output
	offline clouds.World // tests replace it
	flags   func(*clouds.Access, *cli.Flags, *cli.Process)
	read    func(ctx context.Context, c clouds.Client, id string) (T, error)
	columns []output.Column[T]
}

func (c command[T]) run(ctx context.Context, p *cli.Process, args []string) error {
	var access clouds.Access
	format := output.Table
	f := cli.NewFlags(p.Name, c.help, cli.ExitCodes, clouds.CredentialsHelp)
	f.Var(cli.Word(&format, output.Table, output.JSON), "format", "the output's `format`: table, json")
	c.flags(&access, f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(c.offline)
	if err != nil {
		return err
	}
	flags := output.Flags{Format: output.Record}
	if format == output.JSON {
		flags.Format = c.json
	}
	out := output.New(line.Above(p.Stdout), terminal.Screen{}, flags, output.Shape[T]{Columns: c.columns})
	var results []clouds.Result
	var written error
	for _, client := range clients {
		line.Show(client.Cloud.Name)
		value, err := c.read(ctx, client, f.Arg(0))
		results = append(results, clouds.Result{Cloud: client.Cloud, Err: err})
		if err == nil && written == nil {
			written = out.Write(value)
		}
	}
	line.Close()
	if err := cmp.Or(written, out.Close()); err != nil {
		return err
	}
	return clouds.Conclude(p, results)
}

// identity is how people read who the caller is.
var identity = []output.Column[invitation.Identity]{
	{Name: "CLOUD", Cell: func(id invitation.Identity) string { return id.Cloud }},
	{Name: "ENDPOINT", Cell: func(id invitation.Identity) string { return id.Endpoint }},
	{Name: "ACCOUNT", Cell: func(id invitation.Identity) string { return cmp.Or(id.AccountID, "unknown") }},
	{Name: "ROLE", Cell: func(id invitation.Identity) string { return cmp.Or(string(id.Role), "unknown") }},
	{Name: "ORGANIZATION", Cell: func(id invitation.Identity) string { return cmp.Or(id.Organization.ID, "none, or unknown") }},
	{Name: "MANAGED BY", Cell: func(id invitation.Identity) string {
		return strings.TrimSpace(id.Organization.ManagerID + " " + id.Organization.ManagerName)
	}},
	{Name: "CLOCK", Cell: clock},
	access(invitation.ReadOrganization),
	access(invitation.ReadSent),
	access(invitation.ReadReceived),
	access(invitation.ReadMembers),
	access(invitation.ReadGet),
	{Name: "MISSING", Cell: func(id invitation.Identity) string { return strings.Join(id.Missing(), ", ") }},
}

// clock says how far the clocks are apart. The client corrects more than 5 minutes.
func clock(id invitation.Identity) string {
	switch offset := id.ClockOffset; {
	case id.Date.IsZero():
		return "unknown"
	case offset.Abs() < 2*time.Second: // the network and full seconds explain it
		return "agrees with the service's"
	case offset > 0:
		return cli.FormatDuration(offset) + " behind the service's: set it"
	default:
		return cli.FormatDuration(-offset) + " ahead of the service's: set it"
	}
}

// access is the column that says whether the caller may read something, and what it lacks.
func access(what invitation.Read) output.Column[invitation.Identity] {
	return output.Column[invitation.Identity]{Name: "READ " + strings.ToUpper(string(what)), Cell: func(id invitation.Identity) (text string) {
		for _, r := range id.Reads {
			if r.Read == what {
				_, text, _ = strings.Cut(r.String(), ": ")
				if r.Err != nil && r.Action == "" {
					text += ", " + cli.Explain(r.Err).What
				}
			}
		}
		return text
	}}
}
