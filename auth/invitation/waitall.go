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

// A Waited is what became of one invitation that [Service.WaitAll] waited for. Its JSON has
// the error's text as "error", and decodes without it.
type Waited struct {
	ID string `json:"id"`
	// Invitation is the last state that was seen; zero if none was.
	Invitation Invitation `json:"invitation,omitzero"`
	// Err is nil if the invitation reached the wanted end. Otherwise it says why not, as
	// the error of [Service.Wait] does.
	//
	// An error that ends the wait is the Err of each invitation that was left, and comes
	// once more, last. To count failures, count those of Err only.
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

// LogValue returns the ID, the status if one was seen, and the error if there is one, as a
// group of attributes.
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

// WaitProgress says how far a wait is after a reading.
type WaitProgress struct {
	// Total counts the invitations waited for, and Done those that have ended or were
	// given up. Failed counts those of Done whose Err is set.
	Total, Done, Failed int
	// Err is why the reading failed; nil if it did not.
	Err error
	// Pause is the time until the next reading; 0 if there is none.
	Pause time.Duration
}

// WaitAll waits for many invitations, and yields each one as it ends. It reads one list a
// round, and not one invitation a request: 50 invitations for a day are about 1,440
// requests. An ID that is given twice is waited for once. An ID that is no ID is
// [auth.ErrInvalid] before any request. Ranging again waits afresh.
//
// The rules of in hold for each invitation as [Service.Wait] applies them, with one
// difference: only the list is read, so the caller must be allowed to read it. An invitation
// that ended in another state than the wanted one has the client's *StatusError in its Err,
// and one that complete lists do not hold for 45 seconds has [auth.ErrNotFound]. Neither
// ends the wait for the others.
//
// If ctx ends, or the list cannot be read, the wait ends. Each invitation that is left is
// then yielded with the last state seen and that error, which comes once more, last, with
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
	open     []*awaited // in the order of the caller
	yield    func(Waited, error) bool
	stopped  bool // by the caller
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

// run reads the list until nothing is left to wait for. The error is the one that ended
// the wait for all that was left.
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

// read returns what the list shows of the open invitations. It stops reading once it has
// seen all of them. An error comes with those that were seen before.
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

// round delivers what a reading shows to have ended, and what is given up after it. It
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

// keep drops those of the open invitations for which f returns false, and all once the
// caller has stopped.
func (w *waiter) keep(f func(*awaited) bool) {
	w.open = slices.DeleteFunc(w.open, func(a *awaited) bool { return w.stopped || !f(a) })
}

// deliver hands an invitation to the caller. It returns false: the invitation is not open
// any more.
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
