package guidetest_test

import (
	"fmt"
	"net/http"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest/guidetest"
)

// A test in the folder of a client package compares the package's README.md with its code.
func ExampleGuide_Check() {
	err := guidetest.Guide{
		Package:  "shop",
		Rules:    auth.Rules{{Code: "Shop.1", Verdict: auth.Throttled, Meaning: "too many orders"}},
		Unlisted: func(status int) auth.Rule { return auth.Rule{Meaning: http.StatusText(status)} },
	}.Check(false)
	fmt.Println(err != nil) // this folder has no README.md
	// Output: true
}
