package huaweiorgtest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

const (
	idToken     = "eyJhbGciOiJSUzI1NiIs.payload.signature"
	providerURN = "iam::0123456789abcdef0123456789abcdef:oidc-provider:builds"
)

// running is a party whose clock is that of the providers, which runs.
func running(opts ...huaweiorgtest.Option) (s *huaweiorgtest.Service, root, guest huaweiorgtest.Account) {
	return party(append(opts, huaweiorgtest.WithClock(time.Now))...)
}

func agencyOf(a huaweiorgtest.Account) string { return "iam::" + a.ID + ":agency:inviter" }

// unsigned sends a request without a signature. It replaces ROOT in the body by the account ID.
func unsigned(t *testing.T, s *huaweiorgtest.Service, path, body, root string, header http.Header) wireResponse {
	t.Helper()
	body = strings.ReplaceAll(body, "ROOT", root)
	req, err := http.NewRequest(http.MethodPost, "https://iam.myhuaweicloud.com"+path, strings.NewReader(body))
	require.NoError(t, err)
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := s.RoundTripper().RoundTrip(req)
	return read(t, resp, err)
}

const (
	tokensPath     = "/v3.0/OS-AUTH/id-token/tokens"
	securityTokens = "/v3.0/OS-CREDENTIAL/securitytokens"
)

// signIn exchanges an ID token, and returns the token of IAM.
func signIn(t *testing.T, s *huaweiorgtest.Service, provider, token string) (wireResponse, string) {
	t.Helper()
	got := unsigned(t, s, tokensPath, `{"auth":{"id_token":{"id":"`+token+`"}}}`, "", http.Header{"X-Idp-Id": {provider}})
	return got, got.header.Get("X-Subject-Token")
}

func exchange(t *testing.T, s *huaweiorgtest.Service, token, seconds string) wireResponse {
	t.Helper()
	return unsigned(t, s, securityTokens, `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+token+`","duration_seconds":`+seconds+`}}}}`, "", nil)
}
