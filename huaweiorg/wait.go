package huaweiorg

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// WaitInput says what [Client.WaitHandshake] waits for. With the zero value, it waits until
// an invitation that the caller's organization sent has ended in any state.
type WaitInput struct {
	// Want is the status to wait for. The default "" is any final status. With
	// StatusPending, the wait ends when the service shows the invitation, whatever its
	// status: the invited account may already have responded.
	Want Status
	// Received says that the caller's account received the invitation.
	Received bool
	// Interval is the pause between two reads. The default is 5 seconds, and grows to 1
	// minute. After a failed read, the pause is at most the default.
	Interval time.Duration
	// Grace limits a series of failed reads, from the first to the last: for so long, the
	// invitation may be invisible or the service unavailable. The default is 5 minutes, or
	// 45 seconds if complete lists do not contain the invitation, because a new one may take
	// that long to appear. With a negative Grace, the first failed read ends the wait.
	Grace time.Duration
}

// A StatusError reports that an invitation ended in another state than the wanted one. It
// matches [ErrNotPending] and [ErrConflict] under [errors.Is].
type StatusError struct {
	Op   string
	Want Status
	// Handshake is the invitation in its current state.
	Handshake Handshake

	cause error // why the client read the state back
}

// Error names the operation, the invitation and both states.
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

// WaitHandshake waits until an invitation is no longer pending, and returns it. If it ended
// in another state than the wanted one, WaitHandshake returns it with a *[StatusError]. With
// any other error, such as an exceeded deadline, it returns the last state that it saw, or
// nil. An unknown status is not final, so the wait continues. If ShowHandshake does not show
// the invitation, WaitHandshake reads the list.
//
// A wait can last for the 14 days that an invitation is open. Limit it with ctx.
//
// API: GET /v1/organizations/handshakes/{handshake_id}, GET /v1/organizations/handshakes,
// GET /v1/received-handshakes
func (c *Client) WaitHandshake(ctx context.Context, id string, in WaitInput) (*Handshake, error) {
	return handshake(c.Invitations().Wait(ctx, id, invitation.WaitInput{
		Want: in.Want.neutral(), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

// CurrentHandshake returns the current state of an invitation that the caller sent or
// received. It uses whichever read shows the invitation to this caller.
//
// The error is [ErrNotFound] only if every read that could show the invitation was
// permitted, and none showed it. Otherwise, if a read is denied, the error is
// [ErrPermission] from that read. A new invitation may be invisible for about 45 seconds.
//
// API: GET /v1/organizations/handshakes/{handshake_id}, GET /v1/received-handshakes,
// GET /v1/organizations/handshakes
func (c *Client) CurrentHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Get(ctx, id))
}
