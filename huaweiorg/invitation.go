package huaweiorg

import (
	"context"
	"fmt"
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
		Name: "huawei", Package: "huaweiorg", Organization: "organization",
		Retry: c.retry, Now: c.now, AccountID: c.accountID,
		DailyQuota: 20, MemberTargets: []invitation.TargetType{invitation.TargetTypeName},
		Sent: c.reader(sentList), Received: c.reader(receivedList), Members: c.members,
		Show: c.show, CheckID: checkID, Once: c.once, Preflight: c.preflight,
		Validate: validate, Invite: c.inviteOperation(),
		Accept:   c.endOperation("AcceptHandshake", receivedPath, "/accept"),
		Decline:  c.endOperation("DeclineHandshake", receivedPath, "/decline"),
		Cancel:   c.endOperation("CancelHandshake", sentPath, "/cancel"),
		Classify: classifyRefusal, StatusError: newStatusError, Wrap: wrap, Usable: c.usable, Refuse: c.refuse,
	})
}

// once returns the service of a client without retries.
func (c *Client) once() invitation.Service {
	retry := c.retry
	retry.MaxRetries = -1
	return c.With(WithRetry(retry)).Invitations()
}

func (c *Client) show(ctx context.Context, id string) (invitation.Invitation, error) {
	return neutralOf(c.ShowHandshake(ctx, id))
}

func checkID(id string) error {
	_, err := idPath("", id, "")
	return err
}

// accountID returns the account ID of the caller, or "" if it is not known.
func (c *Client) accountID(ctx context.Context) (string, error) {
	if err := c.usable(ctx); err != nil {
		return "", err
	}
	return c.auth.Account(ctx)
}

// reader returns a function that reads a list. Markers do not move, so every reading is
// certain.
func (c *Client) reader(from source) func(context.Context, *invitation.Reading) iter.Seq2[invitation.Invitation, error] {
	return func(ctx context.Context, reading *invitation.Reading) iter.Seq2[invitation.Invitation, error] {
		reading.Asked = time.Now()
		return pagination.Map(c.list(from, reading.See, nil).All(ctx), Handshake.Invitation)
	}
}

// Invitation returns the handshake in the words that both clouds share.
func (h Handshake) Invitation() invitation.Invitation {
	return invitation.Invitation{
		Cloud: "huawei", ID: h.ID, Status: h.Status.neutral(), Target: h.Target.neutral(),
		OrganizationID: h.OrganizationID, InviterID: h.ManagementAccountID, InviterName: h.ManagementAccountName,
		Note: h.Notes, Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt, Native: h,
	}
}

// native returns the handshake behind an invitation, or the zero value if there is none. An
// invitation from another source than this client has no URN.
func native(i invitation.Invitation) Handshake {
	if h, ok := i.Native.(Handshake); ok {
		return h
	}
	return Handshake{
		ID: i.ID, Status: Status(i.Status), Notes: i.Note, Target: nativeTarget(i.Target), OrganizationID: i.OrganizationID,
		ManagementAccountID: i.InviterID, ManagementAccountName: i.InviterName,
		CreatedAt: i.Created, UpdatedAt: i.Updated, ExpiredAt: i.Expires,
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

// neutral translates a status. The service uses the words of both clouds.
func (s Status) neutral() invitation.Status { return invitation.Status(strings.ToLower(string(s))) }

func (t Target) neutral() invitation.Target {
	return invitation.Target{Type: invitation.TargetType(t.Type), Entity: t.Entity}
}

func nativeTarget(t invitation.Target) Target {
	return Target{Type: TargetType(t.Type), Entity: t.Entity}
}

func (in InviteAccountInput) neutral() invitation.Input {
	return invitation.Input{Target: in.Target.neutral(), Note: in.Notes, Tags: in.Tags}
}

// nativeInput refuses fields that this cloud does not have.
func nativeInput(in invitation.Input) (InviteAccountInput, error) {
	if in.Folder != "" {
		return InviteAccountInput{}, fmt.Errorf("the service takes no folder: move the account after it has joined: %w", ErrInvalid)
	}
	return InviteAccountInput{Target: nativeTarget(in.Target), Notes: in.Note, Tags: in.Tags}, nil
}
