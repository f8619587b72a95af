package huaweiorgtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// onboard is the code under test. It invites an account, and returns what to tell the owner.
func onboard(ctx context.Context, c *huaweiorg.Client, account string) string {
	h, err := c.InviteAccount(ctx, huaweiorg.InviteAccountInput{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: account},
		Notes:  "Welcome",
	})
	switch {
	case errors.Is(err, huaweiorg.ErrOutcomeUnknown): // first, because its causes are conditions, too
		return "an administrator has to look"
	case errors.Is(err, huaweiorg.ErrConflict):
		return "there is an invitation already"
	case err != nil:
		return "retry later"
	default:
		return "invited, " + string(h.Status)
	}
}

// The response to an invitation is lost, and the client cannot read anything back.
func ExampleAppliedThen() {
	s := huaweiorgtest.New()
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	lost := huaweiorgtest.Fault{Op: huaweiorgtest.InviteAccount, Kind: huaweiorgtest.AppliedThen(huaweiorgtest.Reset())}
	denied := huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it.")}

	s.Inject(lost)
	fmt.Println(onboard(ctx, client, "1a2b3c4d5e6f70811223344556677889"))
	fmt.Println(onboard(ctx, client, "1a2b3c4d5e6f70811223344556677889"))
	s.Inject(lost, denied)
	fmt.Println(onboard(ctx, client, "2b3c4d5e6f7081122334455667788990"))
	fmt.Println(len(s.Handshakes()), "invitations,", len(s.Unused()), "faults left")
	// Output:
	// invited, pending
	// there is an invitation already
	// an administrator has to look
	// 2 invitations, 0 faults left
}

// The code under test reports that the invitations of the day are used up.
func ExampleWithInvitationQuota() {
	s := huaweiorgtest.New(huaweiorgtest.WithInvitationQuota(1))
	inviter := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	fmt.Println(onboard(ctx, client, "1a2b3c4d5e6f70811223344556677889"))
	fmt.Println(onboard(ctx, client, "2b3c4d5e6f7081122334455667788990"))
	s.Advance(24 * time.Hour)
	fmt.Println(onboard(ctx, client, "2b3c4d5e6f7081122334455667788990"))
	// Output:
	// invited, pending
	// retry later
	// invited, pending
}

// The organization is full.
func ExampleWithAccountQuota() {
	s := huaweiorgtest.New(huaweiorgtest.WithAccountQuota(1))
	client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(onboard(context.Background(), client, "1a2b3c4d5e6f70811223344556677889"))
	// Output: retry later
}

// A new invitation is invisible for a while.
func ExampleWithPropagationDelay() {
	s := huaweiorgtest.New(huaweiorgtest.WithPropagationDelay(10 * time.Second))
	client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	fmt.Println(onboard(ctx, client, "1a2b3c4d5e6f70811223344556677889"))
	for range 2 {
		list, err := client.ListHandshakes().Collect(ctx)
		fmt.Println(len(list), err)
		s.Advance(10 * time.Second)
	}
	// Output:
	// invited, pending
	// 0 <nil>
	// 1 <nil>
}
