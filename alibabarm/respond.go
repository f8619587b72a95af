package alibabarm

import (
	"context"
	"errors"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// AcceptHandshake accepts an invitation that the caller's account received: it becomes
// a member of the resource directory, whose policies begin to apply. Where it is not
// known whether the service acted, the invitation is read with GetHandshake, or in the
// received list, until it shows. An invitation that ended otherwise is a
// *[StatusError], [ErrConflict], or the service's own refusal, HandshakeStatusMismatch,
// which does not tell how. An empty ID is [ErrInvalid].
//
// API: AcceptHandshake, in both versions
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received. It cannot
// be accepted any more; the inviter may send another. It is like
// [Client.AcceptHandshake] in all else.
//
// API: DeclineHandshake, in both versions
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Decline(ctx, id))
}

// CancelHandshake takes back an invitation that the caller's resource directory sent.
// Where GetHandshake cannot tell, it is looked up in the sent list. It is like
// [Client.AcceptHandshake] in all else.
//
// API: CancelHandshake, in both versions
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Cancel(ctx, id))
}

// endOperation ends a pending invitation, which is in a list.
func (c *Client) endOperation(op, list string) invitation.Operation[string] {
	return invitation.Operation[string]{
		Name: op, Check: "look at the invitation's status with " + list,
		Send: func(ctx context.Context, id string) (invitation.Invitation, error) {
			query, err := idQuery(id)
			if err != nil {
				return invitation.Invitation{}, wrap(op, err)
			}
			r, err := c.post(ctx, op, query, nil)
			if err != nil {
				return invitation.Invitation{}, err
			}
			return neutralOf(single(r, id))
		},
	}
}

// single reads the response of a write; id is the invitation that it must be about, or "".
func single(r *auth.Response, id string) (*Handshake, error) {
	h, err := decodeSingle(r.Body, id)
	if err != nil {
		return nil, malformed(r, err)
	}
	return h, nil
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
			return h.neutral(), nil, nil
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
