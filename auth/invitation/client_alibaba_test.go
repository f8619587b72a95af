package invitation_test

import (
	"context"
	"iter"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

type alibabaClient struct{ c *alibabarm.Client }

func (c alibabaClient) invite(ctx context.Context, in invitation.Input) (*invitation.Invitation, error) {
	return alibabaResult(c.c.InviteAccountToResourceDirectory(ctx, toAlibabaInput(in)))
}

func (c alibabaClient) accept(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.AcceptHandshake(ctx, id))
}

func (c alibabaClient) decline(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.DeclineHandshake(ctx, id))
}

func (c alibabaClient) cancel(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.CancelHandshake(ctx, id))
}

func (c alibabaClient) get(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.GetHandshake(ctx, id))
}

func (c alibabaClient) current(ctx context.Context, id string) (*invitation.Invitation, error) {
	return alibabaResult(c.c.CurrentHandshake(ctx, id))
}

func (c alibabaClient) service() invitation.Service { return c.c.Invitations() }

func (c alibabaClient) wait(ctx context.Context, id string, in invitation.WaitInput) (*invitation.Invitation, error) {
	return alibabaResult(c.c.WaitHandshake(ctx, id, alibabarm.WaitInput{
		Want: alibabaWord(in.Want), Received: in.Received, Interval: in.Interval, Grace: in.Grace,
	}))
}

func (c alibabaClient) all(ctx context.Context, received bool) iter.Seq2[invitation.Invitation, error] {
	pager := c.c.ListHandshakesForResourceDirectory()
	if received {
		pager = c.c.ListHandshakesForAccount()
	}
	return pagination.Map(pager.All(ctx), fromAlibaba)
}

func (c alibabaClient) list(ctx context.Context, received bool) ([]invitation.Invitation, error) {
	return collect(c.all(ctx, received))
}

func (c alibabaClient) rows(ctx context.Context) (rows []any, err error) {
	items, err := c.c.ListHandshakesForResourceDirectory().Collect(ctx)
	for _, h := range items {
		rows = append(rows, h)
	}
	return rows, err
}

func (c alibabaClient) page(ctx context.Context, received bool) ([]any, error) {
	pager := c.c.ListHandshakesForResourceDirectory()
	if received {
		pager = c.c.ListHandshakesForAccount()
	}
	page, err := pager.Page(ctx, "")
	values := []any{c.c, *c.c, pager, *pager, page}
	if page != nil {
		values = append(values, page.Next(), page.After(0))
	}
	return values, err
}

func (c alibabaClient) members(ctx context.Context) ([]invitation.Member, error) {
	accounts, err := c.c.ListAccounts().Collect(ctx)
	var members []invitation.Member
	for _, a := range accounts {
		members = append(members, a.Member())
	}
	return members, err
}

func (c alibabaClient) streamMembers(ctx context.Context) iter.Seq2[invitation.Member, error] {
	return c.c.Invitations().Members(ctx)
}

func (c alibabaClient) organization(ctx context.Context) (organization, error) {
	d, err := c.c.GetResourceDirectory(ctx)
	if err != nil {
		return organization{}, err
	}
	return organization{id: d.ID, managerID: d.MasterAccountID, managerName: d.MasterAccountName, created: d.CreateTime}, nil
}

func (c alibabaClient) lister(received bool, opts ...pagination.Option) *pagination.Pager[alibabarm.Handshake] {
	if received {
		return c.c.ListHandshakesForAccount(opts...)
	}
	return c.c.ListHandshakesForResourceDirectory(opts...)
}

func (c alibabaClient) cursor(ctx context.Context, received bool) (pagination.Cursor, error) {
	page, err := c.lister(received, pagination.WithPageSize(1)).Page(ctx, "")
	if err != nil {
		return "", err
	}
	return page.Next(), nil
}

func (c alibabaClient) resume(ctx context.Context, received bool, at pagination.Cursor) error {
	_, err := c.lister(received).Page(ctx, at)
	return err
}

func (c alibabaClient) do(ctx context.Context, call auth.Call) (*auth.Response, error) {
	return c.c.Do(ctx, call)
}

func (c alibabaClient) check(ctx context.Context) (invitation.Identity, error) { return c.c.Check(ctx) }

func (c alibabaClient) as(p auth.Provider) client {
	return alibabaClient{c.c.With(alibabarm.WithCredentials(p))}
}

func (c alibabaClient) observed(f func(context.Context, auth.CallInfo)) client {
	return alibabaClient{c.c.With(alibabarm.WithObserver(f))}
}

func (c alibabaClient) inviteAll(ctx context.Context, in iter.Seq[invitation.Input], opts ...invitation.BulkOption) outcomes {
	if in == nil {
		return alibabaOutcomes(c.c.InviteAll(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.InviteAll(ctx, func(yield func(alibabarm.InviteAccountInput) bool) {
		in(func(i invitation.Input) bool { return yield(toAlibabaInput(i)) })
	}, opts...))
}

func (c alibabaClient) resendExpired(ctx context.Context, again func(invitation.Invitation) (invitation.Input, bool), opts ...invitation.BulkOption) outcomes {
	if again == nil {
		return alibabaOutcomes(c.c.ResendExpired(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.ResendExpired(ctx, func(h alibabarm.Handshake) (alibabarm.InviteAccountInput, bool) {
		in, ok := again(fromAlibaba(h))
		return toAlibabaInput(in), ok
	}, opts...))
}

func (c alibabaClient) acceptFrom(ctx context.Context, t invitation.Trust, opts ...invitation.BulkOption) outcomes {
	return alibabaOutcomes(c.c.AcceptFrom(ctx, alibabarm.Trust{ResourceDirectoryIDs: t.OrganizationIDs, MasterAccountIDs: t.InviterIDs}, opts...))
}

func (c alibabaClient) cancelPending(ctx context.Context, match func(invitation.Invitation) bool, opts ...invitation.BulkOption) outcomes {
	if match == nil {
		return alibabaOutcomes(c.c.CancelPending(ctx, nil, opts...))
	}
	return alibabaOutcomes(c.c.CancelPending(ctx, func(h alibabarm.Handshake) bool { return match(fromAlibaba(h)) }, opts...))
}

func (c alibabaClient) reinvite(statuses ...invitation.Status) invitation.BulkOption {
	var own []alibabarm.Status
	for _, s := range statuses {
		own = append(own, alibabaWord(s))
	}
	return alibabarm.Reinvite(own...)
}

func (c alibabaClient) withSent(list []invitation.Invitation) invitation.BulkOption {
	own := make([]alibabarm.Handshake, 0, len(list))
	for _, i := range list {
		own = append(own, toAlibaba(i))
	}
	return alibabarm.WithSent(own)
}

func (c alibabaClient) knownMembers(list []invitation.Member) invitation.BulkOption {
	own := make([]alibabarm.Account, 0, len(list))
	for _, m := range list {
		own = append(own, alibabarm.Account{ID: m.ID, AccountName: m.Email})
	}
	return alibabarm.KnownMembers(own)
}

func fromAlibaba(h alibabarm.Handshake) invitation.Invitation {
	if h == (alibabarm.Handshake{}) {
		return invitation.Invitation{}
	}
	return invitation.Invitation{
		Cloud: "alibaba", ID: h.ID, Status: alibabaStatus(h.Status), Target: fromAlibabaTarget(h.TargetType, h.TargetEntity),
		OrganizationID: h.ResourceDirectoryID, InviterID: h.MasterAccountID, InviterName: h.MasterAccountName,
		Note: h.Note, Created: h.CreateTime, Updated: h.ModifyTime, Expires: h.ExpireTime,
	}
}

func toAlibaba(i invitation.Invitation) alibabarm.Handshake {
	t := toAlibabaTarget(i.Target)
	return alibabarm.Handshake{
		ID: i.ID, Status: alibabaWord(i.Status), TargetType: t.Type, TargetEntity: t.Entity,
		ResourceDirectoryID: i.OrganizationID, MasterAccountID: i.InviterID, MasterAccountName: i.InviterName,
		Note: i.Note, CreateTime: i.Created, ModifyTime: i.Updated, ExpireTime: i.Expires,
	}
}

// alibabaWord begins with a capital.
func alibabaWord(s invitation.Status) alibabarm.Status {
	if s == "" {
		return ""
	}
	return alibabarm.Status(strings.ToUpper(string(s[:1])) + string(s[1:]))
}

func alibabaStatus(s alibabarm.Status) invitation.Status {
	return invitation.Status(strings.ToLower(string(s)))
}

func fromAlibabaTarget(t alibabarm.TargetType, entity string) invitation.Target {
	types := map[alibabarm.TargetType]invitation.TargetType{
		alibabarm.TargetTypeAccount: invitation.TargetTypeAccount, alibabarm.TargetTypeEmail: invitation.TargetTypeEmail,
	}
	return invitation.Target{Type: types[t], Entity: entity}
}

func toAlibabaTarget(t invitation.Target) alibabarm.Target {
	types := map[invitation.TargetType]alibabarm.TargetType{
		invitation.TargetTypeAccount: alibabarm.TargetTypeAccount, invitation.TargetTypeEmail: alibabarm.TargetTypeEmail,
	}
	return alibabarm.Target{Type: types[t.Type], Entity: t.Entity}
}

func toAlibabaInput(in invitation.Input) alibabarm.InviteAccountInput {
	t := toAlibabaTarget(in.Target)
	return alibabarm.InviteAccountInput{TargetType: t.Type, TargetEntity: t.Entity, Note: in.Note, Tags: in.Tags, ParentFolderID: in.Folder}
}

func alibabaResult(h *alibabarm.Handshake, err error) (*invitation.Invitation, error) {
	if h == nil {
		return nil, err
	}
	i := fromAlibaba(*h)
	return &i, err
}

func alibabaOutcomes(seq iter.Seq2[alibabarm.Outcome, error]) outcomes {
	return pagination.Map(seq, func(o alibabarm.Outcome) invitation.Outcome {
		return invitation.Outcome{
			Target: fromAlibabaTarget(o.Target.Type, o.Target.Entity),
			Result: o.Result, Invitation: fromAlibaba(o.Handshake), MemberID: o.MemberID, Reason: o.Reason,
			RetryAt: o.RetryAt, Err: o.Err,
		}
	})
}
