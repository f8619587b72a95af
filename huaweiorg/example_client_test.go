package huaweiorg_test

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// NewClient sends no request. The first call asks the provider for credentials.
func ExampleNewClient() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	fmt.Println(err)
	// Output: <nil>
}

// NewClient reports an invalid option at once.
func ExampleWithEndpoint() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithEndpoint("http://gateway.example.com"))
	fmt.Println(err != nil)
	// Output: true
}

// With serves another account over the same connections.
func ExampleClient_With() {
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithUserAgent("inventory/1.2"))
	if err != nil {
		fmt.Println(err)
		return
	}
	payments := client.With(huaweiorg.WithCredentials(auth.Static("AKIDPAYMENTS", "a secret", "")))
	_ = payments.ListHandshakes()
}

// This client retries twice within a minute, and accepts only small responses.
func ExampleWithRetry() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(),
		huaweiorg.WithRetry(auth.Retry{MaxRetries: 2, MaxElapsed: time.Minute}),
		huaweiorg.WithMaxResponseBytes(1<<20))
	fmt.Println(err)
	// Output: <nil>
}

// A test can set the clock that the client signs with.
func ExampleWithClock() {
	at := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	_, err := huaweiorg.NewClient(auth.Static("AKIDEXAMPLE", "a secret", ""), huaweiorg.WithClock(func() time.Time { return at }))
	fmt.Println(err)
	// Output: <nil>
}

func ExampleStatus_Final() {
	fmt.Println(huaweiorg.StatusPending.Final(), huaweiorg.StatusDeclined.Final())
	// Output: false true
}

// An invitation can be past its expiry date before the service reports that.
func ExampleHandshake_ExpiredBy() {
	h := huaweiorg.Handshake{Status: huaweiorg.StatusPending, ExpiredAt: time.Date(2025, 2, 17, 0, 0, 0, 0, time.UTC)}
	fmt.Println(h.ExpiredBy(time.Date(2025, 2, 18, 0, 0, 0, 0, time.UTC)))
	// Output: true
}

// LookupAccountID asks IAM for the account ID that the credentials lack.
func ExampleLookupAccountID() {
	keys := huaweiorg.LookupAccountID(auth.Static("AKIDEXAMPLE", "a secret", ""))
	_, err := huaweiorg.NewClient(keys)
	fmt.Println(err)
	// Output: <nil>
}
