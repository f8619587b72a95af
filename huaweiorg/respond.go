package huaweiorg

import (
	"context"
	"errors"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// AcceptHandshake accepts an invitation that the caller's account received: it becomes
// a member of the organization, whose policies begin to apply. Where it is not known
// whether the service acted, the received list is read until it shows. An invitation
// that ended otherwise is a *[StatusError], [ErrConflict], or the service's own
// refusal; an ID that is "", "." or ".." is [ErrInvalid].
//
// API: POST /v1/received-handshakes/{handshake_id}/accept
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received. It cannot
// be accepted any more; the inviter may send another. It is like
// [Client.AcceptHandshake] in all else.
//
// API: POST /v1/received-handshakes/{handshake_id}/decline
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Decline(ctx, id))
}

// CancelHandshake takes back an invitation that the caller's account sent. Where it is
// not known whether the service acted, the invitation is read with ShowHandshake, or in
// the sent list. It is like [Client.AcceptHandshake] in all else.
//
// API: POST /v1/organizations/handshakes/{handshake_id}/cancel
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.invitations().Cancel(ctx, id))
}

// endOperation ends a pending invitation. The request has no body.
func (c *Client) endOperation(op, base, verb string) invitation.Operation[string] {
	check := "look at the invitation's status with ShowHandshake"
	if base == receivedPath {
		check = "look at the invitation's status with ListReceivedHandshakes"
	}
	return invitation.Operation[string]{
		Name: op, Check: check,
		Send: func(ctx context.Context, id string) (invitation.Invitation, error) {
			path, err := idPath(base, id, verb)
			if err != nil {
				return invitation.Invitation{}, wrap(op, err)
			}
			r, err := c.post(ctx, op, path, nil)
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

// find reads one invitation back: a received one from its list, as there is no other
// way, and a sent one by its ID, or from the list if ShowHandshake cannot tell.
func (c *Client) find(ctx context.Context, id string, received bool) (_ invitation.Invitation, shown bool, _ error) {
	if received {
		return c.search(ctx, receivedList, id)
	}
	i, err := neutralOf(c.ShowHandshake(ctx, id))
	if err != nil && (errors.Is(err, ErrPermission) || errors.Is(err, ErrNotFound)) {
		return c.search(ctx, sentList, id)
	}
	return i, err == nil, err
}

// search looks for an invitation in a list.
func (c *Client) search(ctx context.Context, in source, id string) (_ invitation.Invitation, shown bool, _ error) {
	for h, err := range c.list(in, nil, nil).All(ctx) {
		if err != nil {
			return invitation.Invitation{}, false, err
		}
		if h.ID == id {
			return h.neutral(), true, nil
		}
	}
	return invitation.Invitation{}, false, nil
}
