package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// ownOrganization is what accept trusts offline.
var ownOrganization = map[string]string{clouds.HuaweiName: "o-9zs2640k7li9mj8l", clouds.AlibabaName: "rd-A8kqJ4"}

// Accept is the subcommand that accepts an invitation.
var Accept = command("accept", "accept an invitation, by its ID or from a trusted sender", verb{
	do: "accept", done: "accepted", received: true,
}, runAccept)

func runAccept(ctx context.Context, c *change) error {
	var trust invitation.Trust
	c.Positional("invitation's ID", 0, 1)
	c.Var(cli.IDs(&trust.OrganizationIDs), "organization", "from these `IDs` of organizations or resource directories")
	c.Var(cli.IDs(&trust.InviterIDs), "inviter", "from these `IDs` of management accounts")
	if err := c.open(); err != nil {
		return err
	}
	if err := cmp.Or(clouds.CheckIDs("organization", trust.OrganizationIDs, c.client.OrganizationID),
		clouds.CheckIDs("inviter", trust.InviterIDs, c.client.AccountID)); err != nil {
		return err
	}
	trusting := trust.OrganizationIDs != nil || trust.InviterIDs != nil
	switch {
	case c.NArg() > 0 && trusting:
		return cli.Misuse("give an ID, or -organization and -inviter, not both")
	case c.NArg() > 0:
		return c.end(ctx, invitation.StatusAccepted, c.client.Accept)
	case !trusting && !c.access.Offline:
		return cli.Misuse("give the invitation's ID, -organization or -inviter; or -offline to try this command without an account")
	case !trusting:
		trust.OrganizationIDs = []string{ownOrganization[c.client.Cloud.Name]}
		c.p.Say("offline, the command trusts -organization %s", trust.OrganizationIDs[0])
	}
	return c.run(c.client.AcceptFrom(ctx, trust, c.bulk()...))
}

// Decline is the subcommand that declines an invitation.
var Decline = command("decline", "decline an invitation", verb{
	do: "decline", done: "declined", received: true,
}, func(ctx context.Context, c *change) error {
	c.Positional("invitation's ID", 1, 1)
	if err := c.open(); err != nil {
		return err
	}
	return c.end(ctx, invitation.StatusDeclined, c.client.Decline)
})

// Cancel is the subcommand that cancels invitations that were sent.
var Cancel = command("cancel", "cancel invitations that were sent, by ID or by age", verb{
	do: "cancel", done: "cancelled",
}, runCancel)

func runCancel(ctx context.Context, c *change) error {
	var pending bool
	var olderThan time.Duration
	c.Positional("invitation's ID", 0, -1)
	c.BoolVar(&pending, "pending", false, "every pending invitation, instead of those with an ID")
	c.Var(cli.Duration(&olderThan, time.Second, math.MaxInt64), "older-than", "with -pending: only those sent before this `time`, as 10d or 2w")
	if err := c.open(); err != nil {
		return err
	}
	switch {
	case c.NArg() > 0 && (pending || olderThan > 0):
		return cli.Misuse("give IDs, or -pending, not both")
	case c.NArg() > 0:
		return c.end(ctx, invitation.StatusCancelled, c.client.Cancel)
	case !pending:
		return cli.Misuse("give the IDs of invitations, or -pending")
	}
	now := c.p.Now()
	match := func(i invitation.Invitation) bool {
		return olderThan == 0 || !i.Created.IsZero() && now.Sub(i.Created) > olderThan
	}
	c.again = "run this again: what was cancelled stays cancelled"
	return c.run(c.client.CancelPending(ctx, match, c.bulk()...))
}

// end brings the invitations whose IDs are the arguments into a state: it reads them and, with -apply,
// calls do for those that are pending. If one cannot be read, it ends none.
func (c *change) end(ctx context.Context, want invitation.Status, do func(context.Context, string) (invitation.Invitation, error)) error {
	var ids []string
	for _, id := range c.Args() {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if c.total = len(ids); c.total > 1 {
		c.again = "handshakes show shows their state"
	}
	return c.run(func(yield func(invitation.Outcome, error) bool) {
		var planned []invitation.Outcome
		for _, id := range ids {
			o, err := c.look(ctx, id, want)
			if err != nil {
				yield(o, err)
				return
			}
			planned = append(planned, o)
		}
		for _, o := range planned {
			if o.Result == invitation.ResultPlanned && c.apply {
				o = settle(ctx, o, invitation.Result(want), do)
			}
			if !yield(o, nil) {
				return
			}
			if o.Err != nil && ctx.Err() != nil { // interrupted: the others remain
				yield(invitation.Outcome{}, ctx.Err())
				return
			}
		}
	})
}

// look reads an invitation, and plans to end it if it can be ended. An error means that the
// invitation could not be read.
func (c *change) look(ctx context.Context, id string, want invitation.Status) (invitation.Outcome, error) {
	i, err := c.client.Get(ctx, id)
	switch {
	case err == nil:
		return plan(i, want, c.p.Now()), nil
	case errors.Is(err, auth.ErrInvalid):
		return invitation.Outcome{}, cli.Misuse("%q is no ID of an invitation: %w", id, err)
	case errors.Is(err, auth.ErrNotFound): // err may only say that an invited account is in no organization
		return invitation.Outcome{
			Result: invitation.ResultFailed, Invitation: invitation.Invitation{ID: id},
			Err: fmt.Errorf("this account has no invitation %s: check the ID and -cloud; a new one may take 45 seconds to appear", auth.Excerpt(id, 128)),
		}, nil
	}
	return invitation.Outcome{}, err
}

func plan(i invitation.Invitation, want invitation.Status, now time.Time) invitation.Outcome {
	o := invitation.Outcome{Target: i.Target, Invitation: i}
	switch status := i.StatusAt(now); status {
	case invitation.StatusPending:
		o.Result = invitation.ResultPlanned
	case want:
		o.Result = already + invitation.Result(want)
	default:
		text := auth.Excerpt(string(status), 128)
		o.Result, o.Reason = invitation.ResultSkipped, "the invitation is "+text
		o.Err = fmt.Errorf("the invitation %s is %s and can no longer be %s", auth.Excerpt(i.ID, 128), text, want)
	}
	return o
}

func settle(ctx context.Context, o invitation.Outcome, done invitation.Result, do func(context.Context, string) (invitation.Invitation, error)) invitation.Outcome {
	ended, err := do(ctx, o.Invitation.ID)
	switch {
	case err == nil:
		o.Result, o.Invitation = done, ended
	case errors.Is(err, auth.ErrOutcomeUnknown):
		o.Result, o.Err = invitation.ResultUnknown, err
	default:
		o.Result, o.Err = invitation.ResultFailed, err
	}
	return o
}
