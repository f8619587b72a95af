package huaweiorg_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// Check reports what the credentials can read, and what a policy must still allow.
func ExampleClient_Check() {
	s := huaweiorgtest.New()
	root := s.AddAccount(huaweiorgtest.Account{ID: "5f0e1d2c3b4a69788796a5b4c3d2e1f0", Role: huaweiorgtest.Management})
	s.Inject(huaweiorgtest.Fault{Op: huaweiorgtest.ListHandshakes, Kind: huaweiorgtest.Refuse(403, "Organizations.1007", "Policy denies it.")})
	client, err := s.NewClient(root)
	if err != nil {
		fmt.Println(err)
		return
	}
	var id huaweiorg.Identity
	if id, err = client.Check(context.Background()); err != nil {
		fmt.Println(id, err)
		return
	}
	fmt.Println(id.AccountID, id.Role)
	for _, r := range id.Reads {
		fmt.Println(r)
	}
	// Output:
	// 5f0e1d2c3b4a69788796a5b4c3d2e1f0 management
	// organization: allowed
	// sent: denied, allow organizations:handshakes:list
	// received: allowed
	// members: allowed
	// get: allowed
}
