package huawei

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

func TestVerifier_Verify_malformed(t *testing.T) {
	t.Parallel()
	const mac = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, text := range map[string]string{
		"empty":                      "",
		"only the algorithm":         "SDK-HMAC-SHA256",
		"only the key":               "SDK-HMAC-SHA256 Access=A",
		"an empty key":               "SDK-HMAC-SHA256 Access=, SignedHeaders=x-sdk-date, Signature=" + mac,
		"a key with a comma":         "SDK-HMAC-SHA256 Access=A,B, SignedHeaders=x-sdk-date, Signature=" + mac,
		"no space after a comma":     "SDK-HMAC-SHA256 Access=A,SignedHeaders=x-sdk-date,Signature=" + mac,
		"two spaces":                 "SDK-HMAC-SHA256  Access=A, SignedHeaders=x-sdk-date, Signature=" + mac,
		"parts in another order":     "SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Access=A, Signature=" + mac,
		"no signed headers":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=, Signature=" + mac,
		"an empty name":              "SDK-HMAC-SHA256 Access=A, SignedHeaders=;x-sdk-date, Signature=" + mac,
		"a final semicolon":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;, Signature=" + mac,
		"an upper-case name":         "SDK-HMAC-SHA256 Access=A, SignedHeaders=X-Sdk-Date, Signature=" + mac,
		"a repeated name":            "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;x-sdk-date, Signature=" + mac,
		"names out of order":         "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date;host, Signature=" + mac,
		"a header that was not sent": "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-missing;x-sdk-date, Signature=" + mac,
		"an upper-case signature":    "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + strings.ToUpper(mac),
		"a short signature":          "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + mac[1:],
		"text after the signature":   "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=" + mac + ", x=y",
		"the other scheme":           "ACS3-HMAC-SHA256 Credential=A,SignedHeaders=x-sdk-date,Signature=" + mac,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
			req.Header.Set("Authorization", text)
			_, err := Verifier{}.Verify(req, nil, func(string) (auth.Credentials, bool) {
				assert.Fail(t, "a key was looked up for a malformed request")
				return auth.Credentials{}, false
			}, canonicaltest.Time)
			assert.Equal(t, auth.VerifyMalformed, canonicaltest.Reason(t, err))
		})
	}
}

func TestVerifier_Verify_dates(t *testing.T) {
	t.Parallel()
	for name, date := range map[string]string{
		"with a fraction": "20240102T030405.5Z",
		"with an offset":  "20240102T030405+00:00",
		"no date":         "yesterday",
		"empty":           "",
		"a 13th month":    "20241302T030405Z",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
			req.Header.Set("X-Sdk-Date", date)
			_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
			assert.Equal(t, auth.VerifyDate, canonicaltest.Reason(t, err))
		})
	}
}

func TestVerifier_Verify_error(t *testing.T) {
	t.Parallel()
	_, err := Verifier{}.Verify(&http.Request{URL: &url.URL{Path: "/"}}, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	require.Error(t, err)
	assert.True(t, strings.HasPrefix(err.Error(), "auth: Verify: "))
}

func TestVerifier_Verify_unsignedHeaders(t *testing.T) {
	t.Parallel()
	req := canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
	req.Header.Set("X-Sdk-Content-Sha256", canonical.Hash(nil))
	_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.Equal(t, auth.VerifyUnsignedHeader, canonicaltest.Reason(t, err), "a hash that is not signed")

	req = canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys)
	req.Header.Set("Authorization", strings.Replace(req.Header.Get("Authorization"), ";x-sdk-date", "", 1))
	_, err = Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.Equal(t, auth.VerifyUnsignedHeader, canonicaltest.Reason(t, err), "a date that is not signed")

	req = canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys, "X-Sdk-Content-Sha256", canonical.Hash([]byte("other")))
	_, err = Verifier{}.Verify(req, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.Equal(t, auth.VerifyBodyHash, canonicaltest.Reason(t, err), "a hash of another body")

	req = canonicaltest.SignedRequest(t, Signer{}, canonicaltest.Keys, "X-Sdk-Content-Sha256", unsignedPayload)
	_, err = Verifier{}.Verify(req, []byte("any"), canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
	assert.NoError(t, err, "an unsigned payload")
}

func TestVerifier_Verify_twoTokens(t *testing.T) {
	t.Parallel()
	keys := canonicaltest.Keys
	keys.SecurityToken = "token"
	req := canonicaltest.SignedRequest(t, Signer{SignedHeaders: []string{}}, keys)
	_, err := Verifier{}.Verify(req, nil, canonicaltest.Knows(keys), canonicaltest.Time)
	require.NoError(t, err)
	req.Header.Add("X-Security-Token", "another")
	_, err = Verifier{}.Verify(req, nil, canonicaltest.Knows(keys), canonicaltest.Time)
	assert.Equal(t, auth.VerifyToken, canonicaltest.Reason(t, err))
}

func FuzzVerifier(f *testing.F) {
	canonicaltest.FuzzVerify(f, Verifier{}, "X-Sdk-Date", vectors)
}
