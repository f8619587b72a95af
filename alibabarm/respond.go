package alibabarm

import (
	"context"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// AcceptHandshake accepts an invitation that the caller's account received, and returns it.
// The account becomes a member of the resource directory, and the directory's policies begin
// to apply.
//
// AcceptHandshake can be called again: it succeeds if the service shows that the invitation
// is already accepted. If the response is lost, the client reads the invitation with
// GetHandshake or the received list, until the service shows whether it acted. If the
// service does not show it, the error is [ErrOutcomeUnknown].
//
// If the invitation ended in another state, the error is a *[StatusError], which is
// [ErrNotPending] and holds the invitation. If the service does not show the invitation, the
// error is the service's own refusal, HandshakeStatusMismatch. It is also [ErrNotPending],
// and does not say how the invitation ended. An empty ID is [ErrInvalid].
//
// API: [AcceptHandshake in 2020-03-31], [AcceptHandshake in 2022-04-19]
//
// [AcceptHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-accepthandshake
// [AcceptHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-accepthandshake
func (c *Client) AcceptHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Accept(ctx, id))
}

// DeclineHandshake declines an invitation that the caller's account received, and returns
// it. The account can no longer accept it, but the inviter may send another one. Otherwise
// it works like [Client.AcceptHandshake].
//
// API: [DeclineHandshake in 2020-03-31], [DeclineHandshake in 2022-04-19]
//
// [DeclineHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-declinehandshake
// [DeclineHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-declinehandshake
func (c *Client) DeclineHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Decline(ctx, id))
}

// CancelHandshake cancels an invitation that the caller's resource directory sent, and
// returns it. If GetHandshake does not show it, the client finds it in the sent list.
// Otherwise it works like [Client.AcceptHandshake].
//
// API: [CancelHandshake in 2020-03-31], [CancelHandshake in 2022-04-19]
//
// [CancelHandshake in 2020-03-31]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcemanager-2020-03-31-cancelhandshake
// [CancelHandshake in 2022-04-19]: https://www.alibabacloud.com/help/en/resource-management/developer-reference/api-resourcedirectorymaster-2022-04-19-cancelhandshake
func (c *Client) CancelHandshake(ctx context.Context, id string) (*Handshake, error) {
	return handshake(c.Invitations().Cancel(ctx, id))
}

// endOperation returns the operation that ends a pending invitation of a list.
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
