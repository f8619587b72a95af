package authtest_test

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Who belongs to an organization, and how the account came into it.
func ExampleMembers() {
	var members authtest.Members
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	members.Join(authtest.Membership{AccountID: "a-1", OrganizationID: "o-1", Joined: now})
	members.Join(authtest.Membership{AccountID: "a-2", OrganizationID: "o-1", Joined: now, Invited: true})
	members.Join(authtest.Membership{AccountID: "a-3", OrganizationID: "o-2", Joined: now, Invited: true})
	members.Leave("a-1")
	m, ok := members.Get("a-2")
	fmt.Println(m.OrganizationID, m.JoinMethod(), ok)
	for _, e := range members.After(0) {
		fmt.Println(e.ID)
	}
	// Output:
	// o-1 invited true
	// a-2
	// a-3
}

// A list in pages of two, with a marker that shows nothing of the place behind it.
func ExamplePage() {
	var projects authtest.Ledger[string]
	for _, name := range []string{"tea", "coffee", "milk"} {
		projects.Put(name, name)
	}
	seed, after := authtest.Seed(1), uint64(0)
	for {
		rows, last, more := authtest.Page(projects.After(after), 2, func(e *authtest.Entry[string]) (string, bool) { return e.Item, true })
		fmt.Println(rows)
		if !more {
			break
		}
		marker := seed.Marker(last, 0, "projects")
		position, ok := seed.Position(marker, "projects")
		if !ok {
			fmt.Println("the marker is not of this list")
			return
		}
		after = position
	}
	// Output:
	// [tea coffee]
	// [milk]
}

// The accounts that were added, in order.
func ExampleAccounts_All() {
	var accounts authtest.Accounts[string]
	form := authtest.KeyForm{Permanent: "FAKEAK", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40}
	for _, name := range []string{"tea", "coffee"} {
		accounts.Put(form.Make(authtest.Seed(1), name), name)
	}
	fmt.Println(accounts.All())
	// Output: [tea coffee]
}
