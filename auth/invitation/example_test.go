package invitation_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func inputs(accounts ...string) iter.Seq[invitation.Input] {
	var all []invitation.Input
	for _, a := range accounts {
		all = append(all, invitation.Input{Target: invitation.Target{Type: invitation.TargetTypeAccount, Entity: a}})
	}
	return slices.Values(all)
}

func show(outcomes iter.Seq2[invitation.Outcome, error]) {
	for o, err := range outcomes {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s [%s]\n", o.Target.Entity, o.Result, o.Invitation.ID)
	}
}

// A client package passes how its cloud reads and writes, and gets the verbs.
func ExampleNew() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	c.add("2003", invitation.StatusDeclined)
	service := c.service()

	ctx := context.Background()
	fmt.Println("planned:")
	show(service.InviteAll(ctx, inputs("2002", "2003", "2004"), invitation.DryRun(), invitation.Reinvite(invitation.StatusDeclined)))
	fmt.Println("done:")
	var last invitation.Progress
	show(service.InviteAll(ctx, inputs("2002", "2003", "2004", ""), invitation.WithProgress(func(p invitation.Progress) { last = p })))
	fmt.Printf("%+v\n", last)
	// Output:
	// planned:
	// 2002: already pending [h-1]
	// 2003: planned []
	// 2004: planned []
	// done:
	// 2002: already pending [h-1]
	// 2003: skipped [h-2]
	// 2004: created [h-3]
	// : invalid []
	// {Done:4 Changed:1 Failed:1}
}

func ExampleService_ResendExpired() {
	var c exampleCloud
	c.add("2002", invitation.StatusExpired)
	show(c.service().ResendExpired(context.Background(), func(expired invitation.Invitation) (invitation.Input, bool) {
		return invitation.Input{Target: expired.Target, Note: "once more"}, true
	}))
	// Output:
	// 2002: created [h-2]
}

func ExampleService_AcceptFrom() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	service, ctx := c.service(), context.Background()
	show(service.AcceptFrom(ctx, invitation.Trust{InviterIDs: []string{"6666"}}))
	show(service.AcceptFrom(ctx, invitation.Trust{InviterIDs: []string{"1001"}}))
	show(service.AcceptFrom(ctx, invitation.Trust{}))
	// Output:
	// 2002: untrusted [h-1]
	// 2002: accepted [h-1]
	// example: AcceptFrom: the Trust names no inviter: give the ID of an organization or of its management account: invalid request
}

func ExampleService_CancelPending() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	c.add("2003", invitation.StatusAccepted)
	show(c.service().CancelPending(context.Background(), func(invitation.Invitation) bool { return true }))
	// Output:
	// 2002: cancelled [h-1]
}

// Single writes are idempotent, and return the new state of the invitation.
func ExampleService_Invite() {
	var c exampleCloud
	service, ctx := c.service(), context.Background()
	for in := range inputs("2002", "2003", "2004") {
		i, err := service.Invite(ctx, in)
		fmt.Println(i.ID, i.Status, err)
	}
	for id, write := range map[string]func(context.Context, string) (invitation.Invitation, error){
		"h-1": service.Accept, "h-2": service.Decline, "h-3": service.Cancel,
	} {
		if _, err := write(ctx, id); err != nil {
			fmt.Println(err)
		}
	}
	for _, i := range c.invitations {
		fmt.Println(i.ID, i.Status)
	}
	// Output:
	// h-1 pending <nil>
	// h-2 pending <nil>
	// h-3 pending <nil>
	// h-1 accepted
	// h-2 declined
	// h-3 cancelled
}

func ExampleService_Wait() {
	var c exampleCloud
	c.add("2002", invitation.StatusDeclined)
	_, err := c.service().Wait(context.Background(), "h-1", invitation.WaitInput{Want: invitation.StatusAccepted})
	fmt.Println(err)
	// Output:
	// example: WaitHandshake: the invitation is declined, not accepted
}

// A pending invitation past its date has expired, even if the service has not noticed.
func ExampleInvitation_StatusAt() {
	i := invitation.Invitation{Status: invitation.StatusPending, Expires: now}
	fmt.Println(i.StatusAt(now.Add(-time.Second)), i.StatusAt(now), i.StatusAt(now).Final())
	// Output:
	// pending expired true
}
