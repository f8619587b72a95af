package alibaba_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/aliyun/credentials-go/credentials"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/alibaba"
)

// DefaultProvider looks at the environment first.
func ExampleDefaultProvider() {
	_ = os.Setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKIDEXAMPLE0001")
	_ = os.Setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "a secret")
	provider := alibaba.DefaultProvider(
		alibaba.WithSTSEndpoint("https://sts-vpc.eu-central-1.aliyuncs.com"), // used by places that assume a role
		alibaba.WithTransport(http.DefaultTransport),
	)
	keys, err := provider.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, err)
	// Output: AKIDEXAMPLE0001 <nil>
}

// FromCredential takes any credential of the official package, also a role to assume.
func ExampleFromCredential() {
	config := new(credentials.Config).SetType("access_key").SetAccessKeyId("AKIDEXAMPLE0001").SetAccessKeySecret("a secret")
	credential, err := credentials.NewCredential(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	keys, err := alibaba.FromCredential(credential).Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, err)
	// Output: AKIDEXAMPLE0001 <nil>
}

// The access key of one account assumes a role in another account.
func ExampleAssumeRole() {
	role := alibaba.AssumeRole(auth.Static("AKIDEXAMPLE0001", "a secret", ""), alibaba.AssumeInput{
		RoleARN:     "acs:ram::1234567890123456:role/inviter",
		SessionName: "nightly-list",
		Transport:   stsInMemory{}, // a real program leaves this out
	})
	keys, err := role.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, keys.AccountID, err)
	// Output: STS.EXAMPLE0001 1234567890123456 <nil>
}

// stsInMemory replaces STS.
type stsInMemory struct{}

func (stsInMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	body := `{"Credentials":{"AccessKeyId":"STS.EXAMPLE0001","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2099-01-01T00:00:00Z"}}`
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}
