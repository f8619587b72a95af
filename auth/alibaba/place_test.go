package alibaba

import (
	"context"
	"errors"
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

// withRole returns an instance with a role, and its metadata service.
func withRole(keys ...reply) machine {
	return machine{web: map[string][]reply{putToken: {ok("a-session")}, getRole: {ok("inviter\n")}, getKeys: keys}}
}

func TestProviderChain_instance(t *testing.T) {
	with := func(m machine, env map[string]string, hosts map[string][]reply) machine {
		web := maps.Clone(m.web)
		maps.Copy(web, hosts)
		return machine{env: env, web: web}
	}
	good := withRole(ok(keysJSON("ECS")))
	onlySessions := map[string]string{envNoMetadata1: "TRUE"}
	runPlaces(t, []placeCase{
		{
			name:   "there is no metadata service",
			reason: "instance metadata: no metadata service (100.100.100.200: ; connection refused",
		},
		{
			name:    "a role is attached",
			machine: good, want: "ECS", requests: []string{putToken, getRole, getKeys},
		},
		{
			name:    "a role is named",
			machine: with(good, map[string]string{envMetadata: "inviter"}, nil), want: "ECS",
			requests: []string{putToken, getKeys},
		},
		{
			name:     "a variable switches it off",
			machine:  with(good, map[string]string{envNoMetadata: "true"}, nil),
			reason:   "instance metadata: " + envNoMetadata + " skips it",
			requests: []string{getURI},
		},
		{
			name:    "the service has no sessions",
			machine: with(good, nil, map[string][]reply{putToken: {{status: 404}}}), want: "ECS",
		},
		{
			name:    "the service has no sessions, and a variable requires them",
			machine: with(good, onlySessions, map[string][]reply{putToken: {{status: 404}}}),
			reason:  "instance metadata: no session token: 100.100.100.200 responds with 404",
		},
		{
			name:    "the service refuses a session",
			machine: with(good, nil, map[string][]reply{getRole: {{status: 403}, ok("inviter")}}),
			want:    "ECS",
		},
		{
			name:    "the service refuses a session, and a variable requires it",
			machine: with(good, onlySessions, map[string][]reply{getRole: {{status: 403}}}),
			reason:  "instance metadata: 100.100.100.200 responds with 403",
		},
		{
			name:    "no role is attached",
			machine: with(good, nil, map[string][]reply{getRole: {{status: 404}}}),
			reason:  "instance metadata: ; attach a RAM role to this instance",
		},
		{
			name:    "the role has no name",
			machine: with(good, nil, map[string][]reply{getRole: {ok(" \n")}}),
			reason:  "instance metadata: ; attach one role",
		},
		{
			name:    "the service fails",
			machine: withRole(reply{status: 500, body: secretToken}),
			reason:  "instance metadata: 100.100.100.200 responds with 500",
			is:      auth.ErrUnavailable,
		},
		{
			name:    "the response is not JSON",
			machine: withRole(ok(secretToken)),
			reason:  "instance metadata: ; no temporary credentials",
		},
		{
			name:    "the response has no code",
			machine: withRole(ok(strings.Replace(keysJSON("ECS"), `"Code":"Success",`, "", 1))),
			want:    "ECS",
		},
		{
			name:    "the response has the code of a failure",
			machine: withRole(ok(strings.Replace(keysJSON("ECS"), "Success", "Failed", 1))),
			reason:  "instance metadata: ; reports that it has no credentials",
		},
		{
			name:    "the response has no expiry",
			machine: withRole(ok(strings.Replace(keysJSON("ECS"), "Expiration", "Expires", 1))),
			want:    "ECS",
		},
		{
			name:    "the service hangs",
			machine: withRole(reply{hangs: true}),
			reason:  "instance metadata: 100.100.100.200 did not respond within",
			is:      auth.ErrUnavailable,
		},
		{
			name:    "the session hangs, as with a limit of network hops",
			machine: with(good, nil, map[string][]reply{putToken: {{hangs: true}}}), want: "ECS",
		},
		{
			name:    "the transport panics",
			machine: withRole(reply{panics: secretToken}),
			reason:  "instance metadata: it panicked",
		},
	})
}

func TestProviderChain_credentialsURI(t *testing.T) {
	with := func(uri string, r ...reply) machine {
		return machine{env: map[string]string{envURI: uri}, web: map[string][]reply{getURI: r}}
	}
	t.Parallel()
	const uri = "https://keys.example.com/path?key=" + secretKey
	for _, c := range []placeCase{
		{name: "it is not set", machine: with(""), reason: "credentials URI: set " + envURI},
		{name: "it has credentials", machine: with(uri, ok(keysJSON("URI"))), want: "URI"},
		{
			name:    "it is not a URL",
			machine: with("keys/" + secretKey),
			reason:  "credentials URI: " + envURI + " is not an http or https URL",
			is:      auth.ErrInvalid,
		},
		{
			name:    "it fails",
			machine: with(uri, reply{status: 500, body: "not ready for " + secretKey}),
			reason: "credentials URI: " + envURI +
				": keys.example.com responds with 500: not ready",
			is: auth.ErrUnavailable,
		},
		{
			name: "it repeats the user",
			machine: with(
				"https://hunter2@keys.example.com/path", reply{status: 403, body: "no hunter2"},
			),
			reason: "keys.example.com responds with 403: no [removed]",
		},
		{
			name: "it repeats a part of its path",
			machine: machine{
				env: map[string]string{envURI: "https://keys.example.com/k/hunter2"},
				web: map[string][]reply{
					"GET keys.example.com/k/hunter2": {{status: 404, body: "no hunter2"}},
				},
			},
			reason: "keys.example.com responds with 404: no [removed]",
		},
		{
			name:    "it redirects",
			machine: with(uri, reply{status: 302}),
			reason:  "credentials URI: ; keys.example.com responds with 302",
		},
		{
			name: "it refuses",
			machine: with(
				uri,
				reply{status: 403, body: `{"Code":"NoPermission","Message":"You may not."}`},
			),
			reason: "responds with 403: NoPermission: You may not.", is: auth.ErrPermission,
		},
		{
			name:    "it returns half an access key",
			machine: with(uri, ok(`{"AccessKeyId":"URI","SecurityToken":"`+secretToken+`"}`)),
			reason:  "credentials URI: ; keys.example.com; no temporary credentials",
		},
		{
			name:    "its expiry has an offset",
			machine: with(uri, ok(strings.Replace(keysJSON("URI"), "05Z", "05+0000", 1))),
			want:    "URI",
		},
		{
			name:    "it cannot be reached",
			machine: with(uri),
			reason:  "credentials URI: " + envURI + ": keys.example.com: ; connection refused",
		},
		{
			name:    "its response is truncated",
			machine: with(uri, reply{err: errors.New("read tcp: " + secretKey)}),
			reason:  "credentials URI: ; keys.example.com",
		},
		{
			name:    "it hangs",
			machine: with(uri, reply{hangs: true}),
			reason:  "credentials URI: ; keys.example.com did not respond within 15s",
			is:      auth.ErrUnavailable,
		},
		{
			name:    "it responds without an end",
			machine: with(uri, ok(strings.Repeat("x", 1<<20))),
			reason:  "credentials URI: ; keys.example.com: the response is longer",
			is:      auth.ErrTooLarge,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, _ := c.chain(t)
			synctest.Test(t, func(t *testing.T) {
				if c.want == "" {
					c.assertReasonOnce(t, p)
					return
				}
				keys, err := p.Credentials(t.Context())
				require.NoError(t, err)
				assert.Equal(t, auth.Credentials{AccessKeyID: c.want, AccessKeySecret: secretKey, SecurityToken: secretToken, Expires: testExpiry}, keys)
			})
		})
	}
}
