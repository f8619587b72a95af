package alibabarmtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
)

// A program that adds accounts to a resource directory has the access key of the management
// account only. It assumes a role in each other account to accept there. The service issues the
// temporary credentials, and lets them expire.
func ExampleService_RoundTripper_assumeRole() {
	ctx := context.Background()
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Name: "root", Role: alibabarmtest.Management})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"shop", "billing", "lab"} {
		a := s.AddAccount(alibabarmtest.Account{Name: name})
		sent, err := client.InviteAccountToResourceDirectory(ctx, alibabarm.InviteAccountInput{TargetType: alibabarm.TargetTypeAccount, TargetEntity: a.ID})
		if err != nil {
			fmt.Println(err)
			return
		}
		member := client.With(alibabarm.WithCredentials(alibabarm.AssumeRole(root.Provider(), alibabarm.AssumeInput{
			RoleARN: "acs:ram::" + a.ID + ":role/inviter", SessionName: "join", Transport: s.RoundTripper(),
		})))
		if _, err := member.AcceptHandshake(ctx, sent.ID); err != nil {
			fmt.Println(err)
			return
		}
	}
	for _, a := range s.Accounts() {
		fmt.Printf("%s: %s\n", a.Name, a.Role)
	}
	// Output:
	// root: management
	// shop: member
	// billing: member
	// lab: member
}

// One role requires an external ID, and nobody may assume the account's other roles.
func ExampleService_SetTrust() {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Name: "root", Role: alibabarmtest.Management})
	member := s.AddAccount(alibabarmtest.Account{Name: "member", Role: alibabarmtest.Member})
	s.SetTrust(member.ID, "", alibabarmtest.Trust{Nobody: true})
	s.SetTrust(member.ID, "auditor", alibabarmtest.Trust{ExternalID: "audit-2025"})
	for _, in := range []alibabarm.AssumeInput{
		{RoleARN: "acs:ram::" + member.ID + ":role/inviter"},
		{RoleARN: "acs:ram::" + member.ID + ":role/auditor"},
		{RoleARN: "acs:ram::" + member.ID + ":role/auditor", ExternalID: "audit-2025"},
	} {
		in.SessionName, in.Transport = "nightly", s.RoundTripper()
		_, err := alibabarm.AssumeRole(root.Provider(), in).Credentials(context.Background())
		fmt.Println(errors.Is(err, auth.ErrPermission), err == nil)
	}
	for _, r := range s.Requests() {
		fmt.Println(r.Op, r.Status, r.Hint)
	}
	// Output:
	// true false
	// true false
	// false true
	// AssumeRole 403 the caller is not trusted
	// AssumeRole 403 the external ID is not the expected one
	// AssumeRole 200
}

// Handle adds an operation that the service does not have. The service verifies, records and
// faults its requests like all others.
func ExampleService_Handle() {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{Name: "root", Role: alibabarmtest.Management})
	err := s.Handle("MoveAccount", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, _ := alibabarmtest.Caller(r.Context())
		fmt.Println(caller.Name, "moves", r.FormValue("AccountId"), "to", r.FormValue("DestinationFolderId"))
		fmt.Fprintln(w, `{"RequestId":"R-1"}`)
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Inject(alibabarmtest.Fault{Op: "MoveAccount", Kind: alibabarmtest.ConcurrentCall()})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		req, err := http.NewRequest(http.MethodPost, "/?AccountId=1&DestinationFolderId=fd-2", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		_, err = client.With(alibabarm.WithRetry(auth.Retry{MaxRetries: -1})).Do(context.Background(), auth.Call{Op: "MoveAccount", Request: req})
		fmt.Println(err == nil)
	}
	for _, r := range s.Requests() {
		fmt.Println(r.Op, r.Status)
	}
	// Output:
	// false
	// root moves 1 to fd-2
	// true
	// MoveAccount 429
	// MoveAccount 200
}
