package huaweiorg

import "context"

// AcceptHandshake accepts an invitation that the caller's account received: it becomes
// a member of the organization, whose policies begin to apply. Where it is not known
// whether the service acted, the received list is read until it shows. An invitation
// that ended otherwise is a *[StatusError], [ErrConflict], or the service's own
// refusal; an ID that is "", "." or ".." is [ErrInvalid].
//
// API: POST /v1/received-handshakes/{handshake_id}/accept
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return c.finish(ctx, "AcceptHandshake", receivedPath, id, "/accept", StatusAccepted)
}

// DeclineHandshake declines an invitation that the caller's account received. It cannot
// be accepted any more; the inviter may send another. It is like
// [Client.AcceptHandshake] in all else.
//
// API: POST /v1/received-handshakes/{handshake_id}/decline
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return c.finish(ctx, "DeclineHandshake", receivedPath, id, "/decline", StatusDeclined)
}

// CancelHandshake takes back an invitation that the caller's account sent. Where it is
// not known whether the service acted, the invitation is read with ShowHandshake, or in
// the sent list. It is like [Client.AcceptHandshake] in all else.
//
// API: POST /v1/organizations/handshakes/{handshake_id}/cancel
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return c.finish(ctx, "CancelHandshake", sentPath, id, "/cancel", StatusCancelled)
}

// finish brings a pending invitation to the wanted end. The request has no body.
func (c *Client) finish(ctx context.Context, op, base, id, verb string, want Status) (*Handshake, error) {
	if err := c.usable(ctx); err != nil {
		return nil, wrap(op, err)
	}
	path, err := idPath(base, id, verb)
	if err != nil {
		return nil, wrap(op, err)
	}
	received := base == receivedPath
	return c.settle(ctx, want, write{
		Op: op,
		Send: func(ctx context.Context) (*Handshake, error) {
			r, err := c.post(ctx, op, path, nil)
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
			h, err := c.find(ctx, id, received)
			return standing(h, want), err
		},
		Check: checkFor(received),
	})
}

func checkFor(received bool) string {
	if received {
		return "look at the invitation's status with ListReceivedHandshakes"
	}
	return "look at the invitation's status with ShowHandshake"
}

// find reads one invitation: from the list of received ones, as there is no other way,
// or else by its ID. It is nil where there is none to be seen.
func (c *Client) find(ctx context.Context, id string, received bool) (*Handshake, error) {
	if received {
		return c.search(ctx, receivedList, id)
	}
	h, err := c.ShowHandshake(ctx, id)
	if err == nil || !isHidden(err) {
		return h, err
	}
	return c.search(ctx, sentList, id)
}

// isHidden reports whether ShowHandshake cannot tell, though a list might.
func isHidden(err error) bool {
	return errorIs(err, ErrPermission, ErrNotFound)
}

func (c *Client) search(ctx context.Context, in source, id string) (*Handshake, error) {
	for h, err := range c.list(in, nil, nil).All(ctx) {
		if err != nil {
			return nil, err
		}
		if h.ID == id {
			return &h, nil
		}
	}
	return nil, nil
}
