package invitation_test

import (
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

func ExampleCheckTarget() {
	for _, address := range []string{"ops@example.org", "ops@example.org\u200b", "ops＠example.org", "mailto:ops@example.org"} {
		fmt.Println(invitation.CheckTarget(invitation.EmailAddress, address))
	}
	// Output:
	// <nil>
	// character 16 is U+200B, which is invisible: remove it
	// character 4 is '＠' (U+FF20): an e-mail address has no such character
	// the address begins with "mailto:"; leave that out
}
