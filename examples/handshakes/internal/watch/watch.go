package watch

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// run runs the command. With -offline, it works in a world of an organization that sent, or an
// account that received.
func run(ctx context.Context, p *cli.Process, args []string, offline func(received bool) clouds.World) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	var since map[string][]invitation.Invitation
	if o.since != "" {
		if since, err = readSince(o.since); err != nil {
			return err
		}
	}
	line := progress.New(p)
	defer line.Close()
	o.access.Log = line.Logger
	clients, err := o.access.OpenAll(offline(o.received))
	if err != nil {
		return err
	}
	w := watcher{Process: *p, options: o, clients: clients, since: since}
	w.Stderr = line.Above(p.Stderr)
	w.out = output.New(line.Above(p.Stdout), p.Screen(p.Stdout), o.output, shape())
	return errors.Join(w.watch(ctx), w.out.Close())
}

type watcher struct {
	cli.Process
	*options
	clients []clouds.Client
	since   map[string][]invitation.Invitation // nil: from now on
	out     *output.Writer[row]
	results []clouds.Result
}

// An event is a change, or the error of one reading.
type event struct {
	change invitation.Change
	err    error
}

// watch writes changes until ctx ends, the time is over, or no cloud can be read.
func (w *watcher) watch(ctx context.Context) error {
	watching, cancel := context.WithCancel(ctx)
	defer cancel()
	if w.duration > 0 {
		watching, cancel = context.WithTimeout(watching, w.duration)
		defer cancel()
	}
	for e, err := range pagination.MergeSourced(watching, len(w.clients), w.sources()) {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case watching.Err() != nil:
			return w.conclude()
		case err != nil:
			w.ended(err)
		case e.Item.err != nil:
			w.Say("%s; the watch goes on", cli.Explain(e.Item.err).What)
		default:
			if err := w.write(e.Item.change); err != nil {
				return err
			}
		}
	}
	return w.conclude()
}

func (w *watcher) sources() iter.Seq[pagination.Source[event]] {
	return func(yield func(pagination.Source[event]) bool) {
		for _, c := range w.clients {
			in := invitation.WatchInput{Received: w.received, Interval: w.interval}
			if w.since != nil {
				in.Since = append([]invitation.Invitation{}, w.since[c.Cloud.Name]...)
			}
			items := func(ctx context.Context) iter.Seq2[event, error] { return events(c.Watch(ctx, in)) }
			if !yield(pagination.Source[event]{Name: c.Cloud.Name, Items: items}) {
				return
			}
		}
	}
}

// events yields the errors of single readings as events, since the watch goes on after them. An
// error that no later reading can mend ends it.
func events(changes iter.Seq2[invitation.Change, error]) iter.Seq2[event, error] {
	return func(yield func(event, error) bool) {
		for change, err := range changes {
			if err != nil && lasts(err) {
				yield(event{}, err)
				return
			}
			if !yield(event{change, err}, nil) {
				return
			}
		}
	}
}

// lasts reports whether an error is of the end of the context, or says that these credentials
// cannot read the list.
func lasts(err error) bool {
	for _, condition := range []error{
		context.Canceled, context.DeadlineExceeded,
		auth.ErrNoCredentials, auth.ErrUnauthenticated, auth.ErrPermission, auth.ErrInvalid,
	} {
		if errors.Is(err, condition) {
			return true
		}
	}
	return false
}

func (w *watcher) write(c invitation.Change) error {
	if err := w.out.Write(row{w.Now().UTC(), c}); err != nil {
		return err
	}
	return w.out.Flush()
}

// ended notes why a cloud is not watched any more, and says so while others are.
func (w *watcher) ended(err error) {
	source, ok := errors.AsType[*pagination.SourceError](err)
	if !ok {
		return
	}
	i := slices.IndexFunc(w.clients, func(c clouds.Client) bool { return c.Cloud.Name == source.Name })
	w.results = append(w.results, clouds.Result{Cloud: w.clients[i].Cloud, Err: source.Err})
	switch {
	case len(w.results) == len(w.clients):
	case errors.Is(err, auth.ErrNoCredentials):
		w.Say("%s", clouds.LeftOut(w.clients[i].Cloud))
	default:
		w.Say("%s is not watched any more: %s", source.Name, cli.Explain(source.Err).What)
	}
}

// conclude returns why clouds could not be watched. One that was left out is no failure if
// another was watched.
func (w *watcher) conclude() error {
	if len(w.results) < len(w.clients) {
		w.results = slices.DeleteFunc(w.results, func(r clouds.Result) bool { return errors.Is(r.Err, auth.ErrNoCredentials) })
	}
	return clouds.Conclude(&w.Process, w.results)
}
