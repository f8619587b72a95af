package huawei

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

const vectors = "testdata/sdk_hmac_sha256.json"

func TestSigner_Sign_official(t *testing.T) {
	t.Parallel()
	for _, v := range canonicaltest.ReadVectors(t, vectors) {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			require.True(t, v.Reproduced, "every deviation needs an assertion of its own")
			now := v.Date(t, "X-Sdk-Date", dateLayout)
			req := v.Request(t, "X-Sdk-Date", "X-Security-Token")
			require.NoError(t, Signer{SignedHeaders: v.SignedHeaders}.Sign(req, []byte(v.Body), v.Keys(), now))
			v.AssertSigned(t, scheme, req, now.UTC().Format(dateLayout))
			canonicaltest.AssertVerifies(t, scheme, Verifier{}, req, v.Body, v.Keys(), now)
		})
	}
}
