// Package watch is the command that shows what happens to invitations. Try it without a cloud
// account:
//
//	go run ./examples/handshakes watch -offline
package watch

import (
	"context"
	_ "embed"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
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
	format.Add(f, shape().Names(), output.Table, output.CSV, output.JSONLines)
	access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return err
	}
	if err := format.Check(); err != nil {
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

// A watcher writes the changes in the clouds.
type watcher struct {
	cli.Process
	in  invitation.WatchInput
	out *output.Writer[row]
}

// An event is a change, or the error of one reading.
type event struct {
	change invitation.Change
	err    error
}

// watch writes changes until ctx ends, the duration is over, or no cloud can be read. A duration
// of 0 has no end. A cloud without credentials is no failure if another one was watched.
func (w *watcher) watch(ctx context.Context, clients []clouds.Client, duration time.Duration) error {
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	if duration > 0 {
		watching, cancel = context.WithTimeout(watching, duration)
		defer cancel()
	}
	var sources []pagination.Source[event]
	var results []clouds.Result
	for _, c := range clients {
		sources = append(sources, pagination.Source[event]{Name: c.Cloud.Name, Items: w.events(c)})
		results = append(results, clouds.Result{Cloud: c.Cloud})
	}
	for e, err := range pagination.MergeSourced(watching, len(sources), slices.Values(sources)) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case watching.Err() != nil:
			return clouds.Conclude(&w.Process, results)
		case err != nil:
			w.ended(err, results)
		case e.Item.err != nil:
			w.Say("%s; the watch continues", cli.Explain(e.Item.err).What)
		default:
			if err := w.write(e.Item.change); err != nil {
				return err
			}
		}
	}
	return clouds.Conclude(&w.Process, results)
}

// events yields the changes in a cloud. The error of a single reading is an event, since the
// watch continues after it. An error that no later reading can mend ends the watch.
func (w *watcher) events(c clouds.Client) func(context.Context) iter.Seq2[event, error] {
	return func(ctx context.Context) iter.Seq2[event, error] {
		return func(yield func(event, error) bool) {
			for change, err := range c.Watch(ctx, w.in) {
				if lasts(err) {
					yield(event{}, err)
					return
				}
				if !yield(event{change, err}, nil) {
					return
				}
			}
		}
	}
}

// lasts reports whether an error means that these credentials cannot read the list.
func lasts(err error) bool {
	conditions := []error{auth.ErrNoCredentials, auth.ErrUnauthenticated, auth.ErrPermission, auth.ErrInvalid}
	return slices.ContainsFunc(conditions, func(condition error) bool { return errors.Is(err, condition) })
}

func (w *watcher) write(c invitation.Change) error {
	if err := w.out.Write(row{w.Now().UTC(), c}); err != nil {
		return err
	}
	return w.out.Flush()
}

// ended notes why the watch of a cloud ended, and says so if there is another cloud.
func (w *watcher) ended(err error, results []clouds.Result) {
	source, ok := errors.AsType[*pagination.SourceError](err)
	if !ok {
		return
	}
	i := slices.IndexFunc(results, func(r clouds.Result) bool { return r.Cloud.Name == source.Name })
	results[i].Err = source.Err
	if len(results) > 1 {
		w.Say("%s is not watched any more: %s", source.Name, cli.Explain(source.Err).What)
	}
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
