package auth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// Credentials print only what may be seen.
func ExampleStatic() {
	keys, err := auth.Static("AKIDEXAMPLE0001", "a secret", "").Credentials(context.Background())
	fmt.Println(keys, err)
	// Output: Credentials{AccessKeyID:AKID… Token:false AccountID: Expires:} <nil>
}

func ExampleProviderFunc() {
	vault := auth.ProviderFunc(func(ctx context.Context) (auth.Credentials, error) {
		// Read them from where you keep them, and watch ctx.
		return auth.Credentials{AccessKeyID: "AKIDEXAMPLE0002", AccessKeySecret: "a secret", AccountID: "acme"}, nil
	})
	keys, err := vault.Credentials(context.Background())
	fmt.Println(keys.AccountID, err)
	// Output: acme <nil>
}

func ExampleChain() {
	chain := auth.Chain(
		auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			return auth.Credentials{}, errors.New("vault: sealed")
		}),
		auth.Static("AKIDEXAMPLE0003", "a secret", ""),
	)
	keys, err := chain.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, err)
	// Output: AKIDEXAMPLE0003 <nil>
}

// The cache asks the slow provider once, however many callers there are.
func ExampleCache() {
	asked := 0
	cached := auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
		asked++
		return auth.Credentials{AccessKeyID: "AKIDEXAMPLE0004", AccessKeySecret: "a secret", Expires: time.Now().Add(time.Hour)}, nil
	}), 5*time.Minute)
	for range 3 {
		if _, err := cached.Credentials(context.Background()); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(asked)
	// Output: 1
}

func ExampleRetryAfter() {
	wait, ok := auth.RetryAfter(http.Header{"Retry-After": {"120"}}, time.Now())
	fmt.Println(wait, ok)
	// Output: 2m0s true
}

func ExampleExcerpt() {
	fmt.Println(auth.Excerpt("Denied.\n\tPlease ask your administrator.", 40))
	// Output: Denied. Please ask your administrator.
}

// NewClient makes a client of another service of the same cloud. Classify classifies its
// responses.
func ExampleNewClient() {
	client, err := auth.NewClient(auth.Config{
		Endpoint: "https://iam.myhuaweicloud.com",
		Provider: auth.Static("AKIDEXAMPLE0005", "a secret", ""),
		Signer:   huawei.Signer{},
		Classify: func(call auth.Call, r *auth.Response) auth.Decision {
			switch {
			case r.StatusCode < 300:
				return auth.Decision{}
			case r.StatusCode == http.StatusTooManyRequests:
				return auth.Decision{Verdict: auth.Throttled, Err: fmt.Errorf("%s: %w", call.Op, auth.ErrThrottled)}
			default:
				return auth.Decision{Verdict: auth.Fatal, Err: fmt.Errorf("%s: status %d", call.Op, r.StatusCode)}
			}
		},
	})
	fmt.Println(client, err)
	// Output: https://iam.myhuaweicloud.com#AKID… <nil>
}

// A transport of your own can watch the requests for credentials and still share their
// connections.
func ExampleSharedTransport() {
	watched := auth.SharedTransport() // wrap it, then pass it to a provider as its Transport
	fmt.Println(watched == auth.SharedTransport())
	// Output: true
}
