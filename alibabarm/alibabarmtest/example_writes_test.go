package alibabarmtest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// onboard is the code under test. It invites an account, and returns what to tell the owner.
func onboard(ctx context.Context, c *alibabarm.Client, account string) string {
	h, err := c.InviteAccountToResourceDirectory(ctx, alibabarm.InviteAccountInput{
		TargetEntity: account,
		TargetType:   alibabarm.TargetTypeAccount,
		Note:         "Welcome",
	})
	switch {
	case errors.Is(err, alibabarm.ErrOutcomeUnknown): // first, because its causes are conditions, too
		return "an administrator has to look"
	case errors.Is(err, alibabarm.ErrConflict):
		return "there is an invitation already"
	case err != nil:
		return "retry later"
	default:
		return "invited, " + string(h.Status)
	}
}

// The response to an invitation is lost, and the client cannot read anything back.
func ExampleAppliedThen() {
	s := alibabarmtest.New()
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	lost := alibabarmtest.Fault{Op: alibabarmtest.InviteAccountToResourceDirectory, Kind: alibabarmtest.AppliedThen(alibabarmtest.Reset())}
	denied := alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForResourceDirectory, Kind: alibabarmtest.Refuse(403, "NoPermission", "Not authorized.")}

	s.Inject(lost)
	fmt.Println(onboard(ctx, client, "1190022334455667"))
	fmt.Println(onboard(ctx, client, "1190022334455667"))
	s.Inject(lost, denied)
	fmt.Println(onboard(ctx, client, "1190022334455668"))
	fmt.Println(len(s.Handshakes()), "invitations,", len(s.Unused()), "faults left")
	// Output:
	// invited, Pending
	// there is an invitation already
	// an administrator has to look
	// 2 invitations, 0 faults left
}

// The code under test reports that the invitations of the day are used up.
func ExampleWithInvitationQuota() {
	s := alibabarmtest.New(alibabarmtest.WithInvitationQuota(1))
	inviter := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	client, err := s.NewClient(inviter)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	fmt.Println(onboard(ctx, client, "1190022334455667"))
	fmt.Println(onboard(ctx, client, "1190022334455668"))
	s.Advance(24 * time.Hour)
	fmt.Println(onboard(ctx, client, "1190022334455668"))
	// Output:
	// invited, Pending
	// retry later
	// invited, Pending
}

// The resource directory is full.
func ExampleWithMemberQuota() {
	s := alibabarmtest.New(alibabarmtest.WithMemberQuota(1))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member})
	fmt.Println(onboard(context.Background(), client, "1190022334455667"))
	// Output: retry later
}

// The code under test reports that too many invitations are open.
func ExampleWithPendingQuota() {
	s := alibabarmtest.New(alibabarmtest.WithPendingQuota(1))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	fmt.Println(onboard(ctx, client, "1190022334455667"))
	fmt.Println(onboard(ctx, client, "1190022334455668"))
	s.Advance(14 * 24 * time.Hour) // the first one expires
	fmt.Println(onboard(ctx, client, "1190022334455668"))
	// Output:
	// invited, Pending
	// retry later
	// invited, Pending
}

// Only the list shows the accepted invitation.
func ExampleWithUnreadable() {
	s := alibabarmtest.New(alibabarmtest.WithUnreadable(alibabarm.StatusAccepted))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	h := s.Seed(alibabarm.Handshake{Status: alibabarm.StatusAccepted})[0]
	_, err = client.GetHandshake(ctx, h.ID)
	fmt.Println("a conflict:", errors.Is(err, alibabarm.ErrConflict))
	end, err := client.WaitHandshake(ctx, h.ID, alibabarm.WaitInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(end.Status)
	// Output:
	// a conflict: true
	// Accepted
}

// A new invitation is invisible for a while.
func ExampleWithPropagationDelay() {
	s := alibabarmtest.New(alibabarmtest.WithPropagationDelay(10 * time.Second))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	fmt.Println(onboard(ctx, client, "1190022334455667"))
	for range 2 {
		list, err := client.ListHandshakesForResourceDirectory().Collect(ctx)
		fmt.Println(len(list), err)
		s.Advance(10 * time.Second)
	}
	// Output:
	// invited, Pending
	// 0 <nil>
	// 1 <nil>
}
