// Package list is the command that lists the invitations that an organization sent, or that an
// account received, in Huawei Cloud, Alibaba Cloud or both. Try it without a cloud account:
//
//	go run ./examples/handshakes list -offline
package list

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
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

func parse(p *cli.Process, args []string) (*options, error) {
	o := new(options)
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes, clouds.CredentialsHelp)
	f.BoolVar(&o.received, "received", false, "list what came in, instead of what was sent")
	f.Var(cli.Words(&o.statuses, "pending", "accepted", "declined", "cancelled", "expired", "deleted"), "status", "list only these `statuses`, as pending,expired, in any case")
	f.Var(cli.Number(&o.limit, 0, math.MaxInt32), "limit", "list at most this `number` of each cloud, counted after -status")
	f.Var(cli.Number(&o.pageSize, 0, 100), "page-size", "ask for this `number` per request (default the service's maximum)")
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

// enoughRows is how many rows of a cloud are written before its list is complete. A table of
// fewer rows waits, so that its columns fit all of them.
const enoughRows = 50

// A listing lists one cloud after the other: that keeps the clouds apart on stdout, and fetches
// nothing that is not listed.
type listing struct {
	*options
	out      *output.Writer[invitation.Invitation]
	line     *progress.Line
	terminal bool     // a person reads the summaries
	sums     []string // of the complete lists
	broken   error    // why no more can be written
}

// list returns why a list is not complete. A cloud that fails does not stop the other one.
func (o *options) list(ctx context.Context, p *cli.Process, line *progress.Line, clients []clouds.Client) error {
	l := &listing{options: o, line: line, terminal: p.Screen(p.Stderr).Terminal}
	l.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), o.output, shape(len(clients) > 1, o.received))
	var results []clouds.Result
	for _, client := range clients {
		if l.broken == nil {
			results = append(results, clouds.Result{Cloud: client.Cloud, Err: l.listCloud(ctx, client)})
		}
	}
	l.broken = cmp.Or(l.broken, l.out.Close())
	line.Close()
	p.Say("%s", l.out.LeftOut())
	for _, sum := range l.sums {
		if l.broken == nil {
			p.Say("%s", sum)
		}
	}
	return errors.Join(clouds.Conclude(p, results), l.broken)
}

// listCloud returns why the list of a cloud is not complete. It sums up a complete one for a
// terminal, or if nothing is listed.
func (l *listing) listCloud(ctx context.Context, client clouds.Client) error {
	var at pagination.Progress
	show := func(now pagination.Progress) {
		at = now
		l.line.Show(fmt.Sprintf("%s: %s, %s", client.Cloud.Name, cli.Count(at.Pages, "page"), cli.Count(at.Items, "invitation")))
	}
	show(at)
	items, listed := 0, 0
	opts := []pagination.Option{pagination.WithProgress(show)}
	if l.pageSize > 0 {
		opts = append(opts, pagination.WithPageSize(l.pageSize))
	}
	if l.statuses == nil { // with -status, the limit counts what is listed, not what is fetched
		opts = append(opts, pagination.WithLimit(l.limit))
	}
	for i, err := range client.List(l.received).With(opts...).All(ctx) {
		if err = cmp.Or(err, ctx.Err()); err != nil { // also in the middle of a page
			return err
		}
		items++
		if l.statuses == nil || slices.Contains(l.statuses, string(i.Status)) {
			listed++
			l.broken = l.out.Write(i)
		}
		if l.broken == nil && items == at.Items && listed >= enoughRows {
			l.broken = l.out.Flush() // the next page may take its time
		}
		if l.broken != nil || l.limit > 0 && listed == l.limit { // one more item could fetch a page
			break
		}
	}
	if l.terminal || listed == 0 {
		sum := fmt.Sprintf("%s: listed %d of %s on %s", client.Cloud.Name, listed, cli.Count(items, "invitation"), cli.Count(at.Pages, "page"))
		if listed > 0 && listed == l.limit { // there may be more
			sum += ", stopped by -limit"
		}
		l.sums = append(l.sums, sum)
	}
	return nil
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
