package invitation_test

import (
	"context"
	"iter"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

type huaweiClient struct{ c *huaweiorg.Client }

func (c huaweiClient) invite(ctx context.Context, in invitation.Input) (*invitation.Invitation, error) {
	return huaweiResult(c.c.InviteAccount(ctx, toHuaweiInput(in)))
}

func (c huaweiClient) accept(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.AcceptHandshake(ctx, id))
}

func (c huaweiClient) decline(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.DeclineHandshake(ctx, id))
}

func (c huaweiClient) cancel(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.CancelHandshake(ctx, id))
}

func (c huaweiClient) get(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.ShowHandshake(ctx, id))
}

func (c huaweiClient) current(ctx context.Context, id string) (*invitation.Invitation, error) {
	return huaweiResult(c.c.CurrentHandshake(ctx, id))
}

func (c huaweiClient) service() invitation.Service { return c.c.Invitations() }

func (c huaweiClient) wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error) {
	return huaweiResult(c.c.WaitHandshake(ctx, id, huaweiorg.WaitInput{
		Want: huaweiorg.Status(in.Want), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

func (c huaweiClient) all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error] {
	pager := c.c.ListHandshakes()
	if received {
		pager = c.c.ListReceivedHandshakes()
	}
	return pagination.Map(pager.All(ctx), fromHuawei)
}

func (c huaweiClient) list(ctx context.Context, received bool) ([]invitation.Invitation, error) {
	return collect(c.all(ctx, received))
}

func (c huaweiClient) rows(ctx context.Context) (rows []any, err error) {
	items, err := c.c.ListHandshakes().Collect(ctx)
	for _, h := range items {
		rows = append(rows, h)
	}
	return rows, err
}

func (c huaweiClient) page(ctx context.Context, received bool) ([]any, error) {
	pager := c.c.ListHandshakes()
	if received {
		pager = c.c.ListReceivedHandshakes()
	}
	page, err := pager.Page(ctx, "")
	values := []any{c.c, *c.c, pager, *pager, page}
	if page != nil {
		values = append(values, page.Next(), page.After(0))
	}
	return values, err
}

func (c huaweiClient) members(ctx context.Context) ([]invitation.Member, error) {
	accounts, err := c.c.ListAccounts().Collect(ctx)
	var members []invitation.Member
	for _, a := range accounts {
		members = append(members, a.Member())
	}
	return members, err
}

func (c huaweiClient) streamMembers(ctx context.Context) iter.Seq2[invitation.Member, error] {
	return c.c.Invitations().Members(ctx)
}

func (c huaweiClient) organization(ctx context.Context) (organization, error) {
	o, err := c.c.ShowOrganization(ctx)
	if err != nil {
		return organization{}, err
	}
	return organization{id: o.ID, managerID: o.ManagementAccountID, managerName: o.ManagementAccountName, created: o.CreatedAt}, nil
}

func (c huaweiClient) lister(received bool, opts ...pagination.Option) *pagination.Pager[huaweiorg.Handshake] {
	if received {
		return c.c.ListReceivedHandshakes(opts...)
	}
	return c.c.ListHandshakes(opts...)
}

func (c huaweiClient) cursor(ctx context.Context, received bool) (pagination.Cursor, error) {
	page, err := c.lister(received, pagination.WithPageSize(1)).Page(ctx, "")
	if err != nil {
		return "", err
	}
	return page.Next(), nil
}

func (c huaweiClient) resume(ctx context.Context, received bool, at pagination.Cursor) error {
	_, err := c.lister(received).Page(ctx, at)
	return err
}

func (c huaweiClient) do(ctx context.Context, call auth.Call) (*auth.Response, error) {
	return c.c.Do(ctx, call)
}

func (c huaweiClient) check(ctx context.Context) (invitation.Identity, error) { return c.c.Check(ctx) }

func (c huaweiClient) as(p auth.Provider) client {
	return huaweiClient{c.c.With(huaweiorg.WithCredentials(p))}
}

func (c huaweiClient) observed(f func(context.Context, auth.CallInfo)) client {
	return huaweiClient{c.c.With(huaweiorg.WithObserver(f))}
}

func (c huaweiClient) inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes {
	if in == nil {
		return huaweiOutcomes(c.c.InviteAll(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.InviteAll(ctx, func(yield func(huaweiorg.InviteAccountInput) bool) {
		in(func(i invitation.Input) bool { return yield(toHuaweiInput(i)) })
	}, opts...))
}

func (c huaweiClient) resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes {
	if again == nil {
		return huaweiOutcomes(c.c.ResendExpired(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.ResendExpired(ctx, func(h huaweiorg.Handshake) (huaweiorg.InviteAccountInput, bool) {
		in, ok := again(fromHuawei(h))
		return toHuaweiInput(in), ok
	}, opts...))
}

func (c huaweiClient) acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes {
	return huaweiOutcomes(c.c.AcceptFrom(ctx, huaweiorg.Trust{OrganizationIDs: t.OrganizationIDs, ManagementAccountIDs: t.InviterIDs}, opts...))
}

func (c huaweiClient) cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes {
	if match == nil {
		return huaweiOutcomes(c.c.CancelPending(ctx, nil, opts...))
	}
	return huaweiOutcomes(c.c.CancelPending(ctx, func(h huaweiorg.Handshake) bool { return match(fromHuawei(h)) }, opts...))
}

func (c huaweiClient) reinvite(statuses ...invitation.Status) invitation.BulkOption {
	var own []huaweiorg.Status
	for _, s := range statuses {
		own = append(own, huaweiorg.Status(s))
	}
	return huaweiorg.Reinvite(own...)
}

func (c huaweiClient) withSent(list []invitation.Invitation) invitation.BulkOption {
	own := make([]huaweiorg.Handshake, 0, len(list))
	for _, i := range list {
		own = append(own, toHuawei(i))
	}
	return huaweiorg.WithSent(own)
}

func (c huaweiClient) knownMembers(list []invitation.Member) invitation.BulkOption {
	own := make([]huaweiorg.Account, 0, len(list))
	for _, m := range list {
		own = append(own, huaweiorg.Account{ID: m.ID, Name: m.Name})
	}
	return huaweiorg.KnownMembers(own)
}

func fromHuawei(h huaweiorg.Handshake) invitation.Invitation {
	if h == (huaweiorg.Handshake{}) {
		return invitation.Invitation{}
	}
	return invitation.Invitation{
		Cloud: "huawei", ID: h.ID, Status: invitation.Status(h.Status),
		Target:         invitation.Target{Type: invitation.TargetType(h.Target.Type), Entity: h.Target.Entity},
		OrganizationID: h.OrganizationID, InviterID: h.ManagementAccountID, InviterName: h.ManagementAccountName,
		Note: h.Notes, Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt,
	}
}

func toHuawei(i invitation.Invitation) huaweiorg.Handshake {
	return huaweiorg.Handshake{
		ID: i.ID, Status: huaweiorg.Status(i.Status), Target: huaweiTarget(i.Target),
		OrganizationID: i.OrganizationID, ManagementAccountID: i.InviterID, ManagementAccountName: i.InviterName,
		Notes: i.Note, CreatedAt: i.Created, UpdatedAt: i.Updated, ExpiredAt: i.Expires,
	}
}

func huaweiTarget(t invitation.Target) huaweiorg.Target {
	return huaweiorg.Target{Type: huaweiorg.TargetType(t.Type), Entity: t.Entity}
}

func toHuaweiInput(in invitation.Input) huaweiorg.InviteAccountInput {
	return huaweiorg.InviteAccountInput{Target: huaweiTarget(in.Target), Notes: in.Note, Tags: in.Tags}
}

func huaweiResult(h *huaweiorg.Handshake, err error) (*invitation.Invitation, error) {
	if h == nil {
		return nil, err
	}
	i := fromHuawei(*h)
	return &i, err
}

func huaweiOutcomes(seq iter.Seq2[huaweiorg.Outcome, error]) outcomes {
	return pagination.Map(seq, func(o huaweiorg.Outcome) invitation.Outcome {
		return invitation.Outcome{
			Target: invitation.Target{Type: invitation.TargetType(o.Target.Type), Entity: o.Target.Entity},
			Result: o.Result, Invitation: fromHuawei(o.Handshake), MemberID: o.MemberID, Reason: o.Reason,
			RetryAt: o.RetryAt, Err: o.Err,
		}
	})
}
