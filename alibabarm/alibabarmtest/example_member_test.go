package alibabarmtest_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// A test can remove an account that was created in the directory.
func ExampleService_RemoveMember() {
	s := alibabarmtest.New(alibabarmtest.WithListedManagement())
	root := s.AddAccount(alibabarmtest.Account{Name: "root", Role: alibabarmtest.Management})
	member := s.AddAccount(alibabarmtest.Account{Name: "member", Role: alibabarmtest.Member})
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
