package huawei

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	postIDToken = "POST /v3.0/OS-AUTH/id-token/tokens"
	postKeys    = "POST /v3.0/OS-CREDENTIAL/securitytokens"
)

// subject is a valid response to an ID token.
func subject(token string) reply {
	return reply{status: 201, body: `{"token":{}}`, header: http.Header{"X-Subject-Token": {token}}}
}

func TestFederation_first(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{postIDToken: {subject(canaryToken)}, postKeys: {status(201, string(fixture(t, "F31.json")))}})
	i := identity{link: s, getenv: env(
		envNames.key, canaryKey, envNames.secret, canarySecret, envNames.account, "acme",
		envNames.provider, "idp-1", envNames.idToken, tokenFile(t), envIAM, "iam.example.com")}
	c, endpoint, err := i.configured(t.Context(), envNames, i.env)
	require.NoError(t, err)
	assert.Equal(t, "acme", c.AccountID)
	assert.Equal(t, "iam.example.com", endpoint)
	assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)

	require.Equal(t, []string{postIDToken, postKeys}, s.whats())
	first, second := s.sent()[0], s.sent()[1]
	assert.Equal(t, "iam.example.com", first.host)
	assert.Equal(t, "idp-1", first.header.Get("X-Idp-Id"))
	assert.JSONEq(t, `{"auth":{"id_token":{"id":"`+canaryIDToken+`"}}}`, first.body)
	assert.JSONEq(t, `{"auth":{"identity":{"methods":["token"],"token":{"id":"`+canaryToken+`","duration_seconds":21600}}}}`, second.body)
	for _, r := range s.sent() {
		assert.NotContains(t, r.header, "Authorization", "there is no access key to sign with")
	}
}

func TestFederation_profile(t *testing.T) {
	t.Parallel()
	p := profileChain(t, "[global]\nak = "+canaryKey+"\nsk = x\niam_endpoint = https://iam.profile.example.com/prefix\nidp_id = idp-1\nid_token_file = "+tokenFile(t))
	s := newService(t, map[string][]reply{"POST /prefix/v3.0/OS-AUTH/id-token/tokens": {subject("token")}, "POST /prefix/v3.0/OS-CREDENTIAL/securitytokens": {ok(string(fixture(t, "F31.json")))}})
	p.link = s
	p.getenv = env(envIAM, "https://iam.environment.example.com")
	c, endpoint, err := p.profile(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "TMPAKEXAMPLE00000001", c.AccessKeyID)
	assert.Equal(t, "https://iam.profile.example.com/prefix", endpoint)
	assert.Equal(t, "iam.profile.example.com", s.sent()[0].host, "the endpoint of the profile comes first")
}

func TestFederation_failures(t *testing.T) {
	t.Parallel()
	unknown := status(401, f25)
	file := tokenFile(t)
	for name, c := range map[string]struct {
		first, second reply
		want          error // nil means any
	}{
		"the ID token is not accepted": {first: unknown, want: auth.ErrUnauthenticated},
		"IAM repeats the ID token": {
			first: status(400, `{"error":{"code":400,"message":"bad token: `+canaryIDToken+`"}}`),
			want:  auth.ErrInvalid,
		},
		"IAM repeats a part of the ID token": {
			first: status(400, `cannot decode '`+canaryIDToken[25:50]+`'`),
			want:  auth.ErrInvalid,
		},
		"the response has no token": {first: ok(`{"token":{}}`)},
		"the response is redirected": {
			first: reply{
				status: 302, header: http.Header{"Location": {"https://elsewhere.example.com/"}},
			},
		},
		"the token is not accepted": {
			first: subject(canaryToken), second: unknown, want: auth.ErrUnauthenticated,
		},
		"IAM repeats the token": {
			first:  subject(canaryToken),
			second: status(403, `{"error_code":"IAM.0011","error_msg":"`+canaryToken+` may not"}`),
			want:   auth.ErrPermission,
		},
		"the response has no credentials": {
			first: subject(canaryToken),
			second: ok(`{"credential":{"access":"` + canaryKey + `","secret":"` + canarySecret +
				`"}}`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, map[string][]reply{postIDToken: {c.first}, postKeys: {c.second}})
			i := identity{link: s, getenv: env(envNames.key, canaryKey, envNames.secret, canarySecret, envNames.provider, "idp-1", envNames.idToken, file)}
			got, _, err := i.configured(t.Context(), envNames, i.env)
			require.Error(t, err, "the access key does not replace the ID token")
			assert.Zero(t, got)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assertNoCanary(t, err)
		})
	}
}

func TestFederation_retries(t *testing.T) {
	t.Parallel()
	file := tokenFile(t)
	synctest.Test(t, func(t *testing.T) {
		s := newService(t, map[string][]reply{postIDToken: {status(503, f29), subject("token")}, postKeys: {{hangs: true}, ok(string(fixture(t, "F31.json")))}})
		start := time.Now()
		i := identity{link: s, getenv: env()}
		_, err := federation{identity: i, provider: "idp-1", file: file}.credentials(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{postIDToken, postIDToken, postKeys, postKeys}, s.whats())
		assert.Less(t, time.Since(start), 10*time.Second)
	})
}
