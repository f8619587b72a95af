package huaweiorg

import (
	"context"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// AcceptHandshake accepts an invitation that the caller's account received, and returns it.
// The account becomes a member of the organization, and the organization's policies begin to
// apply.
//
// AcceptHandshake can be called again: it succeeds if the list shows that the invitation is
// already accepted. If the response is lost, the client reads the received list until the
// list shows whether the service acted. If the list does not show it, the error is
// [ErrOutcomeUnknown].
//
// If the invitation ended in another state, the error is a *[StatusError], which is
// [ErrNotPending] and holds the invitation. If the list does not show the invitation, the
// error is the service's own refusal. An ID that is "", "." or ".." is [ErrInvalid].
//
// API: [POST /v1/received-handshakes/{handshake_id}/accept]
//
// [POST /v1/received-handshakes/{handshake_id}/accept]: https://support.huaweicloud.com/intl/en-us/api-organizations/AcceptHandshake.html
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received, and returns
// it. The account can no longer accept it, but the inviter may send another one. Otherwise
// it works like [Client.AcceptHandshake].
//
// API: [POST /v1/received-handshakes/{handshake_id}/decline]
//
// [POST /v1/received-handshakes/{handshake_id}/decline]: https://support.huaweicloud.com/intl/en-us/api-organizations/DeclineHandshake.html
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Decline(ctx, id))
}

// CancelHandshake cancels an invitation that the caller's account sent, and returns it. If
// the response is lost, the client reads the invitation with ShowHandshake, or finds it in
// the sent list. Otherwise it works like [Client.AcceptHandshake].
//
// API: [POST /v1/organizations/handshakes/{handshake_id}/cancel]
//
// [POST /v1/organizations/handshakes/{handshake_id}/cancel]: https://support.huaweicloud.com/intl/en-us/api-organizations/CancelHandshake.html
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Cancel(ctx, id))
}

// endOperation returns the operation that ends a pending invitation. The request has no
// body.
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
				return invitation.Invitation{}, c.refuse(ctx, op, err)
			}
			return neutralOf(c.post(ctx, op, path, nil, id))
		},
	}
}
