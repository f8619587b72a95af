package alibaba

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

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
