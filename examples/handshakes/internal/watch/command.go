// Package watch is the command that shows what happens to invitations. Try it without a cloud
// account:
//
//	go run ./examples/handshakes watch -offline
package watch

import (
	"context"
	_ "embed"
	"errors"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
)

//go:embed help.txt
var help string

// Command is the subcommand.
var Command = cli.Command{
	Name:    "watch",
	Summary: "show changes of invitations as they happen",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return run(ctx, p, args, clouds.MovingWorld)
	},
}

// run runs the command. With -offline, it works in the world that offline returns: one of an
// organization that sent invitations, or one of an account that received some.
func run(ctx context.Context, p *cli.Process, args []string, offline func(received bool) clouds.World) error {
	w := watcher{Process: *p, in: invitation.WatchInput{Interval: time.Minute}}
	var duration time.Duration
	var access clouds.Access
	var format output.Flags
	f := cli.NewFlags(p.Name, help, cli.ExitCodes, clouds.CredentialsHelp)
	f.BoolVar(&w.in.Received, "received", false, "the received invitations instead of the sent ones")
	f.Var(cli.Duration(&w.in.Interval, time.Second, 24*time.Hour), "interval", "the `pause` between two readings")
	f.Var(cli.Duration(&duration, time.Second, 365*24*time.Hour), "for", "end after this `time`, as 90s, 2h or 3d (default until Ctrl-C)")
	format.Add(f, output.Table, output.CSV, output.JSONLines)
	f.Group("What to watch", "received", "interval", "for")
	f.Group("How to write it", output.FlagNames()...)
	access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	if err := format.Check(shape().Names()...); err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	access.Log = line.Logger
	clients, err := access.OpenAll(offline(w.in.Received))
	if err != nil {
		return err
	}
	w.Stderr = line.Above(p.Stderr)
	w.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), format, shape())
	return errors.Join(w.watch(ctx, clients, duration), w.out.Close())
}

// A row is a change, and when it was seen.
type row struct {
	Seen time.Time `json:"seen_at"`
	invitation.Change
}

func shape() output.Shape[row] {
	columns := []output.Column[row]{
		{Name: "SEEN (UTC)", Priority: 70, Usual: 19, Cell: func(r row) string { return output.Time(r.Seen, time.DateTime) }},
		{Name: "CHANGE", Priority: output.Essential + 2, Usual: 9, Status: true, Cell: func(r row) string { return string(r.Kind) }},
		{Name: "WAS", Priority: 10, Usual: 9, Cell: func(r row) string { return string(r.Before.Status) }},
	}
	columns = append(columns, output.Of(func(r row) invitation.Invitation { return r.Invitation() },
		output.Cloud(), output.Target(), output.Organization(), output.ID(), extra(output.InvitedBy()), extra(output.Expires()), extra(output.Note()))...)
	return output.Shape[row]{
		Columns:   columns,
		CSVHeader: append([]string{"seen_at", "change", "was"}, invitation.CSVHeader()...),
		CSVRecord: func(r row) []string {
			own := []string{r.Seen.UTC().Format(time.RFC3339), string(r.Kind), string(r.Before.Status)}
			return append(own, r.Invitation().CSVRecord()...)
		},
	}
}

// extra makes a column that is shown only if -columns names it.
func extra(c output.Invitation) output.Invitation {
	c.Extra = true
	return c
}
