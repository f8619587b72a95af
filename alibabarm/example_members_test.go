package alibabarm_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// The list shows the members of the resource directory. Only the newer version returns their
// login e-mail.
func ExampleClient_ListAccounts() {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	s.AddAccount(alibabarmtest.Account{Name: "acme-created", Email: "created@example.test", Role: alibabarmtest.Member})
	s.AddAccount(alibabarmtest.Account{Name: "acme-invited", Email: "invited@example.test"})
	s.Seed(alibabarm.Handshake{
		TargetType: alibabarm.TargetTypeEmail, TargetEntity: "invited@example.test", Status: alibabarm.StatusAccepted,
	})
	client, err := s.NewClient(root, alibabarm.WithVersion(alibabarm.Version20220419))
	if err != nil {
		fmt.Println(err)
		return
	}
	for a, err := range client.ListAccounts().All(context.Background()) {
		if err != nil {
			fmt.Println("the list is not complete:", err)
			return
		}
		fmt.Println(a.DisplayName, a.AccountName, a.JoinMethod, a.Type)
	}
	// Output:
	// acme-created created@example.test created ResourceAccount
	// acme-invited invited@example.test invited CloudAccount
}

// Member returns the account in the form that both clouds share.
func ExampleAccount_Member() {
	a := alibabarm.Account{ID: "1190022334455667", DisplayName: "acme-build", JoinMethod: alibabarm.JoinMethodInvited}
	m := a.Member()
	fmt.Println(m.Cloud, m.ID, m.Name, m.JoinMethod)
	// Output: alibaba 1190022334455667 acme-build invited
}

// GetResourceDirectory returns the resource directory of the caller.
func ExampleClient_GetResourceDirectory() {
	s := alibabarmtest.New()
	s.AddAccount(alibabarmtest.Account{Name: "acme-root", Role: alibabarmtest.Management})
	for _, account := range []alibabarmtest.Account{{Role: alibabarmtest.Member}, {}} {
		client, err := s.NewClient(s.AddAccount(account))
		if err != nil {
			fmt.Println(err)
			return
		}
		d, err := client.GetResourceDirectory(context.Background())
		if errors.Is(err, alibabarm.ErrNotInOrganization) {
			fmt.Println("in no resource directory")
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("in the directory of", d.MasterAccountName)
	}
	// Output:
	// in the directory of acme-root
	// in no resource directory
}
