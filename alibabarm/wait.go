package alibabarm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// WaitInput says what [Client.WaitHandshake] waits for. The zero value is any end of an
// invitation that the caller's resource directory sent.
type WaitInput struct {
	// Want is the status to wait for; "" is any end. StatusPending waits until the
	// invitation can be seen.
	Want Status
	// Received is for an invitation that the caller's account received.
	Received bool
	// Interval is the pause between two reads. Default: 5 s, growing to 1 minute.
	// After a failed read, the pause is at most the default.
	Interval time.Duration
	// Grace is how long, from the first to the last failed read of a row, the
	// invitation may be invisible or the service unavailable before that is an error:
	// a new invitation may take a while to appear. Default: 5 minutes; negative: not
	// at all.
	Grace time.Duration
}

// A StatusError is an invitation that ended in another state than the wanted one. It is
// [ErrNotPending], and so [ErrConflict], under [errors.Is].
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

// Is reports whether target is ErrNotPending or ErrConflict.
func (e *StatusError) Is(target error) bool { return errors.Is(ErrNotPending, target) }

func newStatusError(op string, want invitation.Status, got invitation.Invitation, cause error) error {
	return &StatusError{Op: op, Want: nativeStatus(want), Handshake: native(got), cause: cause}
}

// WaitHandshake waits until an invitation is no longer pending, and returns it. If it
// ended in another state than the wanted one, WaitHandshake returns it with a
// *[StatusError]. An unknown status is no end: the wait goes on. Where
// GetHandshake does not show how it ended, the list does.
//
// A wait can last for the 14 days that an invitation is open: limit it with ctx.
//
// API: GetHandshake, and ListHandshakesForResourceDirectory or ListHandshakesForAccount
func (c *Client) WaitHandshake(ctx context.Context, id string, in WaitInput) (*Handshake, error) {
	_, err := idQuery(id)
	if err = cmp.Or(c.usable(ctx), err); err != nil {
		return nil, wrap("WaitHandshake", err)
	}
	return handshake(c.Invitations().Wait(ctx, id, invitation.WaitInput{
		Want: in.Want.neutral(), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

// errHidden is an invitation that neither GetHandshake nor the list shows.
var errHidden = fmt.Errorf("it may not be visible yet: %w", ErrNotFound)

// current reads what WaitHandshake waits for. If neither GetHandshake nor the list shows
// it, the error is errHidden.
func (c *Client) current(ctx context.Context, id string, received bool) (invitation.Invitation, error) {
	i, why, err := c.findOrExplain(ctx, id, received)
	if why != nil {
		err = wrap(listOf(received), fmt.Errorf("the invitation is not in the list: %w; %w", errHidden, why))
	}
	return i, err
}

// transient reports whether an error of current may pass: a new invitation may not be
// visible yet, and a response that cannot be read may be readable later. If the caller
// has no directory, that is [ErrNotFound], too, and does not pass.
func transient(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return errors.Is(err, errHidden) || ok && e.cause != nil
}
