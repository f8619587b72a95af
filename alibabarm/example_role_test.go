package alibabarm_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/auth"
)

// One access key assumes a role in each account of a resource directory. The provider calls STS
// once for each role, and again shortly before the credentials expire.
func ExampleAssumeRole() {
	base := auth.Static("AKIDEXAMPLE0001", "a secret", "") // in a program: alibabarm.DefaultProvider()
	for _, accountID := range []string{"1234567890123456", "2345678901234567"} {
		role := alibabarm.AssumeRole(base, alibabarm.AssumeInput{
			RoleARN:     "acs:ram::" + accountID + ":role/inviter",
			SessionName: "nightly-list",
			Transport:   stsInMemory{}, // a program omits it
		})
		// In a program: client.With(alibabarm.WithCredentials(role))
		keys, err := role.Credentials(context.Background())
		fmt.Println(keys.AccessKeyID, keys.AccountID, err)
	}
	// Output:
	// STS.EXAMPLE0001 1234567890123456 <nil>
	// STS.EXAMPLE0001 2345678901234567 <nil>
}

// stsInMemory is a stand-in for STS.
type stsInMemory struct{}

func (stsInMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	body := `{"Credentials":{"AccessKeyId":"STS.EXAMPLE0001","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2099-01-01T00:00:00Z"}}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}
