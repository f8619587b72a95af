package huaweiorgtest_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A test can remove an account that was created in the organization.
func ExampleService_RemoveMember() {
	s := huaweiorgtest.New(huaweiorgtest.WithListedManagement())
	root := s.AddAccount(huaweiorgtest.Account{Name: "root", Role: huaweiorgtest.Management})
	member := s.AddAccount(huaweiorgtest.Account{Name: "member", Role: huaweiorgtest.Member})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		accounts, err := client.ListAccounts().Collect(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(accounts), "accounts")
		s.RemoveMember(member.ID)
	}
	for _, a := range s.Accounts() {
		fmt.Printf("%s: %q\n", a.Name, a.Role)
	}
	// Output:
	// 2 accounts
	// 1 accounts
	// root: "management"
	// member: ""
}
