package alibabarm_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// company returns clients of a resource directory in memory: of its management account, and of
// an account to invite. A program calls NewClient instead.
func company() (inviter, invitee *alibabarm.Client, id string) {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{ID: "1482310095517701", Role: alibabarmtest.Management})
	account := s.AddAccount(alibabarmtest.Account{ID: "1190022334455667"})
	inviter, err := s.NewClient(root)
	if err != nil {
		panic(err)
	}
	return inviter, inviter.With(alibabarm.WithCredentials(account.Provider())), account.ID
}

// invitation returns an invitation to send.
func invitation(id string) alibabarm.InviteAccountInput {
	return alibabarm.InviteAccountInput{
		TargetEntity: id,
		TargetType:   alibabarm.TargetTypeAccount,
		Note:         "Please join by Friday",
		Tags:         []alibabarm.Tag{{Key: "team", Value: "payments"}},
	}
}

func ExampleClient_InviteAccountToResourceDirectory() {
	inviter, _, id := company()
	h, err := inviter.InviteAccountToResourceDirectory(context.Background(), invitation(id))
	switch {
	case errors.Is(err, alibabarm.ErrOutcomeUnknown):
		fmt.Println("perhaps it was sent:", err) // the error says where to look
	case err != nil:
		fmt.Println("it was not sent:", err)
	default:
		fmt.Println(h.Status, h.ExpireTime.Sub(h.CreateTime))
	}
	// Output: Pending 336h0m0s
}

func ExampleClient_GetHandshake() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err = inviter.GetHandshake(ctx, h.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Status, h.Note)
	_, err = inviter.GetHandshake(ctx, "h-nosuchone")
	fmt.Println("not found:", errors.Is(err, alibabarm.ErrNotFound))
	// Output:
	// Pending Please join by Friday
	// not found: true
}

func ExampleClient_AcceptHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err = invitee.AcceptHandshake(ctx, h.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Status)
	// Output: Accepted
}

func ExampleClient_DeclineHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err = invitee.DeclineHandshake(ctx, h.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Status)
	// Output: Declined
}

func ExampleClient_CancelHandshake() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 { // the second call finds that nothing is left to do
		h, err := inviter.CancelHandshake(ctx, h.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(h.Status)
	}
	// Output:
	// Cancelled
	// Cancelled
}

// CurrentHandshake returns the current state to the inviter and to the invited account. It uses
// the read that the caller is allowed.
func ExampleClient_CurrentHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, client := range []*alibabarm.Client{inviter, invitee} {
		now, err := client.CurrentHandshake(ctx, h.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(now.Status)
	}
	// Output:
	// Pending
	// Pending
}

// A program for both clouds uses neutral words.
func ExampleClient_Invitations() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	service := inviter.Invitations()
	i, err := service.Get(ctx, h.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(service.Name(), i.Target.Type, i.Status, i.ID == h.Invitation().ID)
	// Output: alibaba account pending true
}

func ExampleClient_WaitHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccountToResourceDirectory(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := invitee.DeclineHandshake(ctx, h.ID); err != nil {
		fmt.Println(err)
		return
	}
	h, err = inviter.WaitHandshake(ctx, h.ID, alibabarm.WaitInput{Want: alibabarm.StatusAccepted})
	end, ok := errors.AsType[*alibabarm.StatusError](err)
	if !ok {
		fmt.Println(h.Status, err)
		return
	}
	fmt.Println("wanted", end.Want, "and got", h.Status)
	// Output: wanted Accepted and got Declined
}
