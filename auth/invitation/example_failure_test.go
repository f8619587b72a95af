package invitation_test

import (
	"context"
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A program may only need to know whether all targets succeeded.
func ExampleOutcome_Failure() {
	var c exampleCloud
	c.add("2002", invitation.StatusPending)
	c.add("2003", invitation.StatusDeclined)
	for o, err := range c.service().InviteAll(context.Background(), inputs("2002", "2003")) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(o.Failure())
	}
	// Output:
	// <nil>
	// 2003: skipped: the last invitation is declined
}
