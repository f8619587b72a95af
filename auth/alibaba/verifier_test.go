package alibaba

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

func TestVerifier_Verify_unsignedHeaders(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Content-Type", "X-Acs-Extra", "x-acs-lower"} {
		req := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
		req.Header[name] = []string{"x"}
		_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
		assert.Equal(t, auth.VerifyUnsignedHeader, canonicaltest.Reason(t, err), name)
	}
	for _, name := range []string{"Host", "X-Acs-Action", "X-Acs-Content-Sha256", "X-Acs-Date", "X-Acs-Signature-Nonce", "X-Acs-Version"} {
		req := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
		req.Header.Set("Authorization", strings.Replace(req.Header.Get("Authorization"), strings.ToLower(name)+";", "", 1))
		req.Header.Set("Authorization", strings.Replace(req.Header.Get("Authorization"), ";"+strings.ToLower(name)+",", ",", 1))
		_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
		assert.Equal(t, auth.VerifyUnsignedHeader, canonicaltest.Reason(t, err), name+" is not signed")
	}
	req := canonicaltest.SignedRequest(t, Signer{Nonce: func() string { return "" }}, canonicaltest.Keys)
	_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.Equal(t, auth.VerifyUnsignedHeader, canonicaltest.Reason(t, err), "no nonce")
}

func FuzzVerifier(f *testing.F) {
	canonicaltest.FuzzVerify(f, Verifier{}, "x-acs-date", vectors)
}
