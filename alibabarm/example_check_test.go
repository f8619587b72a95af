package alibabarm_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
)

// Check reports what the credentials can read, and what a policy must still allow.
func ExampleClient_Check() {
	s := alibabarmtest.New()
	root := s.AddAccount(alibabarmtest.Account{ID: "1482310095517701", Role: alibabarmtest.Management})
	s.Inject(alibabarmtest.Fault{Op: alibabarmtest.ListHandshakesForResourceDirectory, Kind: alibabarmtest.Refuse(403, "NoPermission", "Not authorized.")})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	var id alibabarm.Identity
	if id, err = client.Check(context.Background()); err != nil {
		fmt.Println(id, err)
		return
	}
	fmt.Println(id.AccountID, id.Role)
	for _, r := range id.Reads {
		fmt.Println(r)
	}
	// Output:
	// 1482310095517701 management
	// organization: allowed
	// sent: denied, allow resourcemanager:ListHandshakesForResourceDirectory
	// received: allowed
	// members: allowed
	// get: allowed
}
