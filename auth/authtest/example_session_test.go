package authtest_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Trusts decide who may act as an account. The accounts then issue a temporary access key.
func ExampleTrusts() {
	var trusts authtest.Trusts
	var accounts authtest.Accounts[string]
	form := authtest.KeyForm{Permanent: "FAKEAK", Temporary: "FAKETMP", Alphabet: "0123456789", Length: 20, Secret: "FakeSecret", SecretLength: 40}
	accounts.Put(form.Make(1, "1001"), "tea")
	trusts.Set("1001", "auditor", authtest.Trust{By: []string{"9001"}, ExternalID: "audit-2025"})

	now := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	_, exists := accounts.Get("1001")
	request := authtest.SessionRequest{
		AccountID: "1001", Role: "auditor", Exists: exists, CallerID: "9001", Name: "nightly", MaxName: 64,
		Seconds: authtest.DefaultSessionSeconds, MaxSeconds: authtest.MaxSessionSeconds,
	}
	fmt.Println(trusts.Decide(request, now))
	request.ExternalID = "audit-2025"
	if refused := trusts.Decide(request, now); refused != "" {
		fmt.Println(refused)
		return
	}
	session := authtest.Session{AccountID: request.AccountID, Role: request.Role, Name: request.Name}
	key := accounts.IssueSession(1, form, session, now.Add(time.Hour))
	fmt.Println(accounts.Session(key.AccessKeyID))
	// Output:
	// the external ID is not the expected one
	// {1001 auditor nightly} true
}

// One ID token signs in as an account.
func ExampleTrusts_AcceptsIDToken() {
	var trusts authtest.Trusts
	trusts.Set("1001", "", authtest.Trust{IDToken: "the.id.token"})
	fmt.Println(trusts.AcceptsIDToken("1001", "the.id.token"), trusts.AcceptsIDToken("1001", "another.id.token"))
	// Output: true false
}

// The operations of this service are handlers. The service tells a handler who calls it.
func ExampleReplyOf() {
	type call struct{ account string }
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, _ := authtest.CallOf[call](r.Context())
		fmt.Fprint(w, "hello ", c.account)
	})
	s := &authtest.Server{Respond: func(r *http.Request, body []byte) authtest.Reply {
		ctx := authtest.WithCall(r.Context(), &call{account: "1001"})
		return authtest.ReplyOf(handler, r.WithContext(ctx), body)
	}}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://tea.example.test/", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := s.RoundTrip(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	body := make([]byte, resp.ContentLength)
	_, err = resp.Body.Read(body)
	fmt.Println(resp.Status, string(body), err)
	if err := resp.Body.Close(); err != nil {
		fmt.Println(err)
	}
	// Output: 200 OK hello 1001 <nil>
}
