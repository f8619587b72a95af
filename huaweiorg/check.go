package huaweiorg

import (
	"context"
	"errors"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// An Identity is the result of [Client.Check].
type Identity = invitation.Identity

// Check finds out who the caller is and what it may read, and writes nothing. It returns the
// account, the organization and the role, the reads that are allowed, the actions that are
// missing, and how far the clocks differ. Run it before the first invitation, and put its
// result into a bug report.
//
// If a read fails, Check continues, and the error is in [invitation.Identity].Reads. Check
// returns an error only if it can find out nothing more: there are no credentials or the
// service refuses them, there is no connection, every read fails, or ctx ends. The Identity
// then holds what Check found out until then.
//
// API: GET /v1/organizations, GET /v1/organizations/handshakes, GET /v1/received-handshakes,
// GET /v1/organizations/accounts, GET /v1/organizations/handshakes/{handshake_id}
func (c *Client) Check(ctx context.Context) (Identity, error) { return c.Invitations().Check(ctx) }

// preflight returns the reads of Check.
func (c *Client) preflight(see func(*auth.Response)) invitation.Preflight {
	c = c.seeing(see)
	return invitation.Preflight{
		Endpoint: c.auth.Scope(),
		Ops: map[invitation.Read]string{
			invitation.ReadOrganization: "ShowOrganization", invitation.ReadSent: sentList.op, invitation.ReadReceived: receivedList.op,
			invitation.ReadMembers: accountList.op, invitation.ReadGet: "ShowHandshake",
		},
		Organization: c.organization,
		Sent:         firstRow(c.ListHandshakes()), Received: firstRow(c.ListReceivedHandshakes()),
		Members: func(ctx context.Context) error { _, err := onePage(ctx, c.ListAccounts()); return err },
		Get:     func(ctx context.Context, id string) error { _, err := c.ShowHandshake(ctx, id); return err },
		Refused: refusedRead,
	}
}

// seeing returns a client that calls see with each response.
func (c *Client) seeing(see func(*auth.Response)) *Client {
	next := *c
	if changed, err := c.auth.With(func(config *auth.Config) {
		classify := config.Classify
		config.Classify = func(call auth.Call, r *auth.Response) auth.Decision { see(r); return classify(call, r) }
	}); err == nil {
		next.auth = changed
	}
	return &next
}

func (c *Client) organization(ctx context.Context) (invitation.Organization, error) {
	o, err := c.ShowOrganization(ctx)
	if err != nil {
		return invitation.Organization{}, err
	}
	return invitation.Organization{ID: o.ID, ManagerID: o.ManagementAccountID, ManagerName: o.ManagementAccountName}, nil
}

// firstRow returns a function that fetches a page with one row of a list.
func firstRow(list *pagination.Pager[Handshake]) func(context.Context) ([]invitation.Invitation, error) {
	return func(ctx context.Context) ([]invitation.Invitation, error) {
		return onePage(ctx, pagination.MapPager(list, Handshake.Invitation))
	}
}

func onePage[T any](ctx context.Context, list *pagination.Pager[T]) ([]T, error) {
	page, err := list.With(pagination.WithPageSize(1)).Page(ctx, "")
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}

// refusedRead returns why the service refuses a read.
func refusedRead(err error) (action string, wrongRole bool) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return "", false
	}
	switch e.rule().Hint {
	case hintPolicy:
		action, _, _ = strings.Cut(e.withAction("{action}"), ",")
	case hintRole, hintManagement, hintDelegated:
		wrongRole = true
	}
	return action, wrongRole
}
