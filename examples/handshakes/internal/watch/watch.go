// Package watch is the command that shows what happens to invitations. Try it without a cloud
// account:
//
//	go run ./examples/handshakes watch -offline
package watch

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

//go:embed help.txt
var help string

// Command is the subcommand.
var Command = cli.Command{
	Name:    "watch",
	Summary: "show changes of invitations as they happen",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return run(ctx, p, args, soonExpired)
	},
}

// soonExpired is an offline world in which an invitation of each cloud expires after two seconds,
// so that something happens.
func soonExpired(received bool) clouds.World {
	return func(now func() time.Time) clouds.Services {
		s := clouds.OfflineWorld(received)(now)
		created := now().Add(2*time.Second - 14*24*time.Hour)
		s.Huawei.Seed(huaweiorg.Handshake{CreatedAt: created, Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "payments-prod-07"}})
		s.Alibaba.Seed(alibabarm.Handshake{CreateTime: created, TargetType: alibabarm.TargetTypeEmail, TargetEntity: "payments-prod+07@acme.example.test"})
		return s
	}
}

// run runs the command. With -offline, it works in the world that offline returns: one of an
// organization that sent invitations, or one of an account that received some.
func run(ctx context.Context, p *cli.Process, args []string, offline func(received bool) clouds.World) error {
	in := invitation.WatchInput{Interval: time.Minute}
	var duration time.Duration
	var access clouds.Access
	var format output.Flags
	f := cli.NewFlags(p.Name, help, cli.ExitCodes, clouds.CredentialsHelp)
	f.BoolVar(&in.Received, "received", false, "the received invitations instead of the sent ones")
	f.Var(cli.Duration(&in.Interval, time.Second, 24*time.Hour), "interval", "the `pause` between two readings")
	f.Var(cli.Duration(&duration, time.Second, 365*24*time.Hour), "for", "end after this `time`, as 90s, 2h or 3d (default until Ctrl-C)")
	format.Add(f, shape().Names(), output.Table, output.CSV, output.JSONLines)
	access.FlagsForBoth(f, p)
	if err := cmp.Or(f.Parse(p, args), format.Check()); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(offline(in.Received))
	if err != nil {
		return err
	}
	watching, cancel := context.WithTimeout(ctx, cmp.Or(duration, math.MaxInt64)) // 292 years
	defer cancel()
	above := *p
	above.Stderr = line.Above(p.Stderr)
	out := output.New(line.Above(p.Stdout), p.Screen(p.Stdout), format, shape())
	err = watch(watching, &above, out, clients, in)
	return errors.Join(cmp.Or(ctx.Err(), err), out.Close())
}

// watch writes changes until ctx ends, or no cloud can be read. A cloud without credentials is no
// failure if another one was watched.
func watch(ctx context.Context, p *cli.Process, out *output.Writer[row], clients []clouds.Client, in invitation.WatchInput) error {
	var sources []pagination.Source[row]
	var results []clouds.Result
	for i, c := range clients {
		sources = append(sources, pagination.Source[row]{Name: c.Cloud.Name, Items: rows(c, in, i)})
		results = append(results, clouds.Result{Cloud: c.Cloud})
	}
	for r, err := range pagination.Merge(ctx, len(sources), slices.Values(sources)) {
		if err != nil || ctx.Err() != nil {
			break // no source yields an error, so that ctx has ended
		}
		switch {
		case r.err == nil:
			r.Seen = p.Now().UTC()
			if err := cmp.Or(out.Write(r), out.Flush()); err != nil {
				return err
			}
		case !lasts(r.err):
			p.Say("%s; the watch continues", cli.Explain(r.err).What)
		default:
			results[r.cloud].Err = r.err
			if len(clients) > 1 {
				p.Say("%s is not watched any more: %s", clients[r.cloud].Cloud.Name, cli.Explain(r.err).What)
			}
		}
	}
	return clouds.Conclude(p, results)
}

// lasts reports whether an error means that these credentials cannot read the list.
func lasts(err error) bool {
	conditions := []error{auth.ErrNoCredentials, auth.ErrUnauthenticated, auth.ErrPermission, auth.ErrInvalid}
	return slices.ContainsFunc(conditions, func(condition error) bool { return errors.Is(err, condition) })
}

// A row is a change, and when it was seen, or the error of a reading.
type row struct {
	Seen time.Time `json:"seen_at"`
	invitation.Change
	err   error
	cloud int // the index of its client
}

// rows yields what happens in a cloud. It ends after an error that lasts.
func rows(c clouds.Client, in invitation.WatchInput, cloud int) func(context.Context) iter.Seq2[row, error] {
	return func(ctx context.Context) iter.Seq2[row, error] {
		return func(yield func(row, error) bool) {
			for change, err := range c.Watch(ctx, in) {
				if !yield(row{Change: change, err: err, cloud: cloud}, nil) || lasts(err) {
					return
				}
			}
		}
	}
}

func shape() output.Shape[row] {
	columns := []output.Column[row]{
		{Name: "SEEN (UTC)", Priority: 70, Usual: 19, Cell: func(r row) string { return output.Time(r.Seen, time.DateTime) }},
		{Name: "CHANGE", Priority: output.Essential + 2, Usual: 9, Status: true, Cell: func(r row) string { return string(r.Kind) }},
		{Name: "WAS", Priority: 10, Usual: 9, Cell: func(r row) string { return string(r.Before.Status) }},
	}
	columns = append(columns, output.Of(func(r row) invitation.Invitation { return r.Invitation() },
		output.Invitations("cloud", "target", "organization", "id")...)...)
	return output.Shape[row]{
		Columns:   columns,
		CSVHeader: append([]string{"seen_at", "change", "was"}, invitation.CSVHeader()...),
		CSVRecord: func(r row) []string {
			own := []string{r.Seen.UTC().Format(time.RFC3339), string(r.Kind), string(r.Before.Status)}
			return append(own, r.Invitation().CSVRecord()...)
		},
	}
}
