package alibabarm

import (
	"context"
	"errors"

	"github.com/orghandshakes/handshakes-go/auth/settle"
	"github.com/orghandshakes/handshakes-go/pagination"
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
	return c.finish(ctx, "AcceptHandshake", id, receivedList, StatusAccepted)
}

// DeclineHandshake declines an invitation that the caller's account received. It cannot
// be accepted any more; the inviter may send another. It is like
// [Client.AcceptHandshake] in all else.
//
// API: DeclineHandshake, in both versions
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return c.finish(ctx, "DeclineHandshake", id, receivedList, StatusDeclined)
}

// CancelHandshake takes back an invitation that the caller's resource directory sent.
// Where GetHandshake cannot tell, it is looked up in the sent list. It is like
// [Client.AcceptHandshake] in all else.
//
// API: CancelHandshake, in both versions
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return c.finish(ctx, "CancelHandshake", id, sentList, StatusCancelled)
}

// finish brings a pending invitation, which is in a list, to the wanted end.
func (c *Client) finish(ctx context.Context, op, id, list string, want Status) (*Handshake, error) {
	if err := c.usable(ctx); err != nil {
		return nil, wrap(op, err)
	}
	query, err := idQuery(id)
	if err != nil {
		return nil, wrap(op, err)
	}
	return c.settle(ctx, want, write{
		Op: op,
		Send: func(ctx context.Context) (*Handshake, error) {
			r, err := c.post(ctx, op, query, nil)
			if err != nil {
				return nil, err
			}
			h, err := single(r, id)
			if err == nil && h.Status.Final() && h.Status != want {
				return nil, &StatusError{Op: op, Want: want, Handshake: *h}
			}
			return h, err
		},
		Look: func(ctx context.Context) (evidence, error) {
			h, _, err := c.find(ctx, id, list)
			if errors.Is(err, pagination.ErrDrift) {
				return evidence{Finding: settle.Doubtful, Why: whyMoving}, nil
			}
			return standing(h, want), err
		},
		Check: "look at the invitation's status with " + list,
	})
}

// find reads one invitation by its ID, and where that cannot tell, from its list. It is
// nil where there is none to be seen; why is what GetHandshake said then.
func (c *Client) find(ctx context.Context, id, list string) (h *Handshake, why, err error) {
	h, err = c.GetHandshake(ctx, id)
	if err == nil || !isHidden(err) {
		return h, nil, err
	}
	why = err
	h, err = c.search(ctx, list, id)
	return h, why, err
}

// isHidden reports whether GetHandshake cannot tell, though a list might: an invitation
// that is over can be HandshakeStatusMismatch, however it ended, and one whose account
// is not verified is a conflict, too.
func isHidden(err error) bool {
	return errorIs(err, ErrConflict, ErrPermission, ErrNotFound)
}

func (c *Client) search(ctx context.Context, list, id string) (*Handshake, error) {
	for h, err := range c.list(list, nil, nil).All(ctx) {
		if err != nil {
			return nil, err
		}
		if h.ID == id {
			return &h, nil
		}
	}
	return nil, nil
}
