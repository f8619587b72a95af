package clouds

import (
	"log/slog"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Client is a client of one cloud, in words that both share.
type Client struct {
	Cloud
	invitation.Service
	// With returns the client of another account of the same cloud. It shares the connections.
	With func(credentials auth.Provider, log *slog.Logger) Client

	sent, received *pagination.Pager[invitation.Invitation]
}

// List pages through the invitations that the caller's organization sent or, if received,
// through those that its account received.
func (c Client) List(received bool) *pagination.Pager[invitation.Invitation] {
	if received {
		return c.received
	}
	return c.sent
}

// OfHuawei returns the client in words that both clouds share.
func OfHuawei(c *huaweiorg.Client) Client {
	return Client{
		Cloud: Huawei(), Service: c.Invitations(),
		sent:     pagination.MapPager(c.ListHandshakes(), huaweiorg.Handshake.Invitation),
		received: pagination.MapPager(c.ListReceivedHandshakes(), huaweiorg.Handshake.Invitation),
		With: func(credentials auth.Provider, log *slog.Logger) Client {
			return OfHuawei(c.With(huaweiorg.WithCredentials(credentials), huaweiorg.WithLogger(log)))
		},
	}
}

// OfAlibaba does the same for the other cloud.
func OfAlibaba(c *alibabarm.Client) Client {
	return Client{
		Cloud: Alibaba(), Service: c.Invitations(),
		sent:     pagination.MapPager(c.ListHandshakesForResourceDirectory(), alibabarm.Handshake.Invitation),
		received: pagination.MapPager(c.ListHandshakesForAccount(), alibabarm.Handshake.Invitation),
		With: func(credentials auth.Provider, log *slog.Logger) Client {
			return OfAlibaba(c.With(alibabarm.WithCredentials(credentials), alibabarm.WithLogger(log)))
		},
	}
}
