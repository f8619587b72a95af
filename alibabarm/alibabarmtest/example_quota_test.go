package alibabarmtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// tryToInvite is the code under test. It returns the code of a refused invitation.
func tryToInvite(c *alibabarm.Client, account string) string {
	h, err := c.InviteAccountToResourceDirectory(context.Background(), alibabarm.InviteAccountInput{
		TargetType: alibabarm.TargetTypeAccount, TargetEntity: account,
	})
	if refused, ok := errors.AsType[*alibabarm.Error](err); ok {
		return refused.Code
	}
	if err != nil {
		return err.Error()
	}
	return string(h.Status)
}

// The program invites a target that declines again and again.
func ExampleWithSameTargetQuota() {
	s := alibabarmtest.New(alibabarmtest.WithSameTargetQuota(2))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 3 {
		fmt.Println(tryToInvite(client, "1190022334455667"))
		for _, h := range s.Handshakes() {
			s.Update(h.ID, func(h *alibabarm.Handshake) { h.Status = alibabarm.StatusDeclined })
		}
	}
	// Output:
	// Pending
	// Pending
	// LimitExceeded.SameTargetInvitationRate
}

// Too many targets of the list are invalid.
func ExampleWithInvalidTargetQuota() {
	s := alibabarmtest.New(alibabarmtest.WithInvalidTargetQuota(1))
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	elsewhere := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	client, err := s.NewClient(root, alibabarm.WithVersion(alibabarm.Version20220419))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tryToInvite(client, elsewhere.ID))
	fmt.Println(tryToInvite(client, "1190022334455667"))
	// Output:
	// NotSupport.AccountInAnotherResourceDirectory
	// LimitExceeded.Invitation.InvalidTarget
}

// The quota's day ends at midnight in China, ten hours after noon in Europe.
func ExampleWithCalendarDays() {
	noon := time.Date(2025, 3, 1, 11, 0, 0, 0, time.UTC)
	s := alibabarmtest.New(
		alibabarmtest.WithClock(func() time.Time { return noon }),
		alibabarmtest.WithInvitationQuota(1),
		alibabarmtest.WithCalendarDays(time.FixedZone("", 8*60*60)),
	)
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tryToInvite(client, "1190022334455667"))
	fmt.Println(tryToInvite(client, "1190022334455668"))
	s.Advance(5 * time.Hour)
	fmt.Println(tryToInvite(client, "1190022334455668"))
	// Output:
	// Pending
	// LimitExceeded.InvitationRate
	// Pending
}

// removeMember is the code under test. It removes an account from the directory.
func removeMember(c *alibabarm.Client, account string) error {
	req, err := http.NewRequest(http.MethodPost, "/?AccountId="+account, nil)
	if err != nil {
		return err
	}
	_, err = c.Do(context.Background(), auth.Call{Op: "RemoveCloudAccount", Request: req})
	return err
}

// The account was removed, and cannot be invited again at once.
func ExampleWithRejoinDelay() {
	s := alibabarmtest.New(alibabarmtest.WithRejoinDelay(90 * time.Second))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member, JoinMethod: alibabarm.JoinMethodInvited})
	fmt.Println(removeMember(client, member.ID))
	fmt.Println(tryToInvite(client, member.ID))
	s.Advance(90 * time.Second)
	fmt.Println(tryToInvite(client, member.ID))
	// Output:
	// <nil>
	// NotSupport.AccountInAnotherResourceDirectory
	// Pending
}

// The account was removed, and the list still shows it for a minute.
func ExampleWithMembershipDelay() {
	s := alibabarmtest.New(alibabarmtest.WithMembershipDelay(time.Minute))
	client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	member := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Member, JoinMethod: alibabarm.JoinMethodInvited})
	fmt.Println(removeMember(client, member.ID))
	for range 2 {
		accounts, err := client.ListAccounts().Collect(context.Background())
		fmt.Println(len(accounts), err)
		s.Advance(time.Minute)
	}
	// Output:
	// <nil>
	// 1 <nil>
	// 0 <nil>
}

// The code under test must recognize a quota by any status code.
func ExampleWithRefusal() {
	for _, status := range []int{400, 409, 429} {
		s := alibabarmtest.New(
			alibabarmtest.WithSameTargetQuota(0),
			alibabarmtest.WithRefusal("LimitExceeded.SameTargetInvitationRate", status, "", ""),
		)
		client, err := s.NewClient(s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(onboard(context.Background(), client, "1190022334455667"))
	}
	// Output:
	// retry later
	// retry later
	// retry later
}

// The list shows the members of the directory, how they joined and when.
func ExampleService_Accounts() {
	noon := func() time.Time { return time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC) }
	s := alibabarmtest.New(alibabarmtest.WithClock(noon))
	s.AddAccount(alibabarmtest.Account{Name: "root", Role: alibabarmtest.Management})
	guest := s.AddAccount(alibabarmtest.Account{Name: "guest"})
	s.AddAccount(alibabarmtest.Account{Name: "visitor"})
	s.Advance(24 * time.Hour)
	s.Seed(alibabarm.Handshake{
		Status: alibabarm.StatusAccepted, TargetType: alibabarm.TargetTypeAccount, TargetEntity: guest.ID,
	})
	for _, a := range s.Accounts() {
		if a.Role == alibabarmtest.Outside {
			fmt.Printf("%s is outside\n", a.Name)
			continue
		}
		fmt.Printf("%s: %s, %s on %s\n", a.Name, a.Role, a.JoinMethod, a.JoinTime.Format(time.DateOnly))
	}
	// Output:
	// root: management, created on 2025-03-01
	// guest: member, invited on 2025-03-02
	// visitor is outside
}
