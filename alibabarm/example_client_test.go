package alibabarm_test

import (
	"fmt"
	"time"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

// NewClient sends no request. The first call asks the provider for credentials.
func ExampleNewClient() {
	_, err := alibabarm.NewClient(alibabarm.DefaultProvider())
	fmt.Println(err)
	// Output: <nil>
}

// NewClient reports an invalid option at once.
func ExampleWithEndpoint() {
	_, err := alibabarm.NewClient(alibabarm.DefaultProvider(), alibabarm.WithEndpoint("http://gateway.example.com"))
	fmt.Println(err != nil)
	// Output: true
}

// With serves another account over the same connections.
func ExampleClient_With() {
	client, err := alibabarm.NewClient(alibabarm.DefaultProvider(), alibabarm.WithUserAgent("inventory/1.2"))
	if err != nil {
		fmt.Println(err)
		return
	}
	payments := client.With(alibabarm.WithCredentials(auth.Static("AKIDPAYMENTS", "a secret", "")))
	_ = payments.ListHandshakesForResourceDirectory()
}

// This client retries twice within a minute, and accepts only small responses.
func ExampleWithRetry() {
	_, err := alibabarm.NewClient(alibabarm.DefaultProvider(),
		alibabarm.WithRetry(auth.Retry{MaxRetries: 2, MaxElapsed: time.Minute}),
		alibabarm.WithMaxResponseBytes(1<<20))
	fmt.Println(err)
	// Output: <nil>
}

// A test can set the clock that the client signs with.
func ExampleWithClock() {
	at := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	_, err := alibabarm.NewClient(auth.Static("AKIDEXAMPLE", "a secret", ""), alibabarm.WithClock(func() time.Time { return at }))
	fmt.Println(err)
	// Output: <nil>
}

func ExampleStatus_Final() {
	fmt.Println(alibabarm.StatusPending.Final(), alibabarm.StatusDeclined.Final())
	// Output: false true
}

// An invitation can be past its expiry date before the service reports that.
func ExampleHandshake_ExpiredBy() {
	h := alibabarm.Handshake{Status: alibabarm.StatusPending, ExpireTime: time.Date(2025, 2, 17, 0, 0, 0, 0, time.UTC)}
	fmt.Println(h.ExpiredBy(time.Date(2025, 2, 18, 0, 0, 0, 0, time.UTC)))
	// Output: true
}

// This client uses the newer version of the API, for an account of the international site.
func ExampleWithVersion() {
	_, err := alibabarm.NewClient(alibabarm.DefaultProvider(),
		alibabarm.WithVersion(alibabarm.Version20220419),
		alibabarm.WithEndpoint(alibabarm.EndpointInternational))
	fmt.Println(err)
	// Output: <nil>
}

// credentials-go assumes the role, and renews its session.
func ExampleFromCredential() {
	role, err := credentials.NewCredential(new(credentials.Config).
		SetType("ram_role_arn").
		SetAccessKeyId("AKIDEXAMPLE").
		SetAccessKeySecret("a secret").
		SetRoleArn("acs:ram::1482310095517701:role/inviter").
		SetRoleSessionName("nightly-list"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = alibabarm.NewClient(alibabarm.FromCredential(role))
	fmt.Println(err)
	// Output: <nil>
}
