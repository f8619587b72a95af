package auth_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A request signed by hand, and how a service of one's own verifies it: the keys are
// looked up by their ID.
func ExampleHuaweiSigner_Sign() {
	keys := auth.Credentials{AccessKeyID: "AKIDEXAMPLE0007", AccessKeySecret: "a secret", AccountID: "acme"}
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)

	req, err := http.NewRequest(http.MethodGet, "https://organizations.example.test/v1/organizations?limit=2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := (auth.HuaweiSigner{}).Sign(req, nil, keys, now); err != nil {
		fmt.Println(err)
		return
	}
	scheme, _, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	fmt.Println(scheme, req.Header.Get("X-Sdk-Date"))

	lookup := func(id string) (auth.Credentials, bool) { return keys, id == keys.AccessKeyID }
	caller, err := auth.HuaweiSigner{}.Verify(req, nil, lookup, now.Add(time.Minute))
	fmt.Println(caller.AccountID, err)
	_, err = auth.HuaweiSigner{}.Verify(req, nil, lookup, now.Add(time.Hour))
	fmt.Println(err)
	// Output:
	// SDK-HMAC-SHA256 20250203T040506Z
	// acme <nil>
	// auth: Verify: date out of range
}

// A request that was changed after it was signed. Action and version are for the
// caller to set.
func ExampleAlibabaSigner_Verify() {
	keys := auth.Credentials{AccessKeyID: "AKIDEXAMPLE0008", AccessKeySecret: "a secret"}
	now := time.Date(2025, 2, 3, 4, 5, 6, 0, time.UTC)
	const body = "Note=Welcome"

	req, err := http.NewRequest(http.MethodPost, "https://resourcemanager.example.test/", strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("X-Acs-Action", "InviteAccountToResourceDirectory")
	req.Header.Set("X-Acs-Version", "2022-04-19")
	if err := (auth.AlibabaSigner{}).Sign(req, []byte(body), keys, now); err != nil {
		fmt.Println(err)
		return
	}

	lookup := func(id string) (auth.Credentials, bool) { return keys, id == keys.AccessKeyID }
	caller, err := auth.AlibabaSigner{}.Verify(req, []byte(body), lookup, now)
	fmt.Println(caller.AccessKeyID, err)
	_, err = auth.AlibabaSigner{}.Verify(req, []byte("Note=Hello"), lookup, now)
	refused, ok := errors.AsType[*auth.VerifyError](err)
	if !ok {
		fmt.Println("not refused:", err)
		return
	}
	fmt.Println(refused.Reason)
	// Output:
	// AKIDEXAMPLE0008 <nil>
	// body hash mismatch
}
