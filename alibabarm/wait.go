package alibabarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/settle"
	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	firstInterval = 5 * time.Second
	lastInterval  = time.Minute
	defaultGrace  = 5 * time.Minute
)

// WaitInput says what [Client.WaitHandshake] waits for. The zero value is any end of an
// invitation that the caller's resource directory sent.
type WaitInput struct {
	// Want is the status to wait for; "" is any end. StatusPending waits until the
	// invitation can be seen.
	Want Status
	// Received is for an invitation that the caller's account received.
	Received bool
	// Interval is the pause between two looks. Default: 5 s, growing to 1 minute.
	// After a failed look it is the default at most.
	Interval time.Duration
	// Grace is how long, from one failed look to the last of a row, the invitation
	// may be hidden or the service unavailable before that is an error: a new
	// invitation may take a while to be seen. Default: 5 minutes; negative: not at all.
	Grace time.Duration
}

// A StatusError is an invitation that has come to another end than the wanted one. It
// is [ErrConflict] under [errors.Is].
type StatusError struct {
	Op   string
	Want Status
	// Handshake is the invitation as it stands.
	Handshake Handshake

	cause error // why it was read back
}

// Error names the invitation and both states.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("alibabarm: %s: the invitation %s is %s, not %s",
		e.Op, auth.Excerpt(e.Handshake.ID, maxCode), auth.Excerpt(string(e.Handshake.Status), maxCode), e.Want)
	if e.cause != nil {
		text += "; it was read back after: " + e.cause.Error()
	}
	return text
}

// Is reports whether target is ErrConflict.
func (e *StatusError) Is(target error) bool { return target == ErrConflict }

// WaitHandshake waits until an invitation is no longer pending, and returns it; where it
// came to another end than the wanted one, with a *[StatusError]. Where GetHandshake
// cannot tell how it ended, the list does. A status that this package does not know is
// no end: the wait goes on. It can last for the 14 days that an invitation is open:
// bound it with ctx.
//
// API: GetHandshake, and ListHandshakesForResourceDirectory or ListHandshakesForAccount
func (c *Client) WaitHandshake(ctx context.Context, id string, in WaitInput) (*Handshake, error) {
	const op = "WaitHandshake"
	if err := c.usable(ctx); err != nil {
		return nil, wrap(op, err)
	}
	if _, err := idQuery(id); err != nil {
		return nil, wrap(op, err)
	}
	if in.Interval < 0 {
		return nil, wrap(op, fmt.Errorf("the Interval is negative: 0 is the default: %w", ErrInvalid))
	}
	if in.Grace == 0 {
		in.Grace = defaultGrace
	}
	var out outage
	for wait := cmp.Or(in.Interval, firstInterval); ; wait = in.after(wait) {
		pause := wait
		h, err := c.look(ctx, id, in.Received)
		switch {
		case err == nil:
			if done, err := in.judge(op, h); done {
				return h, err
			}
			out = outage{}
		case ctx.Err() != nil || !passing(err) || out.lasted() >= in.Grace:
			return nil, err
		default:
			pause = min(wait, out.next(), in.Grace)
		}
		if err := settle.Sleep(ctx, pause); err != nil {
			return nil, wrap(op, err)
		}
	}
}

// look reads the invitation; one that is not to be seen is [ErrNotFound].
func (c *Client) look(ctx context.Context, id string, received bool) (*Handshake, error) {
	list := sentList
	if received {
		list = receivedList
	}
	h, why, err := c.find(ctx, id, list)
	if err == nil && h == nil {
		err = wrap(list, fmt.Errorf("the invitation is not in the list: %w; %w", errHidden, why))
	}
	return h, err
}

func (in WaitInput) judge(op string, h *Handshake) (done bool, err error) {
	switch {
	case h.Status == in.Want:
		return true, nil
	case !h.Status.Final():
		return false, nil
	case in.Want == "":
		return true, nil
	default:
		return true, &StatusError{Op: op, Want: in.Want, Handshake: *h}
	}
}

// errHidden is an invitation that neither GetHandshake nor the list shows.
var errHidden = fmt.Errorf("it may not be visible yet: %w", ErrNotFound)

// passing holds for what may look different after a while. That the caller has no
// directory is [ErrNotFound], too, and does not pass.
func passing(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return errors.Is(err, errHidden) || errorIs(err, ErrUnavailable, ErrThrottled, pagination.ErrDrift) || ok && e.cause != nil
}

// after is the pause behind one of d.
func (in WaitInput) after(d time.Duration) time.Duration {
	if in.Interval > 0 {
		return in.Interval
	}
	return min(2*d, lastInterval)
}

// An outage is a row of looks that failed. The pauses in it are its own: an Interval
// longer than the Grace would leave no time for a second look.
type outage struct {
	since time.Time
	pause time.Duration
}

// lasted is how long ago the first look of the row failed, which may be this one.
func (o *outage) lasted() time.Duration {
	if o.since.IsZero() {
		o.since = time.Now()
	}
	return time.Since(o.since)
}

// next is the pause behind the one before.
func (o *outage) next() time.Duration {
	o.pause = min(cmp.Or(2*o.pause, firstInterval), lastInterval)
	return o.pause
}
