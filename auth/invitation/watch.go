package invitation

import (
	"cmp"
	"context"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const opWatch = "Watch"

// WatchInput is what [Service.Watch] watches. The zero value watches the invitations that the
// caller's organization sent, from now on.
type WatchInput struct {
	// Received is for the invitations that the caller's account received.
	Received bool
	// Interval is the pause between two readings of the list. Default: 1 minute.
	Interval time.Duration
	// Since is the list that the caller already knows, such as that of an earlier run. Watch
	// compares the first reading with it. nil: the first complete reading is the start and
	// yields no change. An empty list that is not nil: every invitation is new.
	Since []Invitation
}

// Watch reads a list at each Interval and yields the [Changes] since the last reading, each
// once. If a pending invitation is past its expiry date by the service's clock, it has expired:
// its Status is [StatusExpired], even if the service, and so its Native, still shows it as
// pending.
//
// If a reading fails, Watch yields the error and continues with the next reading. It still
// compares the invitations that it read before the error. It reports an invitation as gone only
// after a complete list. The same holds for a list that changes while it is read.
//
// No error ends the watch, except bad input and the end of ctx. That error comes once, last.
// Watch stops at a break, runs no goroutine, and keeps one copy of the list.
func (s Service) Watch(ctx context.Context, in WatchInput) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		err := cmp.Or(s.usable(ctx), checkInterval(in.Interval))
		w := watcher{cloud: &s.cloud, received: in.Received, begun: in.Since != nil, known: snapshotOf(in.Since)}
		for err == nil {
			found, failed := w.round(ctx)
			for _, c := range found {
				if !yield(c, nil) {
					return
				}
			}
			if failed != nil && auth.EndOf(ctx) == nil && !yield(Change{}, s.wrap(opWatch, failed)) {
				return
			}
			err = sleep(ctx, cmp.Or(in.Interval, lastInterval))
		}
		yield(Change{}, s.wrap(opWatch, err))
	}
}

// A watcher compares the readings of a list.
type watcher struct {
	cloud    *Cloud
	received bool
	begun    bool // known can be compared with
	known    snapshot
	latest   time.Time // the latest date of a reading, by the service's clock
}

// round reads the list once and returns the changes. After an error, the list may hold more
// than round has read.
func (w *watcher) round(ctx context.Context) ([]Change, error) {
	reading := Reading{Certain: true}
	seen := snapshotOf()
	var failed error
	for i, err := range w.cloud.lists(sideOf(w.received))[0].read(ctx, &reading) {
		if failed = err; err != nil {
			break
		}
		seen.add(i)
	}
	if !w.begun && failed != nil {
		return nil, failed
	}
	if date := w.cloud.date(reading); date.After(w.latest) && (failed == nil || !reading.Date.IsZero()) {
		w.latest = date
	}
	if failed != nil {
		seen = w.known.and(seen)
	}
	seen = seen.at(w.latest)
	var found []Change
	if w.begun {
		found = changes(w.known, seen)
	}
	w.known, w.begun = seen, true
	return found, failed
}
