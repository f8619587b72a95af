package alibabarm

import (
	"context"

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
// API: [AcceptHandshake in 2020-03-31], [AcceptHandshake in 2022-04-19]
//
// [AcceptHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-accepthandshake
// [AcceptHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-accepthandshake
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received. It can no
// longer be accepted, but the inviter may send another. Otherwise it is like
// [Client.AcceptHandshake].
//
// API: [DeclineHandshake in 2020-03-31], [DeclineHandshake in 2022-04-19]
//
// [DeclineHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-declinehandshake
// [DeclineHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-declinehandshake
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Decline(ctx, id))
}

// CancelHandshake cancels an invitation that the caller's resource directory sent. If
// GetHandshake does not show it, the client finds it in the sent list. Otherwise it is
// like [Client.AcceptHandshake].
//
// API: [CancelHandshake in 2020-03-31], [CancelHandshake in 2022-04-19]
//
// [CancelHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-cancelhandshake
// [CancelHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-cancelhandshake
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
