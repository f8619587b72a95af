package alibabarm

import (
	"context"
	"errors"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// AcceptHandshake accepts an invitation that the caller's account received, and returns
// it. The account becomes a member of the resource directory, whose policies begin to
// apply.
//
// AcceptHandshake can be called again: if the service shows that the invitation is already
// accepted, it succeeds. If the response is lost, the client reads the invitation with
// GetHandshake or finds it in the received list, until that shows whether the service
// acted; if it cannot tell, the error is [ErrOutcomeUnknown]. An invitation that ended in
// another state is a *[StatusError], which is [ErrNotPending] and holds the invitation. If
// the service does not show it, the error is the service's own refusal,
// HandshakeStatusMismatch, which is [ErrNotPending] and does not say how it ended. An empty
// ID is [ErrInvalid].
//
// API: AcceptHandshake, in both versions
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received. It can no
// longer be accepted, but the inviter may send another. Otherwise it is like
// [Client.AcceptHandshake].
//
// API: DeclineHandshake, in both versions
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Decline(ctx, id))
}

// CancelHandshake cancels an invitation that the caller's resource directory sent. If
// GetHandshake does not show it, the client finds it in the sent list. Otherwise it is
// like [Client.AcceptHandshake].
//
// API: CancelHandshake, in both versions
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Cancel(ctx, id))
}

// endOperation ends a pending invitation, which is in a list.
func (c *Client) endOperation(op, list string) invitation.Operation[string] {
	return invitation.Operation[string]{
		Name: op, Check: "look at the invitation's status with " + list,
		Send: func(ctx context.Context, id string) (invitation.Invitation, error) {
			query, err := idQuery(id)
			if err != nil {
				return invitation.Invitation{}, c.refuse(ctx, op, err)
			}
			return neutralOf(c.post(ctx, op, query, nil, id))
		},
	}
}

// find reads one invitation back: by its ID, or from its list if GetHandshake cannot
// tell.
func (c *Client) find(ctx context.Context, id string, received bool) (_ invitation.Invitation, shown bool, _ error) {
	i, why, err := c.findOrExplain(ctx, id, received)
	return i, err == nil && why == nil, err
}

// findOrExplain is [Client.find]. If the invitation is not shown, why is what
// GetHandshake said.
func (c *Client) findOrExplain(ctx context.Context, id string, received bool) (_ invitation.Invitation, why, _ error) {
	i, err := neutralOf(c.GetHandshake(ctx, id))
	if err == nil || !isHidden(err) {
		return i, nil, err
	}
	for h, listErr := range c.list(listOf(received), nil, nil).All(ctx) {
		if listErr != nil {
			return invitation.Invitation{}, nil, listErr
		}
		if h.ID == id {
			return h.Invitation(), nil, nil
		}
	}
	return invitation.Invitation{}, err, nil
}

func listOf(received bool) string {
	if received {
		return receivedList
	}
	return sentList
}

// isHidden reports whether GetHandshake cannot tell, though a list might: an invitation
// that is over can be HandshakeStatusMismatch, however it ended, and one whose account
// is not verified is a conflict, too.
func isHidden(err error) bool {
	return errors.Is(err, ErrConflict) || errors.Is(err, ErrPermission) || errors.Is(err, ErrNotFound)
}
