package auth_test

import (
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A provider that sends a token keeps it out of its errors, even if the service repeats a part
// of it or escapes it.
func ExampleSecrets_Excerpt() {
	secrets := auth.NewSecrets("eyJhbGciOi/JIUzI1NiJ9.e30")
	fmt.Println(secrets.Excerpt("no session for eyJhbGciOi%2FJIUz, ask again", 512))
	// Output: no session for [removed], ask again
}

func ExampleSecrets_And() {
	secrets := auth.NewSecrets("eyJhbGciOiJIUzI1NiJ9.e30").And("external-id-4711")
	fmt.Println(secrets.Excerpt("the role does not trust external-id-4711", 512))
	// Output: the role does not trust [removed]
}
