package authtest_test

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Members records who belongs to an organization, and how the account joined.
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

// A list shows these members a minute late.
func ExampleMembers_Listed() {
	members, now := authtest.Members{Lag: time.Minute}, time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	members.Join(authtest.Membership{AccountID: "a-1", OrganizationID: "o-1", Joined: now, Made: now})
	fmt.Println(len(members.Listed(0, now)), len(members.Listed(0, now.Add(time.Minute))))
	members.End("a-1", now.Add(time.Hour))
	fmt.Println(len(members.Listed(0, now.Add(time.Hour))), len(members.Listed(0, now.Add(2*time.Hour))))
	// Output:
	// 0 1
	// 1 0
}

// A meter allows at most two cups within a day.
func ExampleMeter() {
	cups, quota := authtest.Meter{Window: authtest.Last(24 * time.Hour)}, authtest.Quota(2)
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	for range 4 {
		if quota.Full(cups.Count("tea", now)) {
			fmt.Println("no more tea today")
		} else {
			cups.Add("tea", now)
			fmt.Println("tea at", now.Format(time.Kitchen))
		}
		now = now.Add(8 * time.Hour)
	}
	// Output:
	// tea at 10:00AM
	// tea at 6:00PM
	// no more tea today
	// tea at 10:00AM
}

// One window ends with the day in UTC, another one elsewhere.
func ExampleSameDay() {
	evening := time.Date(2025, 3, 1, 22, 0, 0, 0, time.UTC)
	fmt.Println(authtest.SameDay(nil)(evening, evening.Add(time.Hour)))
	fmt.Println(authtest.SameDay(nil)(evening, evening.Add(3*time.Hour)))
	fmt.Println(authtest.SameDay(time.FixedZone("", 8*60*60))(evening, evening.Add(3*time.Hour)))
	// Output:
	// true
	// false
	// true
}

// The pages have two rows each. The marker does not show where the next page begins.
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

// All returns the accounts in the order in which the test added them.
func ExampleAccounts_All() {
	var accounts authtest.Accounts[string]
	form := authtest.KeyForm{Permanent: "FAKEAK", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40}
	for _, name := range []string{"tea", "coffee"} {
		accounts.Put(form.Make(authtest.Seed(1), name), name)
	}
	fmt.Println(accounts.All())
	// Output: [tea coffee]
}
