package huaweiorg_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// company returns clients of an organization in memory: of its management account, and of an
// account to invite. A program calls NewClient instead.
func company() (inviter, invitee *huaweiorg.Client, id string) {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{ID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", Role: huaweiorgtest.Management})
	account := s.AddAccount(huaweiorgtest.Account{ID: "1a2b3c4d5e6f70811223344556677889"})
	inviter, err := s.NewClient(root)
	if err != nil {
		panic(err)
	}
	return inviter, inviter.With(huaweiorg.WithCredentials(account.Provider())), account.ID
}

// invitation returns an invitation to send.
func invitation(id string) huaweiorg.InviteAccountInput {
	return huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: id},
		Notes:  "Please join by Friday",
		Tags:   []huaweiorg.Tag{{Key: "team", Value: "payments"}},
	}
}

func ExampleClient_InviteAccount() {
	inviter, _, id := company()
	h, err := inviter.InviteAccount(context.Background(), invitation(id))
	switch {
	case errors.Is(err, huaweiorg.ErrOutcomeUnknown):
		fmt.Println("perhaps it was sent:", err) // the error says where to look
	case err != nil:
		fmt.Println("it was not sent:", err)
	default:
		fmt.Println(h.Status, h.ExpiredAt.Sub(h.CreatedAt))
	}
	// Output: pending 336h0m0s
}

func ExampleClient_ShowHandshake() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err = inviter.ShowHandshake(ctx, h.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Status, h.Notes)
	_, err = inviter.ShowHandshake(ctx, "h-nosuchone")
	fmt.Println("not found:", errors.Is(err, huaweiorg.ErrNotFound))
	// Output:
	// pending Please join by Friday
	// not found: true
}

func ExampleClient_AcceptHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
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
	// Output: accepted
}

func ExampleClient_DeclineHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
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
	// Output: declined
}

func ExampleClient_CancelHandshake() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
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
	// cancelled
	// cancelled
}

// CurrentHandshake returns the current state to the inviter and to the invited account. It uses
// the read that the caller is allowed.
func ExampleClient_CurrentHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, client := range []*huaweiorg.Client{inviter, invitee} {
		now, err := client.CurrentHandshake(ctx, h.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(now.Status)
	}
	// Output:
	// pending
	// pending
}

// A program for both clouds uses neutral words.
func ExampleClient_Invitations() {
	inviter, _, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
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
	// Output: huawei account pending true
}

func ExampleClient_WaitHandshake() {
	inviter, invitee, id := company()
	ctx := context.Background()
	h, err := inviter.InviteAccount(ctx, invitation(id))
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := invitee.DeclineHandshake(ctx, h.ID); err != nil {
		fmt.Println(err)
		return
	}
	h, err = inviter.WaitHandshake(ctx, h.ID, huaweiorg.WaitInput{Want: huaweiorg.StatusAccepted})
	end, ok := errors.AsType[*huaweiorg.StatusError](err)
	if !ok {
		fmt.Println(h.Status, err)
		return
	}
	fmt.Println("wanted", end.Want, "and got", h.Status)
	// Output: wanted accepted and got declined
}
