package huaweiorg

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// invitations returns this client in the words of the engine that both clouds share.
func (c *Client) invitations() invitation.Service {
	if c == nil {
		c = new(Client)
	}
	return invitation.New(invitation.Cloud{
		Name: "huawei", Package: "huaweiorg", Organization: "organization",
		Retry: c.retry, Now: c.now, AccountID: c.accountID,
		Sent:     func(ctx context.Context) (invitation.List, error) { return c.read(ctx, sentList) },
		Received: func(ctx context.Context) (invitation.List, error) { return c.read(ctx, receivedList) },
		Members:  c.members,
		Find:     c.find, Get: c.current,
		Validate: validate, Invite: c.inviteOperation(),
		Accept:   c.endOperation("AcceptHandshake", receivedPath, "/accept"),
		Decline:  c.endOperation("DeclineHandshake", receivedPath, "/decline"),
		Cancel:   c.endOperation("CancelHandshake", sentPath, "/cancel"),
		Classify: classifyRefusal, Transient: transient, StatusError: newStatusError, Wrap: wrap, Usable: c.usable,
	})
}

// accountID returns the account ID of the caller, or "" where the credentials do not
// contain it.
func (c *Client) accountID(ctx context.Context) (string, error) {
	credentials, err := c.auth.Credentials(ctx)
	return credentials.AccountID, err
}

// read reads a complete list.
func (c *Client) read(ctx context.Context, from source) (invitation.List, error) {
	list := invitation.List{Asked: time.Now()}
	seen := func(r *auth.Response) {
		if list.Answered.IsZero() {
			list.Answered = time.Now()
			list.Date, _ = http.ParseTime(r.Header.Get("Date"))
		}
	}
	items, err := c.list(from, seen, nil).Collect(ctx)
	for _, h := range items {
		list.Items = append(list.Items, h.neutral())
	}
	return list, err
}

// neutral translates an invitation into the words of both clouds.
func (h Handshake) neutral() invitation.Invitation {
	return invitation.Invitation{
		Cloud: "huawei", ID: h.ID, Status: h.Status.neutral(), Target: h.Target.neutral(),
		OrganizationID: h.OrganizationID, InviterID: h.ManagementAccountID, InviterName: h.ManagementAccountName,
		Note: h.Notes, Created: h.CreatedAt, Updated: h.UpdatedAt, Expires: h.ExpiredAt, Native: h,
	}
}

// native returns the handshake behind an invitation; zero where there is none.
func native(i invitation.Invitation) Handshake {
	h, _ := i.Native.(Handshake)
	return h
}

// handshake returns what a method returns: nil where there is no invitation.
func handshake(i invitation.Invitation, err error) (*Handshake, error) {
	if h, ok := i.Native.(Handshake); ok {
		return &h, err
	}
	return nil, err
}

// neutralOf is the other direction of handshake.
func neutralOf(h *Handshake, err error) (invitation.Invitation, error) {
	if err != nil {
		return invitation.Invitation{}, err
	}
	return h.neutral(), nil
}

// neutral translates a status. The service's words are those of both clouds.
func (s Status) neutral() invitation.Status { return invitation.Status(strings.ToLower(string(s))) }

func (t Target) neutral() invitation.Target {
	return invitation.Target{Type: invitation.TargetType(t.Type), Entity: t.Entity}
}

func nativeTarget(t invitation.Target) Target {
	return Target{Type: TargetType(t.Type), Entity: t.Entity}
}

func (in InviteAccountInput) neutral() invitation.Input {
	return invitation.Input{Target: in.Target.neutral(), Note: in.Notes, Native: in}
}

func nativeInput(in invitation.Input) InviteAccountInput {
	input, _ := in.Native.(InviteAccountInput)
	return input
}
