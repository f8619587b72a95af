package huaweiorgtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// A program that adds accounts to an organization has the access key of the management account
// only. It assumes an agency in each other account to accept there. The service issues the
// temporary credentials, and lets them expire.
func ExampleService_RoundTripper_assumeAgency() {
	ctx := context.Background()
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Name: "root", Role: huaweiorgtest.Management})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"shop", "billing", "lab"} {
		a := s.AddAccount(huaweiorgtest.Account{Name: name})
		sent, err := client.InviteAccount(ctx, huaweiorg.InviteAccountInput{Target: huaweiorg.Target{Type: huaweiorg.TargetTypeAccount, Entity: a.ID}})
		if err != nil {
			fmt.Println(err)
			return
		}
		member := client.With(huaweiorg.WithCredentials(huaweiorg.AssumeAgency(root.Provider(), huaweiorg.AssumeInput{
			AgencyURN: "iam::" + a.ID + ":agency:inviter", SessionName: "join", Transport: s.RoundTripper(),
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

// One agency requires an external ID, and nobody may assume the account's other agencies.
func ExampleService_SetTrust() {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Name: "root", Role: huaweiorgtest.Management})
	member := s.AddAccount(huaweiorgtest.Account{Name: "member", Role: huaweiorgtest.Member})
	s.SetTrust(member.ID, "", huaweiorgtest.Trust{Nobody: true})
	s.SetTrust(member.ID, "auditor", huaweiorgtest.Trust{ExternalID: "audit-2025"})
	for _, in := range []huaweiorg.AssumeInput{
		{AgencyURN: "iam::" + member.ID + ":agency:inviter"},
		{AgencyURN: "iam::" + member.ID + ":agency:auditor"},
		{AgencyURN: "iam::" + member.ID + ":agency:auditor", ExternalID: "audit-2025"},
	} {
		in.SessionName, in.Transport = "nightly", s.RoundTripper()
		_, err := huaweiorg.AssumeAgency(root.Provider(), in).Credentials(context.Background())
		fmt.Println(errors.Is(err, auth.ErrPermission), err == nil)
	}
	for _, r := range s.Requests() {
		fmt.Println(r.Op, r.Status, r.Hint)
	}
	// Output:
	// true false
	// true false
	// false true
	// AssumeAgency 403 the caller is not trusted
	// AssumeAgency 403 the external ID is not the expected one
	// AssumeAgency 200
}

// The users of an identity provider sign in at IAM, which returns a token.
func ExampleService_SetIdentityProvider() {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
	s.SetIdentityProvider("builds", root.ID)
	for _, provider := range []string{"builds", "others"} {
		req, err := http.NewRequest(http.MethodPost, "https://iam.myhuaweicloud.com/v3.0/OS-AUTH/id-token/tokens",
			strings.NewReader(`{"auth":{"id_token":{"id":"the.id.token"}}}`))
		if err != nil {
			fmt.Println(err)
			return
		}
		req.Header.Set("X-Idp-Id", provider)
		resp, err := s.RoundTripper().RoundTrip(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(resp.Status, resp.Header.Get("X-Subject-Token") != "")
		if err := resp.Body.Close(); err != nil {
			fmt.Println(err)
			return
		}
	}
	// Output:
	// 201 Created true
	// 401 Unauthorized false
}

// Handle adds an operation that the service does not have. The service verifies, records and
// faults its requests like all others.
func ExampleService_Handle() {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{Name: "root", Role: huaweiorgtest.Management})
	err := s.Handle("MoveAccount", "POST /v1/organizations/accounts/{account_id}/move", http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			var in struct {
				Destination string `json:"destination_parent_id"`
			}
			if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			caller, _ := huaweiorgtest.Caller(r.Context())
			fmt.Println(caller.Name, "moves", r.PathValue("account_id"), "to", in.Destination)
		}))
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Inject(huaweiorgtest.Fault{Op: "MoveAccount", Kind: huaweiorgtest.Throttled("0")})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequest(http.MethodPost, "/v1/organizations/accounts/a-1/move", strings.NewReader(`{"destination_parent_id":"ou-2"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.Do(context.Background(), auth.Call{Op: "MoveAccount", Request: req})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, resp.Attempts)
	for _, r := range s.Requests() {
		fmt.Println(r.Op, r.Status)
	}
	// Output:
	// root moves a-1 to ou-2
	// 200 2
	// MoveAccount 429
	// MoveAccount 200
}
