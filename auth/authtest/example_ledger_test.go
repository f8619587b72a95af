package authtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// A list has its things in order, and a marker continues it.
func ExampleLedger() {
	type project struct{ Name string }
	var projects authtest.Ledger[project]
	for _, name := range []string{"tea", "coffee", "milk"} {
		projects.Put(fmt.Sprint("p-", projects.Next()), project{name})
	}
	marker := projects.Get("p-1").Number
	projects.Remove("p-1")
	projects.Update("p-3", func(p *project) { p.Name = "oat milk" })
	for _, e := range projects.After(marker) {
		fmt.Println(e.ID, e.Item.Name)
	}
	fmt.Println("in all:", len(projects.All()))
	// Output:
	// p-2 coffee
	// p-3 oat milk
	// in all: 2
}

// Lists show a thing a while after a request made it.
func ExampleEntry_Visible() {
	var projects authtest.Ledger[string]
	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	e := projects.Put("p-1", "tea")
	fmt.Println("seeded:", e.Visible(now, time.Minute))
	e.Made = now
	fmt.Println("made:", e.Visible(now, time.Minute), e.Visible(now.Add(time.Minute), time.Minute))
	// Output:
	// seeded: true
	// made: false true
}

// A service keeps its accounts, and the access keys that a verifier looks up.
func ExampleAccounts() {
	type account struct{ ID, Role string }
	form := authtest.KeyForm{Permanent: "FAKEAK", Temporary: "FAKETMP", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40}
	seed := authtest.Seed(1)
	var accounts authtest.Accounts[account]
	for _, a := range []account{{ID: "1001", Role: "management"}, {ID: "1002", Role: "member"}} {
		accounts.Put(form.Make(seed, a.ID), a)
	}
	issued := accounts.Issue(seed, form, "1002", time.Date(2025, 3, 1, 11, 0, 0, 0, time.UTC))

	key, ok := accounts.Key(issued.AccessKeyID)
	caller, _ := accounts.Get(key.AccountID)
	fmt.Println(ok, caller.Role, strings.HasPrefix(issued.AccessKeyID, "FAKETMP"))
	isMember := func(a account) bool { return a.Role == "member" }
	first, _ := accounts.Find(isMember)
	fmt.Println(first.ID, accounts.Count(isMember), "of", accounts.Len())
	// Output:
	// true member true
	// 1002 1 of 2
}

// A program can use this access key in a test.
func ExampleKeyForm() {
	form := authtest.KeyForm{Permanent: "FAKEAK", Temporary: "FAKETMP", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40}
	var key auth.Credentials = form.Make(1, "1001")
	fmt.Println(key.AccountID, len(key.AccessKeyID), len(key.AccessKeySecret))
	expires := time.Date(2025, 3, 1, 11, 0, 0, 0, time.UTC)
	key = form.MakeTemporary(1, "1001", 0, expires)
	fmt.Println(key.AccessKeyID[:7], key.SecurityToken != "", key.Expires.Equal(expires))
	// Output:
	// 1001 20 40
	// FAKETMP true true
}

// A service records each request and its response.
func ExampleRequests() {
	var received authtest.Requests
	respond := func(r *http.Request, body []byte) authtest.Reply {
		record := authtest.NewRequest(r, body)
		record.RequestID = "4f2a"
		received.Begin(record)
		out := authtest.JSON(http.StatusOK, "done")
		received.End(record, "ListProjects", "1001", out)
		return out
	}
	r, err := http.NewRequest(http.MethodGet, "https://api.example.test/v1/projects?limit=7", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	respond(r, nil)
	first := received.All()[0]
	fmt.Println(first, "limit", first.Query.Get("limit"), "signed", first.Signature() != "")
	// Output:
	// ListProjects: GET api.example.test/v1/projects by "1001": 200 limit 7 signed false
}

// One quota allows two, and a negative one has no limit.
func ExampleQuota() {
	fmt.Println(authtest.Quota(2).Full(1), authtest.Quota(2).Full(2), authtest.Quota(-1).Full(1000))
	// Output:
	// false true false
}

// Fill sets the fields that a test leaves out.
func ExampleFill() {
	id, name := "", "tea"
	authtest.Fill(&id, func() string { return "p-1" })
	authtest.Fill(&name, func() string { return "unnamed" })
	fmt.Println(id, name)

	var life authtest.Life
	authtest.FillDates(&life, time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), 14*24*time.Hour)
	fmt.Println(life.Created.Format(time.DateOnly), life.Expires.Format(time.DateOnly))
	// Output:
	// p-1 tea
	// 2025-03-01 2025-03-15
}

// A Past draws invitations with plausible ends.
func ExamplePast() {
	past := authtest.Past{Now: time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC), Validity: 14 * 24 * time.Hour}
	r := authtest.Seed(1).Rand("invitations")
	pending := 0
	for range 100 {
		if life := past.Draw(r); life.End == authtest.Pending && life.Expires.After(past.Now) {
			pending++
		}
	}
	fmt.Println("some are pending:", pending > 10 && pending < 90)
	// Output:
	// some are pending: true
}

// The kind uses what the service knows of a request.
func ExampleNewCallKind() {
	type call struct{ requestID string }
	refuse := authtest.NewCallKind("refused", func(c *call, _ func() authtest.Reply) authtest.Reply {
		return authtest.JSON(http.StatusForbidden, "request "+c.requestID+" is refused")
	})
	r, err := http.NewRequest(http.MethodGet, "https://api.example.test/v1/projects", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := authtest.WithCall(r.Context(), &call{requestID: "4f2a"})
	out := refuse.Run(ctx, nil)
	fmt.Println(out.Status, string(out.Body))
	// Output:
	// 403 "request 4f2a is refused"
}
