package invitation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const opWaitAll = "WaitAll"

// A Waited is how the wait for one invitation ended in [Service.WaitAll]. Its JSON has the
// error's text as "error", and decodes without it.
type Waited struct {
	ID string `json:"id"`
	// Invitation is the last state that the wait saw; zero if it saw none.
	Invitation Invitation `json:"invitation,omitzero"`
	// Err is nil if the invitation reached the wanted end. Otherwise it says why not, like the
	// error of [Service.Wait].
	//
	// An error that ends the wait for all is the Err of each invitation that is left, and
	// comes once more at the end. To count failures, count only those of Err.
	Err error `json:"-"`
}

// MarshalJSON encodes the result with the text of its error.
func (w Waited) MarshalJSON() ([]byte, error) {
	type fields Waited
	return json.Marshal(struct {
		fields
		Error string `json:"error,omitzero"`
	}{fields(w), textOf(w.Err)})
}

// LogValue returns the ID, the last status and the error, if any, as a group of attributes.
func (w Waited) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("id", excerpt(w.ID))}
	if w.Invitation.Status != "" {
		attrs = append(attrs, slog.String("status", excerpt(string(w.Invitation.Status))))
	}
	if w.Err != nil {
		attrs = append(attrs, slog.String("error", textOf(w.Err)))
	}
	return slog.GroupValue(attrs...)
}

// WaitProgress is the state of a wait after a reading.
type WaitProgress struct {
	// Total counts all invitations of the wait. Done counts those that have ended or that the
	// wait gave up. Failed counts those of Done whose Err is set.
	Total, Done, Failed int
	// Err is why the reading failed; nil if it succeeded.
	Err error
	// Pause is the time until the next reading; 0 if there is none.
	Pause time.Duration
}

// WaitAll waits for many invitations, and yields each one as it ends. It reads one list per
// round instead of sending one request per invitation: 50 invitations for a day take about
// 1,440 requests. It waits only once for an ID that ids repeats. An invalid ID is
// [auth.ErrInvalid] before any request. Ranging over the iterator again starts a new wait.
//
// The rules of in hold for each invitation as in [Service.Wait], with one difference: WaitAll
// reads only the list, so the caller must be allowed to read it. If an invitation ended in
// another state than the wanted one, its Err is the client's *StatusError. If complete lists do
// not show an invitation for 45 seconds, its Err is [auth.ErrNotFound]. Neither ends the wait
// for the others.
//
// If ctx ends, or the list cannot be read, the wait ends. WaitAll then yields each invitation
// that is left, with its last state and that error. The error comes once more at the end, with
// the zero Waited.
func (s Service) WaitAll(ctx context.Context, ids []string, in WaitInput) iter.Seq2[Waited, error] {
	return func(yield func(Waited, error) bool) {
		w := waiter{Service: s, in: in, yield: yield}
		err := w.begin(ctx, ids)
		if err == nil {
			err = w.run(ctx)
		}
		if err != nil && !w.stopped {
			yield(Waited{}, err)
		}
	}
}

// A waiter is one WaitAll at work.
type waiter struct {
	Service
	in       WaitInput
	open     []*awaited // in the order of the IDs
	yield    func(Waited, error) bool
	stopped  bool // the caller has stopped
	progress WaitProgress
}

// An awaited is an invitation that has not ended yet.
type awaited struct {
	Waited
	failing, hidden outage
}

// begin checks the input.
func (w *waiter) begin(ctx context.Context, ids []string) error {
	err := cmp.Or(w.usable(ctx), checkInterval(w.in.Interval))
	seen := map[string]bool{}
	for n, id := range ids {
		if err != nil {
			return w.wrap(opWaitAll, err)
		}
		if bad := w.cloud.CheckID(id); bad != nil {
			err = fmt.Errorf("item %d of the IDs: %w", n+1, bad)
		} else if !seen[id] {
			seen[id] = true
			w.open = append(w.open, &awaited{Waited: Waited{ID: id}})
		}
	}
	w.progress.Total = len(w.open)
	if err != nil {
		return w.wrap(opWaitAll, err)
	}
	return nil
}

// run reads the list until it waits for no invitation any more. The error is the one that ended
// the wait for all that were left.
func (w *waiter) run(ctx context.Context) error {
	for interval := cmp.Or(w.in.Interval, firstInterval); len(w.open) > 0; interval = w.in.after(interval) {
		seen, err := w.read(ctx)
		pause := w.round(ctx, seen, err, interval)
		switch {
		case w.stopped:
			return nil
		case len(w.open) == 0:
			return err
		}
		if err := sleep(ctx, pause); err != nil {
			err = w.wrap(opWaitAll, err)
			w.keep(func(a *awaited) bool { return w.deliver(a, err) })
			return err
		}
	}
	return nil
}

// read returns the open invitations that the list shows. It stops reading once it has seen all
// of them. An error comes with those seen before it.
func (w *waiter) read(ctx context.Context) (map[string]Invitation, error) {
	left := make(map[string]bool, len(w.open))
	for _, a := range w.open {
		left[a.ID] = true
	}
	seen := make(map[string]Invitation, len(w.open))
	for i, err := range w.cloud.lists(sideOf(w.in.Received))[0].read(ctx, &Reading{Certain: true}) {
		if err != nil {
			return seen, w.wrap(opWaitAll, err)
		}
		if left[i.ID] {
			seen[i.ID] = i
			delete(left, i.ID)
		}
		if len(left) == 0 {
			break
		}
	}
	return seen, nil
}

// round delivers the invitations that have ended by a reading, and those that it gives up. It
// returns the pause until the next reading.
func (w *waiter) round(ctx context.Context, seen map[string]Invitation, failed error, pause time.Duration) time.Duration {
	fatal := failed != nil && (auth.EndOf(ctx) != nil || !w.cloud.transient(failed))
	w.keep(func(a *awaited) bool {
		if i, shown := seen[a.ID]; shown {
			a.Invitation, a.failing, a.hidden = i, outage{}, outage{}
			if w.in.done(i) {
				_, err := w.waited(opWaitAll, i, w.in.Want)
				return w.deliver(a, err)
			}
			return true
		}
		missing := cmp.Or(failed, w.about(opWaitAll, a.ID, errAbsent))
		left := w.in.left(missing, &a.failing, &a.hidden)
		if fatal || left <= 0 {
			return w.deliver(a, missing)
		}
		pause = min(pause, a.failing.next(), left)
		return true
	})
	w.report(failed, pause)
	return pause
}

// keep removes the open invitations for which f returns false, and all of them once the caller
// has stopped.
func (w *waiter) keep(f func(*awaited) bool) {
	w.open = slices.DeleteFunc(w.open, func(a *awaited) bool { return w.stopped || !f(a) })
}

// deliver yields an invitation to the caller. It returns false, because the invitation is not
// open any more.
func (w *waiter) deliver(a *awaited, err error) bool {
	a.Err = err
	w.progress.Done++
	if err != nil {
		w.progress.Failed++
	}
	w.stopped = !w.yield(a.Waited, nil)
	return false
}

func (w *waiter) report(failed error, pause time.Duration) {
	if w.in.Progress == nil || w.stopped {
		return
	}
	w.progress.Err, w.progress.Pause = failed, pause
	if len(w.open) == 0 {
		w.progress.Pause = 0
	}
	w.in.Progress(w.progress)
}
