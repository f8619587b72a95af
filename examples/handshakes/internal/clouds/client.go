package clouds

import (
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Client is a client of one cloud, in words that both share.
type Client struct {
	Cloud
	invitation.Service
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

// A World is what -offline makes up: an organization in each cloud. Received asks for the
// client of an account that was invited.
type World struct {
	Huawei  func(now func() time.Time) (*huaweiorg.Client, error)
	Alibaba func(now func() time.Time, version alibabarm.Option) (*alibabarm.Client, error)
}

// Open opens the client of a cloud, with -offline that of the world. It does no I/O; a
// mistake in a flag is a [cli.UsageError].
func (a *Access) Open(c Cloud, now func() time.Time, w World) (Client, error) {
	if c.Name == HuaweiName {
		client, err := a.Huawei(func() (*huaweiorg.Client, error) { return w.Huawei(now) })
		if err != nil {
			return Client{}, err
		}
		if l := a.logger(c.Name); l != nil {
			client = client.With(huaweiorg.WithLogger(l))
		}
		return OfHuawei(client), nil
	}
	client, err := a.Alibaba(func(version alibabarm.Option) (*alibabarm.Client, error) { return w.Alibaba(now, version) })
	if err != nil {
		return Client{}, err
	}
	if l := a.logger(c.Name); l != nil {
		client = client.With(alibabarm.WithLogger(l))
	}
	return OfAlibaba(client), nil
}

// OfHuawei returns the client in words that both clouds share.
func OfHuawei(c *huaweiorg.Client) Client {
	return Client{
		Cloud: Huawei(), Service: c.Invitations(),
		sent:     pagination.MapPager(c.ListHandshakes(), huaweiorg.Handshake.Invitation),
		received: pagination.MapPager(c.ListReceivedHandshakes(), huaweiorg.Handshake.Invitation),
	}
}

// OfAlibaba does the same for the other cloud.
func OfAlibaba(c *alibabarm.Client) Client {
	return Client{
		Cloud: Alibaba(), Service: c.Invitations(),
		sent:     pagination.MapPager(c.ListHandshakesForResourceDirectory(), alibabarm.Handshake.Invitation),
		received: pagination.MapPager(c.ListHandshakesForAccount(), alibabarm.Handshake.Invitation),
	}
}
