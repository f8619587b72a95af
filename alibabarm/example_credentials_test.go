package alibabarm_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

// The program creates the providers of the accounts once, before the loop. A client remembers
// the credentials of a provider. A provider that is created within the loop, or a function, is
// always new to it: each round would ask the vault again.
func ExampleWithCredentials() {
	ctx := context.Background()
	asked := 0
	vault := func(account string) auth.Provider {
		return auth.Cache(auth.ProviderFunc(func(context.Context) (auth.Credentials, error) {
			asked++
			return auth.Credentials{AccessKeyID: "AKID" + account, AccessKeySecret: "a secret"}, nil
		}), 0)
	}
	accounts := []auth.Provider{vault("PAYMENTS"), vault("SEARCH")}

	// In a program: no WithTransport
	client, err := alibabarm.NewClient(alibabarm.DefaultProvider(), alibabarm.WithTransport(inMemory(false)))
	if err != nil {
		fmt.Println(err)
		return
	}
	listed := 0
	for range 3 {
		for _, account := range accounts {
			invitations, err := client.With(alibabarm.WithCredentials(account)).ListHandshakesForResourceDirectory().Collect(ctx)
			if err != nil {
				fmt.Println(err)
				return
			}
			listed += len(invitations)
		}
	}
	fmt.Println(listed, "invitations, and the vault was asked", asked, "times")
	// Output: 12 invitations, and the vault was asked 2 times
}
