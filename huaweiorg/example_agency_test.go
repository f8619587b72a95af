package huaweiorg_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// One access key lists what all accounts of an organization received. It lists eight accounts
// at a time, over the same connections.
func ExampleAssumeAgency() {
	// In a program: auth.Cache(huaweiorg.DefaultProvider(), 0)
	base := auth.Cache(auth.Static("key", "secret", ""), 0)
	client, err := huaweiorg.NewClient(base, huaweiorg.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	received := func(accountID string) pagination.Source[huaweiorg.Handshake] {
		member := client.With(huaweiorg.WithCredentials(huaweiorg.AssumeAgency(base, huaweiorg.AssumeInput{
			AgencyURN:   "iam::" + accountID + ":agency:inviter",
			SessionName: "nightly-list",
			Transport:   stsInMemory(), // a program omits it
		})))
		return pagination.Source[huaweiorg.Handshake]{Name: accountID, Items: member.ListReceivedHandshakes().All}
	}
	var sources []pagination.Source[huaweiorg.Handshake]
	for n := range 500 {
		sources = append(sources, received(fmt.Sprintf("account%03d", n)))
	}
	invitations := 0
	for _, err := range pagination.Merge(context.Background(), 8, slices.Values(sources)) {
		if err != nil {
			fmt.Println(err) // it names the account; the others continue
			continue
		}
		invitations++
	}
	fmt.Println(invitations)
	// Output: 1000
}

// stsInMemory is a stand-in for STS.
func stsInMemory() http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		const body = `{"credentials":{"access_key_id":"k","secret_access_key":"s","security_token":"t","expiration":"2099-01-01T00:00:00Z"}}`
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	})
}
