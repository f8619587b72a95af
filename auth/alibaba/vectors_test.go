package alibaba

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

const vectors = "testdata/acs3_hmac_sha256.json"

func TestSigner_Sign_official(t *testing.T) {
	t.Parallel()
	for _, v := range canonicaltest.ReadVectors(t, vectors) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			now := v.Date(t, "X-Acs-Date", dateLayout)
			req := v.Request(t, "X-Acs-Date", "X-Acs-Signature-Nonce", "X-Acs-Content-Sha256", "X-Acs-Security-Token")
			signer := Signer{Nonce: func() string { return v.Headers["x-acs-signature-nonce"] }}
			require.NoError(t, signer.Sign(req, []byte(v.Body), v.Keys(), now))
			if v.Reproduced {
				v.AssertSigned(t, scheme, req, "")
			} else {
				require.Equal(t, "query-key-bracket", v.Name, "every deviation needs an assertion of its own")
				assertNamesUnescaped(t, v, req)
			}
			canonicaltest.AssertVerifies(t, scheme, Verifier{}, req, v.Body, v.Keys(), now)
		})
	}
}

// assertNamesUnescaped checks the only reason why the peer's signature differs: the peer put
// the names of the query into the canonical request without encoding them.
func assertNamesUnescaped(t *testing.T, v canonicaltest.Vector, req *http.Request) {
	t.Helper()
	require.Equal(t, "filter%5Bstatus%5D=Pending", req.URL.RawQuery)
	ours, _ := canonicaltest.Texts(t, scheme, req, v.Body, "")
	theirs := strings.Replace(ours, "filter%5Bstatus%5D=", "filter[status]=", 1)
	signature := scheme.Signature([]byte(theirs), "", v.SecretKey)
	prefix, _, _ := strings.Cut(req.Header.Get("Authorization"), "Signature=")
	assert.Equal(t, v.Authorization, prefix+"Signature="+string(signature[:]))
	assert.NotEqual(t, v.Authorization, req.Header.Get("Authorization"))
}
