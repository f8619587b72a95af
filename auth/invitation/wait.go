package invitation

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	firstInterval = 5 * time.Second
	lastInterval  = time.Minute
	defaultGrace  = 5 * time.Minute
	opWait        = "WaitHandshake"
)

// WaitInput says what [Service.Wait] waits for. The client packages describe the fields.
type WaitInput struct {
	Want            Status
	Received        bool
	Interval, Grace time.Duration
}

// Wait waits until an invitation is no longer pending, and returns it. If it ended in
// another state than the wanted one, Wait returns it with an error of Cloud.StatusError.
func (s Service) Wait(ctx context.Context, id string, in WaitInput) (Invitation, error) {
	if err := s.usable(ctx); err != nil {
		return Invitation{}, s.wrap(opWait, err)
	}
	if in.Interval < 0 {
		return Invitation{}, s.wrap(opWait, fmt.Errorf("the Interval is negative: 0 is the default: %w", auth.ErrInvalid))
	}
	if in.Grace == 0 {
		in.Grace = defaultGrace
	}
	var out outage
	for interval := cmp.Or(in.Interval, firstInterval); ; interval = in.after(interval) {
		pause := interval
		i, err := s.cloud.Get(ctx, id, in.Received)
		switch {
		case err == nil && in.done(i):
			return s.waited(i, in.Want)
		case err == nil:
			out = outage{}
		case auth.EndOf(ctx) != nil || !s.cloud.transient(err) || out.lasted() >= in.Grace:
			return Invitation{}, err
		default:
			pause = min(interval, out.next(), in.Grace)
		}
		if err := sleep(ctx, pause); err != nil {
			return Invitation{}, s.wrap(opWait, err)
		}
	}
}

func (in WaitInput) done(i Invitation) bool { return i.Status == in.Want || i.Status.Final() }

func (s Service) waited(i Invitation, want Status) (Invitation, error) {
	if want != "" && i.Status != want {
		return i, s.cloud.StatusError(opWait, want, i, nil)
	}
	return i, nil
}

// transient reports whether a read may succeed after a while.
func (c *Cloud) transient(err error) bool {
	return isAny(err, auth.ErrUnavailable, auth.ErrThrottled) || c.moving(err) || c.Transient != nil && c.Transient(err)
}

// after returns the interval after d.
func (in WaitInput) after(d time.Duration) time.Duration {
	if in.Interval > 0 {
		return in.Interval
	}
	return min(2*d, lastInterval)
}

// An outage is a row of reads that failed. It has pauses of its own: an Interval longer
// than the Grace would leave no time for a second read.
type outage struct {
	since time.Time
	pause time.Duration
}

// lasted returns how long ago the first read of the row failed, which may be this one.
func (o *outage) lasted() time.Duration {
	if o.since.IsZero() {
		o.since = time.Now()
	}
	return time.Since(o.since)
}

// next returns the pause after the one before.
func (o *outage) next() time.Duration {
	o.pause = min(cmp.Or(2*o.pause, firstInterval), lastInterval)
	return o.pause
}
