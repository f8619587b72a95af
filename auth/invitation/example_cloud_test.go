package invitation_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// now is the time at the example cloud.
var now = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// An exampleCloud keeps its invitations in a slice. It has no network, so that no
// response is ever lost.
type exampleCloud struct{ invitations []invitation.Invitation }

// service hands the cloud's functions to the engine, as a client package does.
func (c *exampleCloud) service() invitation.Service {
	list := func(_ context.Context, r *invitation.Reading) iter.Seq2[invitation.Invitation, error] {
		r.Date = now
		return func(yield func(invitation.Invitation, error) bool) {
			for _, i := range c.invitations {
				if !yield(i, nil) {
					return
				}
			}
		}
	}
	end := func(name string, status invitation.Status) invitation.Operation[string] {
		return invitation.Operation[string]{
			Name: name,
			Send: func(_ context.Context, id string) (invitation.Invitation, error) {
				for n := range c.invitations {
					if c.invitations[n].ID == id {
						c.invitations[n].Status = status
					}
				}
				return c.find(id)
			},
		}
	}
	return invitation.New(invitation.Cloud{
		Name: "example", Package: "example", Organization: "organization",
		Now:       func() time.Time { return now },
		AccountID: func(context.Context) (string, error) { return "2002", nil },
		Sent:      list, Received: list,
		Show:          func(_ context.Context, id string) (invitation.Invitation, error) { return c.find(id) },
		ShowsReceived: true,
		CheckID: func(id string) error {
			if id == "" {
				return fmt.Errorf("the ID is empty: %w", auth.ErrInvalid)
			}
			return nil
		},
		Validate: func(in invitation.Input) error {
			if in.Target.Entity == "" {
				return fmt.Errorf("the target has no entity: %w", auth.ErrInvalid)
			}
			return nil
		},
		Invite: invitation.Operation[invitation.Input]{
			Name: "Invite",
			Send: func(_ context.Context, in invitation.Input) (invitation.Invitation, error) {
				return c.add(in.Target.Entity, invitation.StatusPending), nil
			},
		},
		Accept:  end("Accept", invitation.StatusAccepted),
		Decline: end("Decline", invitation.StatusDeclined),
		Cancel:  end("Cancel", invitation.StatusCancelled),
		Classify: func(err error) invitation.Refusal {
			if e, ok := errors.AsType[*auth.ServiceError](err); ok {
				return invitation.RefusalOf(*e, auth.StatusRules{}.Find(e.StatusCode, nil))
			}
			return invitation.Refusal{Scope: auth.ScopeCall}
		},
		StatusError: func(op string, want invitation.Status, got invitation.Invitation, cause error) error {
			return errors.Join(fmt.Errorf("example: %s: the invitation is %s, not %s", op, got.Status, want), cause)
		},
		Usable: func(context.Context) error { return nil },
		Wrap:   func(op string, err error) error { return fmt.Errorf("example: %s: %w", op, err) },
	})
}

// add makes an invitation that is valid for a day.
func (c *exampleCloud) add(account string, status invitation.Status) invitation.Invitation {
	i := invitation.Invitation{
		Cloud: "example", ID: fmt.Sprintf("h-%d", len(c.invitations)+1), Status: status,
		Target:         invitation.Target{Type: invitation.TargetTypeAccount, Entity: account},
		OrganizationID: "o-1", InviterID: "1001", Created: now, Expires: now.Add(24 * time.Hour),
	}
	c.invitations = append(c.invitations, i)
	return i
}

func (c *exampleCloud) find(id string) (invitation.Invitation, error) {
	for _, i := range c.invitations {
		if i.ID == id {
			return i, nil
		}
	}
	return invitation.Invitation{}, fmt.Errorf("the invitation %s: %w", id, auth.ErrNotFound)
}
