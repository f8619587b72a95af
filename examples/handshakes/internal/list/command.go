// Package list is the command that lists the invitations that an organization sent, or that an
// account received, in Huawei Cloud, Alibaba Cloud or both. Try it without a cloud account:
//
//	go run ./examples/handshakes list -offline
package list

import (
	"context"
	_ "embed"
	"math"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "list",
	Summary: "list invitations that were sent or received",
	Run:     run,
}

// options are what the command line asks for.
type options struct {
	access   clouds.Access
	output   output.Flags
	received bool
	statuses []string // nil: all
	limit    int      // of each cloud; 0: none
	pageSize int      // 0: the service's maximum
}

//go:embed help.txt
var help string

// statuses are those of both clouds.
var statuses = []string{"pending", "accepted", "declined", "cancelled", "expired", "deleted"}

// maxPageSize is the most that every cloud gives for a request.
const maxPageSize = 100

func parse(p *cli.Process, args []string) (*options, error) {
	o := new(options)
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes, clouds.CredentialsHelp)
	f.BoolVar(&o.received, "received", false, "list what came in, instead of what was sent")
	f.Var(cli.Words(&o.statuses, statuses...), "status", "list only these `statuses`, as pending,expired, in any case")
	f.Var(cli.Number(&o.limit, 0, math.MaxInt32), "limit", "list at most this `number` of each cloud, counted after -status")
	f.Var(cli.Number(&o.pageSize, 0, maxPageSize), "page-size", "ask for this `number` per request (default the service's maximum)")
	o.output.Add(f, shape(true, false).Names(), output.Table, output.CSV, output.JSON, output.JSONLines)
	o.access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return nil, err
	}
	return o, o.output.Check()
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(clouds.OfflineWorld(o.received))
	if err != nil {
		return err
	}
	return o.list(ctx, p, line, clients)
}

// shape shows the cloud in a list of several, and who invites in a list that was received.
func shape(several, received bool) output.Shape[invitation.Invitation] {
	columns := output.Invitations("cloud", "status", "target", "organization", "created", "expires", "id", "note")
	if received { // the target is the caller itself
		columns = output.Invitations("cloud", "status", "organization", "invited-by", "created", "expires", "id", "note")
		columns[2].Priority = output.Essential
	}
	columns[0].Extra = !several
	return output.Shape[invitation.Invitation]{Columns: columns, CSVHeader: invitation.CSVHeader(), CSVRecord: invitation.Invitation.CSVRecord}
}
