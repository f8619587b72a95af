package huaweiorg_test

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

// Making a client asks nobody for anything: the keys are looked for by the first call.
func ExampleNewClient() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	fmt.Println(err)
	// Output: <nil>
}

// An option that is not valid shows at once.
func ExampleWithEndpoint() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithEndpoint("http://gateway.example.com"))
	fmt.Println(err != nil)
	// Output: true
}

// Another account, over the same connections.
func ExampleClient_With() {
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(), huaweiorg.WithUserAgent("inventory/1.2"))
	if err != nil {
		fmt.Println(err)
		return
	}
	payments := client.With(huaweiorg.WithCredentials(auth.Static("AKIDPAYMENTS", "a secret", "")))
	_ = payments.ListHandshakes()
}

// Two retries within a minute, and small responses only.
func ExampleWithRetry() {
	_, err := huaweiorg.NewClient(huaweiorg.DefaultProvider(),
		huaweiorg.WithRetry(auth.Retry{MaxRetries: 2, MaxElapsed: time.Minute}),
		huaweiorg.WithMaxResponseBytes(1<<20))
	fmt.Println(err)
	// Output: <nil>
}

// The clock of signatures, for tests.
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

// An invitation can be past its date before the service says so.
func ExampleHandshake_ExpiredBy() {
	h := huaweiorg.Handshake{Status: huaweiorg.StatusPending, ExpiredAt: time.Date(2025, 2, 17, 0, 0, 0, 0, time.UTC)}
	fmt.Println(h.ExpiredBy(time.Date(2025, 2, 18, 0, 0, 0, 0, time.UTC)))
	// Output: true
}

// Keys that come without the account ID get it from IAM.
func ExampleLookupAccountID() {
	keys := huaweiorg.LookupAccountID(auth.Static("AKIDEXAMPLE", "a secret", ""))
	_, err := huaweiorg.NewClient(keys)
	fmt.Println(err)
	// Output: <nil>
}
