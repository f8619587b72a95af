package auth_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// StaticCredentials takes an access key whose account is known. Printing the provider does not
// show the key.
func ExampleStaticCredentials() {
	provider := auth.StaticCredentials(auth.Credentials{
		AccessKeyID: "AKIDEXAMPLE0006", AccessKeySecret: "a secret", AccountID: "0123456789abcdef",
	})
	fmt.Println(provider)
	// Output: Credentials{AccessKeyID:AKID… Token:false AccountID:0123456789abcdef Expires:}
}

// The account of a client comes from its provider, its credentials or its configuration.
func ExampleClient_Account() {
	client, err := newClient(&authtest.Server{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, change := range []func(*auth.Config){
		func(*auth.Config) {},
		func(c *auth.Config) {
			c.Provider = auth.StaticCredentials(auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", AccountID: "account-1"})
		},
		func(c *auth.Config) { c.Account = "account-2" },
	} {
		changed, err := client.With(change)
		if err != nil {
			fmt.Println(err)
			return
		}
		account, err := changed.Account(context.Background())
		fmt.Printf("%q %v\n", account, err)
	}
	// Output:
	// "" <nil>
	// "account-1" <nil>
	// "account-2" <nil>
}

// ofAccount is a provider that knows its account before anyone asks it for credentials.
type ofAccount struct{ auth.Provider }

func (ofAccount) AccountID() string { return "account-3" }

func ExampleAccountProvider() {
	client, err := auth.NewClient(auth.Config{
		Endpoint: "https://service.example.com",
		Provider: auth.Cache(ofAccount{auth.Static("AK", "SK", "")}, 0),
		Signer:   huawei.Signer{},
		Classify: classify,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Account(context.Background()))
	// Output: account-3 <nil>
}
