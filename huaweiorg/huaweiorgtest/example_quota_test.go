package huaweiorgtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// endMembership is the code under test. It removes an account, or makes the caller leave if
// account is "".
func endMembership(c *huaweiorg.Client, account string) string {
	path := "/v1/organizations/leave"
	if account != "" {
		path = "/v1/organizations/accounts/" + account + "/remove"
	}
	req, err := http.NewRequest(http.MethodPost, path, nil)
	if err != nil {
		return err.Error()
	}
	_, err = c.Do(context.Background(), auth.Call{Op: "EndMembership", Request: req})
	switch {
	case errors.Is(err, huaweiorg.ErrQuota):
		return "a quota is used up"
	case err != nil:
		return err.Error()
	default:
		return "done"
	}
}

// The code under test reports that the removals of the day are used up.
func ExampleWithRemovalQuota() {
	s := huaweiorgtest.New(huaweiorgtest.WithRemovalQuota(1))
	client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		member := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member})
		fmt.Println(endMembership(client, member.ID))
	}
	// Output:
	// done
	// a quota is used up
}

// The account may leave once a month.
func ExampleWithChangeQuota() {
	s := huaweiorgtest.New(huaweiorgtest.WithChangeQuota(1))
	s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	member := huaweiorgtest.Account{ID: "1a2b3c4d5e6f70811223344556677889", Role: huaweiorgtest.Member}
	client, err := s.NewClient(s.AddAccount(member))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(endMembership(client, ""))
	s.AddAccount(member) // the test adds it again
	fmt.Println(endMembership(client, ""))
	s.Advance(30 * 24 * time.Hour)
	fmt.Println(endMembership(client, ""))
	// Output:
	// done
	// a quota is used up
	// done
}

// The account has left, and the list still shows it for a minute.
func ExampleWithMembershipDelay() {
	s := huaweiorgtest.New(huaweiorgtest.WithMembershipDelay(time.Minute))
	root, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
	if err != nil {
		fmt.Println(err)
		return
	}
	member, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Member}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(endMembership(member, ""))
	for range 2 {
		accounts, err := root.ListAccounts().Collect(context.Background())
		fmt.Println(len(accounts), err)
		s.Advance(time.Minute)
	}
	// Output:
	// done
	// 1 <nil>
	// 0 <nil>
}

// The code under test must recognize a daily quota by any code.
func ExampleWithRefusal() {
	for _, code := range []string{"Organizations.1403", "Organizations.1408"} {
		s := huaweiorgtest.New(
			huaweiorgtest.WithInvitationQuota(0),
			huaweiorgtest.WithRefusal("Organizations.9009", 0, code, ""),
		)
		client, err := s.NewClient(s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		if err != nil {
			fmt.Println(err)
			return
		}
		_, err = client.InviteAccount(context.Background(), huaweiorg.InviteAccountInput{
			Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: "1a2b3c4d5e6f70811223344556677889"},
		})
		refused, _ := errors.AsType[*huaweiorg.Error](err)
		fmt.Println(refused.Code, errors.Is(err, huaweiorg.ErrQuota))
	}
	// Output:
	// Organizations.1403 true
	// Organizations.1408 true
}

// The list shows the members of the organization, how they joined and when.
func ExampleService_Accounts() {
	noon := func() time.Time { return time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC) }
	s := huaweiorgtest.New(huaweiorgtest.WithClock(noon))
	s.AddAccount(huaweiorgtest.Account{Name: "root", Role: huaweiorgtest.Management})
	guest := s.AddAccount(huaweiorgtest.Account{Name: "guest"})
	s.AddAccount(huaweiorgtest.Account{Name: "visitor"})
	s.Advance(24 * time.Hour)
	s.Seed(huaweiorg.Handshake{
		Status: huaweiorg.StatusAccepted,
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: guest.ID},
	})
	for _, a := range s.Accounts() {
		if a.Role == huaweiorgtest.Outside {
			fmt.Printf("%s is outside\n", a.Name)
			continue
		}
		fmt.Printf("%s: %s, %s on %s\n", a.Name, a.Role, a.JoinMethod, a.JoinedAt.Format(time.DateOnly))
	}
	// Output:
	// root: management, created on 2025-03-01
	// guest: member, invited on 2025-03-02
	// visitor is outside
}
