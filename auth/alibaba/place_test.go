package alibaba

import (
	"context"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A placeCase is one place in one state. A later place, the URI, has credentials. The chain
// returns those unless the case wants others, or the search must end.
type placeCase struct {
	name string
	machine
	want     string // the access key ID; "" means that of the URI
	reason   string // parts of the place's reason, separated by "; "
	ends     bool   // whether the search ends at the place
	requests []string
	is       error
}

const behind = "BEHIND"

func (c placeCase) run(t *testing.T) {
	t.Helper()
	env := map[string]string{envURI: "https://keys.example.com/path"}
	maps.Copy(env, c.env)
	c.env = env
	hosts := map[string][]reply{getURI: {ok(keysJSON(behind))}}
	maps.Copy(hosts, c.web)
	c.web = hosts
	p, w := c.chain(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		keys, err := p.Credentials(ctx)
		requests := w.whats()
		switch {
		case c.ends:
			require.ErrorIs(t, err, auth.ErrNoCredentials)
			assert.NotContains(t, requests, getURI, "the chain does not look for other credentials")
		case c.want == "":
			require.NoError(t, err)
			assert.Equal(t, behind, keys.AccessKeyID)
		default:
			require.NoError(t, err)
			assert.Equal(t, c.want, keys.AccessKeyID)
		}
		if c.requests != nil {
			assert.Equal(t, c.requests, requests)
		}
		if c.reason != "" {
			c.assertReason(t, p, w)
		}
	})
}

// assertReason searches once more without the later place.
func (c placeCase) assertReason(t *testing.T, p *providerChain, w *web) {
	t.Helper()
	w.replies[getURI] = nil
	c.assertReasonOnce(t, p)
}

func (c placeCase) assertReasonOnce(t *testing.T, p *providerChain) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := p.Credentials(ctx)
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.NotErrorIs(t, err, context.DeadlineExceeded)
	assertNoSecret(t, err)
	for part := range strings.SplitSeq(c.reason, "; ") {
		assert.Contains(t, err.Error(), part)
	}
	if c.is != nil {
		assert.ErrorIs(t, err, c.is)
	}
	for line := range strings.Lines(err.Error()) {
		assert.Less(t, len(line), 400)
	}
}

func runPlaces(t *testing.T, cases []placeCase) {
	t.Parallel()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
		})
	}
}

func TestProviderChain_environment(t *testing.T) {
	keys := func(id, secret string) machine {
		return machine{env: map[string]string{envKey: id, envSecret: secret}}
	}
	runPlaces(t, []placeCase{
		{name: "it is empty", reason: "environment: set " + envKey + " and " + envSecret},
		{name: "it has an access key", machine: keys("ENV", "SK"), want: "ENV", requests: nil},
		{name: "it ends with a line feed", machine: keys("ENV\n", "SK\r\n"), want: "ENV"},
		{
			name:    "it has half an access key",
			machine: keys("", secretKey), reason: "environment: set " + envKey,
		},
		{
			name:    "it has the other half of an access key",
			machine: keys("ENV", ""), reason: "environment: set " + envSecret,
		},
	})
}

// withOIDC returns a machine with the token of an identity provider.
func withOIDC(r ...reply) machine {
	return machine{
		env:   map[string]string{envRole: testRole, envOIDCProvider: testOIDC, envOIDCFile: "HOME/" + tokenPath},
		files: map[string]string{tokenPath: secretToken + "\n"},
		web:   map[string][]reply{postSTS: r},
	}
}

func TestProviderChain_oidc(t *testing.T) {
	noFile := withOIDC(ok(stsKeys("OIDC")))
	noFile.files = nil
	half := withOIDC(ok(stsKeys("OIDC")))
	delete(half.env, envOIDCProvider)
	direct := withOIDC(ok(stsKeys("OIDC")))
	direct.env[envOIDCToken], direct.files = secretToken, nil
	runPlaces(t, []placeCase{
		{
			name:   "nothing is set",
			reason: "OIDC: set " + envRole + " and " + envOIDCProvider + " and " + envOIDCFile,
		},
		{name: "a setting is missing", machine: half, reason: "OIDC: set " + envOIDCProvider},
		{
			name:    "it exchanges the token",
			machine: withOIDC(ok(stsKeys("OIDC"))), want: "OIDC", requests: []string{postSTS},
		},
		{name: "the token is in a variable", machine: direct, want: "OIDC"},
		{
			name:    "the file of the token does not exist",
			machine: noFile, reason: "OIDC: ; " + envOIDCFile + "; no such file",
		},
		{
			name: "STS refuses the token",
			machine: withOIDC(reply{
				status: 400,
				body: `{"Code":"AuthenticationFail.OIDCToken.Expired","Message":"the token ` +
					secretToken + ` is old"}`,
			}),
			reason: "OIDC: ; AuthenticationFail.OIDCToken.Expired", is: auth.ErrUnauthenticated,
		},
		{
			name:    "the response has no session",
			machine: withOIDC(ok(`{"Credentials":{"AccessKeySecret":"` + secretKey + `"}}`)),
			reason:  "OIDC: ; no temporary credentials", is: auth.ErrUnavailable,
		},
		{
			name:    "STS cannot be reached",
			machine: withOIDC(), reason: "OIDC: ; sts.aliyuncs.com; connection refused",
			is: auth.ErrUnavailable,
		},
		{
			name:    "STS hangs",
			machine: withOIDC(reply{hangs: true}),
			reason:  "OIDC: sts.aliyuncs.com did not respond within 6s", is: auth.ErrUnavailable,
		},
		{
			name:    "the transport panics",
			machine: withOIDC(reply{panics: "Token: " + secretToken}), reason: "OIDC: ",
		},
	})
}
