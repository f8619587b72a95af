package watch

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/pagination"
)

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
