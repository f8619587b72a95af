package alibabarm

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Invitations returns this client as a service in the words that both clouds share, for
// programs that call both. If c is nil, every call of the service returns [ErrInvalid].
func (c *Client) Invitations() invitation.Service {
	if c == nil {
		c = new(Client)
	}
	return invitation.New(invitation.Cloud{
		Name: "alibaba", Package: "alibabarm", Organization: "resource directory",
		Retry: c.retry, RefusesDuplicates: true, Now: c.now, AccountID: c.accountID,
		DailyQuota: 20, AcceptedFree: true, MemberTargets: []invitation.TargetType{invitation.TargetTypeEmail},
		Sent: c.reader(sentList), Received: c.reader(receivedList), Members: c.members,
		Show: c.show, ShowsReceived: true, CheckID: checkID, Once: c.once, Preflight: c.preflight,
		Validate: c.validate, Invite: c.inviteOperation(),
		Accept:   c.endOperation("AcceptHandshake", receivedList),
		Decline:  c.endOperation("DeclineHandshake", receivedList),
		Cancel:   c.endOperation("CancelHandshake", sentList),
		Classify: classifyRefusal, Moving: isMoving, StatusError: newStatusError, Wrap: wrap, Usable: c.usable, Refuse: c.refuse,
	})
}

// once returns the service of a client without retries.
func (c *Client) once() invitation.Service {
	retry := c.retry
	retry.MaxRetries = -1
	return c.With(WithRetry(retry)).Invitations()
}

func (c *Client) show(ctx context.Context, id string) (invitation.Invitation, error) {
	return neutralOf(c.GetHandshake(ctx, id))
}

func checkID(id string) error {
	_, err := idQuery(id)
	return err
}

// accountID returns the account ID of the caller, or "" if it is not known.
func (c *Client) accountID(ctx context.Context) (string, error) {
	if err := c.usable(ctx); err != nil {
		return "", err
	}
	return c.auth.Account(ctx)
}

// reader returns a function that reads a list. While the client reads a list of several
// pages, the list may change, and one pass may miss a row without notice. Further passes
// find it.
func (c *Client) reader(op string) func(context.Context, *invitation.Reading) iter.Seq2[invitation.Invitation, error] {
	return func(ctx context.Context, reading *invitation.Reading) iter.Seq2[invitation.Invitation, error] {
		reading.Asked = time.Now()
		pager := c.list(op, reading.See, nil)
		rows := pager.All(ctx)
		if reading.Certain {
			rows = certain(ctx, pager)
		}
		return pagination.Map(rows, Handshake.Invitation)
	}
}

// certain reads a list in further passes, unless its first page is the complete list.
func certain(ctx context.Context, pager *pagination.Pager[Handshake]) iter.Seq2[Handshake, error] {
	return func(yield func(Handshake, error) bool) {
		page, err := pager.Page(ctx, "")
		if err != nil {
			yield(Handshake{}, err)
			return
		}
		if !page.Last() || page.Total > len(page.Items) {
			pager.With(pagination.WithRescan(4)).All(ctx)(yield)
			return
		}
		for _, h := range page.Items {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// isMoving reports whether a list changed while the client read it.
func isMoving(err error) bool { return errors.Is(err, pagination.ErrDrift) }

// Invitation returns the handshake in the words that both clouds share.
func (h Handshake) Invitation() invitation.Invitation {
	return invitation.Invitation{
		Cloud: "alibaba", ID: h.ID, Status: h.Status.neutral(), Target: h.target().neutral(),
		OrganizationID: h.ResourceDirectoryID, InviterID: h.MasterAccountID, InviterName: h.MasterAccountName,
		Note: h.Note, Created: h.CreateTime, Updated: h.ModifyTime, Expires: h.ExpireTime, Native: h,
	}
}

// native returns the handshake behind an invitation, or the zero value if there is none. An
// invitation from another source than this client has no real names.
func native(i invitation.Invitation) Handshake {
	if h, ok := i.Native.(Handshake); ok {
		return h
	}
	t := nativeTarget(i.Target)
	return Handshake{
		ID: i.ID, Status: nativeStatus(i.Status), Note: i.Note, TargetType: t.Type, TargetEntity: t.Entity, ResourceDirectoryID: i.OrganizationID,
		MasterAccountID: i.InviterID, MasterAccountName: i.InviterName,
		CreateTime: i.Created, ModifyTime: i.Updated, ExpireTime: i.Expires,
	}
}

// handshake converts what the shared service returns into what a method of the client
// returns. The pointer is nil if there is no invitation.
func handshake(i invitation.Invitation, err error) (*Handshake, error) {
	if h, ok := i.Native.(Handshake); ok {
		return &h, err
	}
	return nil, err
}

// neutralOf converts in the other direction than handshake.
func neutralOf(h *Handshake, err error) (invitation.Invitation, error) {
	if err != nil {
		return invitation.Invitation{}, err
	}
	return h.Invitation(), nil
}

// neutral translates a status. The words of both clouds are the service's words in lower
// case.
func (s Status) neutral() invitation.Status { return invitation.Status(strings.ToLower(string(s))) }

// nativeStatus translates a known status back.
func nativeStatus(s invitation.Status) Status {
	for _, known := range []Status{StatusPending, StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired, StatusDeleted} {
		if known.neutral() == s {
			return known
		}
	}
	return Status(s)
}

func (t Target) neutral() invitation.Target {
	return invitation.Target{Type: t.Type.neutral(), Entity: t.Entity}
}

func (t TargetType) neutral() invitation.TargetType {
	switch t {
	case TargetTypeAccount:
		return invitation.TargetTypeAccount
	case TargetTypeEmail:
		return invitation.TargetTypeEmail
	default:
		return invitation.TargetType(t)
	}
}

func nativeTarget(t invitation.Target) Target {
	switch t.Type {
	case invitation.TargetTypeAccount:
		return Target{Type: TargetTypeAccount, Entity: t.Entity}
	case invitation.TargetTypeEmail:
		return Target{Type: TargetTypeEmail, Entity: t.Entity}
	default:
		return Target{Type: TargetType(t.Type), Entity: t.Entity}
	}
}

func (in InviteAccountInput) neutral() invitation.Input {
	return invitation.Input{Target: in.target().neutral(), Note: in.Note, Tags: in.Tags, Folder: in.ParentFolderID}
}

func nativeInput(in invitation.Input) InviteAccountInput {
	t := nativeTarget(in.Target)
	return InviteAccountInput{TargetEntity: t.Entity, TargetType: t.Type, Note: in.Note, Tags: in.Tags, ParentFolderID: in.Folder}
}
