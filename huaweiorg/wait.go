package huaweiorg

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// WaitInput says what [Client.WaitHandshake] waits for. The zero value is any end of an
// invitation that the caller's organization sent.
type WaitInput struct {
	// Want is the status to wait for; "" is any end. StatusPending waits until the
	// invitation can be seen, and takes any other status for success, too: the invited
	// account may have been faster.
	Want Status
	// Received is for an invitation that the caller's account received.
	Received bool
	// Interval is the pause between two reads. Default: 5 s, growing to 1 minute.
	// After a failed read, the pause is at most the default.
	Interval time.Duration
	// Grace is how long, from the first to the last failed read of a row, the
	// invitation may be invisible or the service unavailable before that is an error.
	// Default: 5 minutes, and 45 s for an invitation that complete lists do not hold: a
	// new one may take so long to appear. Negative: not at all.
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
	text := fmt.Sprintf("huaweiorg: %s: the invitation %s is %s, not %s",
		e.Op, auth.Excerpt(e.Handshake.ID, maxCode), auth.Excerpt(string(e.Handshake.Status), maxCode), e.Want)
	if e.cause != nil {
		text += "; it was read back after: " + e.cause.Error()
	}
	return text
}

// Is reports whether target is ErrNotPending or ErrConflict.
func (e *StatusError) Is(target error) bool { return errors.Is(ErrNotPending, target) }

func newStatusError(op string, want invitation.Status, got invitation.Invitation, cause error) error {
	return &StatusError{Op: op, Want: Status(want), Handshake: native(got), cause: cause}
}

// WaitHandshake waits until an invitation is no longer pending, and returns it. If it
// ended in another state than the wanted one, WaitHandshake returns it with a
// *[StatusError]. With any other error, such as that of a deadline, it returns the last
// state that it saw, or nil. An unknown status is no end: the wait goes on. Where
// ShowHandshake does not show the invitation, the list does.
//
// A wait can last for the 14 days that an invitation is open: limit it with ctx.
//
// API: GET /v1/organizations/handshakes/{handshake_id}, GET /v1/organizations/handshakes,
// GET /v1/received-handshakes
func (c *Client) WaitHandshake(ctx context.Context, id string, in WaitInput) (*Handshake, error) {
	return handshake(c.Invitations().Wait(ctx, id, invitation.WaitInput{
		Want: in.Want.neutral(), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

// CurrentHandshake returns the state of an invitation now, whether the caller sent or
// received it, through whichever read shows it to this caller. The error is [ErrNotFound]
// only if no read shows the invitation and each read that could show it was permitted;
// otherwise, if a read is denied, it is that read's [ErrPermission]. A new invitation may be
// invisible for about 45 seconds.
//
// API: GET /v1/organizations/handshakes/{handshake_id}, GET /v1/received-handshakes,
// GET /v1/organizations/handshakes
func (c *Client) CurrentHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Get(ctx, id))
}
