package alibaba

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// vectorsV1 returns the request of the vendor's page, and requests of this API. The vendor's
// functions and a second implementation agree on their signatures.
func vectorsV1() map[string]struct {
	method, signature string
	keys              auth.Credentials
	parameters        map[string]string
} {
	keys := auth.Credentials{AccessKeyID: "testAccessKeyId", AccessKeySecret: "testAccessKeySecret"}
	withToken := keys
	withToken.SecurityToken = "CAIS+tok/en=~*"
	vendors := auth.Credentials{AccessKeyID: "testid", AccessKeySecret: "testsecret"}
	at := func(keys auth.Credentials, pairs ...string) map[string]string {
		return parametersV1(keys, append([]string{"Timestamp", "2024-03-01T08:00:00Z"}, pairs...)...)
	}
	return map[string]struct {
		method, signature string
		keys              auth.Credentials
		parameters        map[string]string
	}{
		"the vendor's DescribeRegions": {
			method: http.MethodGet, keys: vendors, signature: "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
			parameters: parametersV1(vendors,
				"Action", "DescribeRegions", "Version", "2014-05-26", "Format", "XML",
				"SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
				"Timestamp", "2016-02-23T12:46:24Z"),
		},
		"E lists by page": {
			method: http.MethodGet, keys: keys, signature: "NbBrBU/jdIXMmYMJVBZIIF75p5Q=",
			parameters: at(keys, "PageNumber", "1", "PageSize", "100"),
		},
		"F encodes every kind of character in a note": {
			method: http.MethodPost, keys: keys, signature: "Dlh3DmHSzLRvbEw3KNxGPiQFiwk=",
			parameters: at(keys,
				"Action", "InviteAccountToResourceDirectory", "Note", "hello *~ +/=\n欢迎",
				"Tag.1.Key", "k 1", "Tag.1.Value", "v*1",
				"TargetEntity", "a+b@example.com", "TargetType", "Email"),
		},
		"G accepts with a token": {
			method: http.MethodPost, keys: withToken, signature: "BtwKNqu56GnsOPFwcIYmaOQvKDw=",
			parameters: at(
				withToken, "Action", "AcceptHandshake", "HandshakeId", "h-Ab12Cd34Ef56Gh78",
			),
		},
	}
}

func TestVerifier_Verify_signatureV1Vectors(t *testing.T) {
	t.Parallel()
	for name, v := range vectorsV1() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, v.signature, signV1(v.method, v.parameters, v.keys.AccessKeySecret), "the second implementation agrees")
			now, err := time.Parse(time.RFC3339, v.parameters["Timestamp"])
			require.NoError(t, err)
			var all []string
			for name := range v.parameters {
				all = append(all, name)
			}
			for _, inForm := range [][]string{nil, {"Action", "SignatureNonce"}, append(all, "Signature")} {
				sent := signedV1(v.method, v.parameters, v.keys.AccessKeySecret, inForm...)
				assert.Empty(t, sent.reason(t, v.keys, now), "%d parameters in a form", len(inForm))
			}
		})
	}
}
