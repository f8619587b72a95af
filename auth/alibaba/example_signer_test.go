package alibaba_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// The verifier refuses a request that was changed after it was signed. The caller sets action
// and version.
func ExampleVerifier_Verify() {
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
	if err := (alibaba.Signer{}).Sign(req, []byte(body), keys, now); err != nil {
		fmt.Println(err)
		return
	}

	lookup := func(id string) (auth.Credentials, bool) { return keys, id == keys.AccessKeyID }
	caller, err := alibaba.Verifier{}.Verify(req, []byte(body), lookup, now)
	fmt.Println(caller.AccessKeyID, err)
	_, err = alibaba.Verifier{}.Verify(req, []byte("Note=Hello"), lookup, now)
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
