package huawei

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	postAssumeOIDC = "POST /v5/agencies/assume-with-oidc"
	providerURN    = "iam::0123456789abcdef0123456789abcdef:oidc-provider:builds"
)

func TestAssumeAgencyWithOIDC_request(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{postAssumeOIDC: {ok(string(fixture(t, "F32.json")))}})
	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("first.token\n"), 0o600))
	agency := AssumeAgencyWithOIDC(OIDCInput{ProviderURN: providerURN, AgencyURN: agencyURN, SessionName: "job", TokenFile: file,
		Duration: 2 * time.Hour, Policy: `{}`, PolicyIDs: []string{"p-1"}, Endpoint: "sts.example.com", Transport: s})
	c := ask(t, agency)
	assertKeys(t, c, "2", "dG9rZW4y", time.Date(2025, 2, 3, 5, 5, 6, 158_000_000, time.UTC))
	assert.Equal(t, "0123456789abcdef0123456789abcdef", c.AccountID)

	require.NoError(t, os.WriteFile(file, []byte("second.token"), 0o600))
	agency.(auth.Invalidator).Invalidate(c)
	ask(t, agency)
	require.Len(t, s.sent(), 2)
	first, second := s.sent()[0], s.sent()[1]
	assert.Equal(t, "sts.example.com", first.host)
	assert.JSONEq(t, `{"provider_urn":"`+providerURN+`","agency_urn":"`+agencyURN+`","agency_session_name":"job","id_token":"first.token",`+
		`"duration_seconds":7200,"policy":"{}","policy_ids":["p-1"]}`, first.body)
	assert.Contains(t, second.body, `"id_token":"second.token"`, "the provider reads the file for each exchange")
	for _, r := range s.sent() {
		assert.NotContains(t, r.header, "Authorization", "there is no access key to sign with")
		assert.NotContains(t, r.header, "X-Security-Token")
	}
}

func TestOIDCInput_check(t *testing.T) {
	t.Parallel()
	gives := func(token string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return token, nil }
	}
	for name, change := range map[string]func(*OIDCInput){
		"no provider":                         func(in *OIDCInput) { in.ProviderURN = "" },
		"a malformed provider":                func(in *OIDCInput) { in.ProviderURN = "iam::a :b" },
		"no agency":                           func(in *OIDCInput) { in.AgencyURN = "" },
		"no session name":                     func(in *OIDCInput) { in.SessionName = "" },
		"a session that is too short":         func(in *OIDCInput) { in.Duration = time.Minute },
		"a policy that is not JSON":           func(in *OIDCInput) { in.Policy = "allow all" },
		"an empty policy ID":                  func(in *OIDCInput) { in.PolicyIDs = []string{""} },
		"no token":                            func(in *OIDCInput) { in.Token = nil },
		"a file and a function for the token": func(in *OIDCInput) { in.TokenFile = "/token" },
		"an empty token":                      func(in *OIDCInput) { in.Token = gives("") },
		"a token of three bytes":              func(in *OIDCInput) { in.Token = gives("abc") },
		"a token of two words":                func(in *OIDCInput) { in.Token = gives(canaryIDToken + " " + canaryToken) },
		"a token without an end":              func(in *OIDCInput) { in.Token = gives(strings.Repeat("x", 20_001)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := OIDCInput{ProviderURN: providerURN, AgencyURN: agencyURN, SessionName: "job", Token: gives(canaryIDToken), Transport: newService(t, nil)}
			change(&in)
			_, err := AssumeAgencyWithOIDC(in).Credentials(t.Context())
			require.ErrorIs(t, err, auth.ErrInvalid)
			assert.True(t, strings.HasPrefix(err.Error(), "huawei: AssumeAgencyWithOIDC: "), err)
			assertNoCanary(t, err)
		})
	}
}

func TestAssumeAgencyWithOIDC_failures(t *testing.T) {
	t.Parallel()
	in := OIDCInput{ProviderURN: providerURN, AgencyURN: agencyURN, SessionName: "job"}
	t.Run("does not accept an invalid token", func(t *testing.T) {
		t.Parallel()
		in := in
		in.TokenFile = tokenFile(t)
		in.Transport = newService(t, map[string][]reply{postAssumeOIDC: {status(401, `{"error_code":"STS5.1","error_msg":"no: `+canaryIDToken+`"}`)}})
		_, err := AssumeAgencyWithOIDC(in).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrUnauthenticated)
		assert.ErrorContains(t, err, "check the identity provider, the agency's trust policy and the age of the ID token")
		assertNoCanary(t, err)
	})
	t.Run("reports a missing file", func(t *testing.T) {
		t.Parallel()
		in := in
		in.TokenFile, in.Transport = canaryIDToken, newService(t, nil)
		_, err := AssumeAgencyWithOIDC(in).Credentials(t.Context())
		require.ErrorIs(t, err, os.ErrNotExist)
		assertNoCanary(t, err)
	})
	t.Run("reports a failing function", func(t *testing.T) {
		t.Parallel()
		in, sealed := in, errors.New("sealed")
		in.Token, in.Transport = func(context.Context) (string, error) { return "", sealed }, newService(t, nil)
		_, err := AssumeAgencyWithOIDC(in).Credentials(t.Context())
		require.ErrorIs(t, err, sealed)
	})
}
