package invitation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	firstInterval = 5 * time.Second
	lastInterval  = time.Minute
	defaultGrace  = 5 * time.Minute
	// hiddenTime is how long the lists may not show a new invitation.
	hiddenTime = 45 * time.Second

	opWait = "WaitHandshake"
	opGet  = "CurrentHandshake"
)

// WaitInput is what [Service.Wait] and [Service.WaitAll] wait for. The zero value waits for any
// end of an invitation that the caller's organization sent.
type WaitInput struct {
	// Want is the status to wait for; "" is any end. StatusPending waits until the invitation
	// is visible. Any other status is then a success, too, because the invited account may have
	// been faster.
	Want Status
	// Received is for an invitation that the caller's account received.
	Received bool
	// Interval is the pause between two reads. Default: 5 s, growing to 1 minute. After a
	// failed read, the pause is at most the default.
	Interval time.Duration
	// Grace is how long reads may fail in a row, from the first to the last, because the
	// invitation is invisible or the service is unavailable. After that, the wait ends with the
	// error. Default: 5 minutes, and 45 s for an invitation that complete lists do not show,
	// because a new one may take that long to appear. Negative: the first failure ends the
	// wait.
	Grace time.Duration
	// Progress, if set, is called after each reading of [Service.WaitAll], after the
	// invitations that ended were yielded. [Service.Wait] does not call it.
	Progress func(WaitProgress)
}

// Wait waits until an invitation is no longer pending, and returns it. If it ended in another
// state than the wanted one, Wait returns it with the client's *StatusError, which is
// [auth.ErrNotPending]. With any other error, such as that of a deadline, Wait returns the last
// state that it saw, if any. An unknown status is not an end: Wait continues.
func (s Service) Wait(ctx context.Context, id string, in WaitInput) (last Invitation, _ error) {
	if err := s.usableFor(ctx, id); err != nil {
		return last, s.wrap(opWait, err)
	}
	if err := checkInterval(in.Interval); err != nil {
		return last, s.wrap(opWait, err)
	}
	var failing, hidden outage
	for interval := cmp.Or(in.Interval, firstInterval); ; interval = in.after(interval) {
		pause := interval
		i, err := s.cloud.state(ctx, lookup{id: id, in: sideOf(in.Received)})
		if err == nil {
			if last = i; in.done(i) {
				return s.waited(opWait, i, in.Want)
			}
			failing, hidden = outage{}, outage{}
		} else {
			left := in.left(err, &failing, &hidden)
			if auth.EndOf(ctx) != nil || !s.cloud.transient(err) || left <= 0 {
				return last, s.about(opWait, id, err)
			}
			pause = min(interval, failing.next(), left)
		}
		if err := sleep(ctx, pause); err != nil {
			return last, s.about(opWait, id, err)
		}
	}
}

func checkInterval(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("the Interval is negative; use 0 for the default: %w", auth.ErrInvalid)
	}
	return nil
}

// left returns how much of the grace is left after a failed read.
func (in WaitInput) left(err error, failing, hidden *outage) time.Duration {
	left := cmp.Or(in.Grace, defaultGrace) - failing.lasted()
	if !errors.Is(err, errAbsent) {
		*hidden = outage{}
		return left
	}
	if in.Grace == 0 {
		left = min(left, hiddenTime-hidden.lasted())
	}
	return left
}

func (in WaitInput) done(i Invitation) bool {
	return in.Want == StatusPending || i.Status == in.Want || i.Status.Final()
}

func (s Service) waited(op string, i Invitation, want Status) (Invitation, error) {
	if want != "" && want != StatusPending && i.Status != want {
		return i, s.cloud.StatusError(op, want, i, nil)
	}
	return i, nil
}

// transient reports whether a read may succeed later. A response with a success status whose
// body cannot be read may be readable later.
func (c *Cloud) transient(err error) bool {
	e, ok := errors.AsType[*auth.ServiceError](err)
	unreadable := ok && e.StatusCode >= 200 && e.StatusCode < 300
	return isNotFound(err) || unreadable || isAny(err, auth.ErrUnavailable, auth.ErrThrottled) || c.moving(err)
}

// after returns the interval after d.
func (in WaitInput) after(d time.Duration) time.Duration {
	if in.Interval > 0 {
		return in.Interval
	}
	return min(2*d, lastInterval)
}

// An outage is a series of failed reads. It has its own pauses, because an Interval longer than
// the Grace would leave no time for a second read.
type outage struct {
	since time.Time
	pause time.Duration
}

// lasted returns how long ago the first read of the series failed, which may be the current
// one.
func (o *outage) lasted() time.Duration {
	if o.since.IsZero() {
		o.since = time.Now()
	}
	return time.Since(o.since)
}

// next returns the next pause of the series.
func (o *outage) next() time.Duration {
	o.pause = min(cmp.Or(2*o.pause, firstInterval), lastInterval)
	return o.pause
}

// sleep waits for d. If the context ends first, the error is [auth.EndOf] the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return auth.EndOf(ctx)
	}
}
