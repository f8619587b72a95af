package huawei_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// A program signs a request itself, and a private service verifies it. The service looks up the
// credentials by their access key ID.
func ExampleSigner_Sign() {
	keys := auth.Credentials{AccessKeyID: "AKIDEXAMPLE0007", AccessKeySecret: "a secret", AccountID: "acme"}
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)

	req, err := http.NewRequest(http.MethodGet, "https://organizations.example.test/v1/organizations?limit=2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := (huawei.Signer{}).Sign(req, nil, keys, now); err != nil {
		fmt.Println(err)
		return
	}
	scheme, _, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	fmt.Println(scheme, req.Header.Get("X-Sdk-Date"))

	lookup := func(id string) (auth.Credentials, bool) { return keys, id == keys.AccessKeyID }
	caller, err := huawei.Verifier{}.Verify(req, nil, lookup, now.Add(time.Minute))
	fmt.Println(caller.AccountID, err)
	_, err = huawei.Verifier{}.Verify(req, nil, lookup, now.Add(time.Hour))
	fmt.Println(err)
	// Output:
	// SDK-HMAC-SHA256 20250203T040506Z
	// acme <nil>
	// auth: Verify: date out of range
}
