package huawei_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
)

// If the environment has no account ID, the provider looks it up, here at private endpoints.
func ExampleDefaultProvider() {
	_ = os.Setenv("HUAWEICLOUD_SDK_AK", "AKIDEXAMPLE0001")
	_ = os.Setenv("HUAWEICLOUD_SDK_SK", "a secret")
	provider := huawei.DefaultProvider(
		huawei.WithIAMEndpoint("https://iam.example.test"),
		huawei.WithSTSEndpoint("https://sts.example.test"),
		huawei.WithTransport(identity()), // a real program leaves this out
	)
	keys, err := provider.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, keys.AccountID, err)
	// Output: AKIDEXAMPLE0001 5f0e1d2c3b4a69788796a5b4c3d2e1f0 <nil>
}

// A program that does not run on a server of Huawei Cloud need not look for its metadata
// service.
func ExampleWithoutMetadata() {
	for _, name := range []string{"HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"} {
		_ = os.Unsetenv(name)
	}
	_ = os.Setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", os.DevNull)
	_, err := huawei.DefaultProvider(huawei.WithoutMetadata()).Credentials(context.Background())
	fmt.Println(err)
	// Output:
	// no credentials:
	//   environment: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK
	//   profile: read the file that HUAWEICLOUD_SDK_CREDENTIALS_FILE names: it is not a regular file
	//   instance metadata: not asked, since WithoutMetadata or HUAWEICLOUD_SDK_ECS_METADATA_DISABLED says so
	//   pod identity: set HC_CONTAINER_CREDENTIALS_FULL_URI
}

// A fixed access key gets its account ID, so that requests have the header X-Domain-Id.
func ExampleLookupAccountID() {
	fixed := auth.Static("AKIDEXAMPLE0001", "a secret", "")
	keys, err := huawei.LookupAccountID(fixed, huawei.WithTransport(identity())).Credentials(context.Background())
	fmt.Println(keys.AccountID, err)
	// Output: 5f0e1d2c3b4a69788796a5b4c3d2e1f0 <nil>
}

// The access key of one account acts as an agency in another account.
func ExampleAssumeAgency() {
	agency := huawei.AssumeAgency(auth.Static("AKIDEXAMPLE0001", "a secret", ""), huawei.AssumeInput{
		AgencyURN:   "iam::0123456789abcdef0123456789abcdef:agency:inviter",
		SessionName: "nightly-list",
		Transport:   identity(), // a real program leaves this out
	})
	keys, err := agency.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, keys.AccountID, err)
	// Output: TMPEXAMPLE0001 0123456789abcdef0123456789abcdef <nil>
}

// The token of a build service acts as an agency, without an access key.
func ExampleAssumeAgencyWithOIDC() {
	agency := huawei.AssumeAgencyWithOIDC(huawei.OIDCInput{
		ProviderURN: "iam::0123456789abcdef0123456789abcdef:oidc-provider:builds",
		AgencyURN:   "iam::0123456789abcdef0123456789abcdef:agency:inviter",
		SessionName: "nightly-list",
		Token: func(context.Context) (string, error) {
			return "the.id.token", nil // ask the build service for one
		},
		Transport: identity(), // a real program leaves this out
	})
	keys, err := agency.Credentials(context.Background())
	fmt.Println(keys.AccessKeyID, keys.AccountID, err)
	// Output: TMPEXAMPLE0001 0123456789abcdef0123456789abcdef <nil>
}

// roundTripper is a function used as an [http.RoundTripper].
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// identity replaces IAM and STS.
func identity() http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		body := `{"domains":[{"id":"5f0e1d2c3b4a69788796a5b4c3d2e1f0"}]}`
		if req.Method == http.MethodPost {
			body = `{"credentials":{"access_key_id":"TMPEXAMPLE0001","secret_access_key":"s","security_token":"t","expiration":"2099-01-01T00:00:00Z"}}`
		}
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	})
}
