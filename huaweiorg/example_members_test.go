package huaweiorg_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// The list shows the accounts of the organization, and how each of them joined.
func ExampleClient_ListAccounts() {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.AddAccount(huaweiorgtest.Account{Name: "acme-created", Role: huaweiorgtest.Member})
	s.Seed(huaweiorg.Handshake{
		Target: huaweiorg.Target{Type: huaweiorg.TargetTypeName, Entity: "acme-invited"}, Status: huaweiorg.StatusAccepted,
	})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	for a, err := range client.ListAccounts().All(context.Background()) {
		if err != nil {
			fmt.Println("the list is not complete:", err)
			return
		}
		fmt.Println(a.Name, a.JoinMethod, a.Status)
	}
	// Output:
	// acme-created created active
	// acme-invited invited active
}

// Member returns the account in the form that both clouds share.
func ExampleAccount_Member() {
	a := huaweiorg.Account{ID: "1a2b3c4d5e6f70811223344556677889", Name: "acme-build", JoinMethod: huaweiorg.JoinMethodInvited}
	m := a.Member()
	fmt.Println(m.Cloud, m.ID, m.Name, m.JoinMethod)
	// Output: huawei 1a2b3c4d5e6f70811223344556677889 acme-build invited
}

// ShowOrganization returns the organization of the caller.
func ExampleClient_ShowOrganization() {
	s := huaweiorgtest.New()
	s.AddAccount(huaweiorgtest.Account{Name: "acme_root", Role: huaweiorgtest.Management})
	for _, account := range []huaweiorgtest.Account{{Role: huaweiorgtest.Member}, {}} {
		client, err := s.NewClient(s.AddAccount(account))
		if err != nil {
			fmt.Println(err)
			return
		}
		o, err := client.ShowOrganization(context.Background())
		if errors.Is(err, huaweiorg.ErrNotInOrganization) {
			fmt.Println("in no organization")
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("in the organization of", o.ManagementAccountName)
	}
	// Output:
	// in the organization of acme_root
	// in no organization
}
