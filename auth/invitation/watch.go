package invitation

import (
	"cmp"
	"context"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const opWatch = "Watch"

// WatchInput says what [Service.Watch] watches. The zero value is the list of the
// invitations that the caller's organization sent, from now on.
type WatchInput struct {
	// Received is for the invitations that the caller's account received.
	Received bool
	// Interval is the pause between two readings of the list. Default: 1 minute.
	Interval time.Duration
	// Since is what the caller knows, such as the list of a run before: the first
	// reading is compared with it. nil: the first complete reading is where the watch
	// begins, and yields no change. An empty list that is not nil knows nothing, so that
	// everything is new.
	Since []Invitation
}

// Watch reads a list again and again and yields what [Changes] finds from one reading to the
// next. It compares what it yielded last, and so yields each change once. An invitation that is
// pending past its date, by the service's clock, has expired, even if the service has not
// noticed: its Status is [StatusExpired], and its Native shows the service's own.
//
// A reading that fails yields its error, and the next one goes on. Invitations that it
// showed are compared, and none is gone for its sake: only a complete list shows that. The
// same holds for a list that changes while it is read. No error ends the watch, except bad
// input and the end of ctx, whose error comes once, last. Watch stops at a break, runs no
// goroutine, and keeps one copy of the list.
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
	begun    bool // known is what to compare with
	known    snapshot
	latest   time.Time // the latest date of a reading, by the service's clock
}

// round reads the list once and returns what has changed. With an error, the list may hold
// more than was read.
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
