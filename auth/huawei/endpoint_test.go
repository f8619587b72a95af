package huawei

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const ownSite = "https://organizations.example.com"

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]string{
		"":                                "",
		"iam.example.com":                 "https://iam.example.com",
		"https://iam.example.com":         "https://iam.example.com",
		"https://iam.example.com/":        "https://iam.example.com",
		"https://iam.example.com/v3":      "https://iam.example.com",
		"https://iam.example.com/v3/":     "https://iam.example.com",
		"https://iam.example.com/v3.0":    "https://iam.example.com",
		"iam.example.com/v3.0//":          "https://iam.example.com",
		"https://sts.example.com/v5":      "https://sts.example.com",
		" https://iam.example.com/v3\n":   "https://iam.example.com",
		" ":                               "",
		"https://example.com/iam/v3":      "https://example.com/iam",
		"https://example.com/iam-v3":      "https://example.com/iam-v3",
		"http://127.0.0.1:8080/prefix/":   "http://127.0.0.1:8080/prefix",
		"https://":                        "https://",
		"https://iam.example.com/v3/auth": "https://iam.example.com/v3/auth",
	} {
		assert.Equal(t, want, baseURL(endpoint), endpoint)
	}
}

// The version at the end of an endpoint is ignored, wherever the endpoint is set.
func TestDefaultProvider_version(t *testing.T) {
	t.Parallel()
	const endpoint = "https://iam.example.com/v3"
	keys := []string{envNames.key, "AK", envNames.secret, "SK"}
	for name, c := range map[string]struct {
		m    machine
		with string
	}{
		"in the environment": {m: machine{env: append([]string{envIAM, endpoint}, keys...)}},
		"in the profile": {
			m: machine{profile: "[global]\nak = AK\nsk = SK\niam_endpoint = " + endpoint + ".0/"},
		},
		"in an option": {m: machine{env: keys}, with: endpoint + "/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.m.replies = map[string][]reply{getDomains: {ok(string(fixture(t, "F30.json")))}}
			p, s := c.m.provider(t)
			WithIAMEndpoint(c.with)(&p.identity)
			assert.Equal(t, acme, ask(t, p).AccountID)
			assert.Equal(t, "iam.example.com", s.sent()[0].host)
		})
	}
}

func TestIsPublic(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]bool{
		"https://organizations.myhuaweicloud.com":      true,
		"https://STS.cn-north-4.MyHuaweiCloud.com:443": true,
		"https://myhuaweicloud.com/":                   true,
		"https://organizations.myhuaweicloud.eu":       false,
		"https://notmyhuaweicloud.com":                 false,
		"https://myhuaweicloud.com.example.com":        false,
		"http://127.0.0.1:8080":                        false,
		"https://%":                                    false,
		"":                                             false,
	} {
		assert.Equal(t, want, isPublic(endpoint), endpoint)
	}
}

// TestLookupAccountID_ForEndpoint checks which IAM the provider asks for a client of the public
// site and of another site.
func TestLookupAccountID_ForEndpoint(t *testing.T) {
	t.Parallel()
	known := map[string][]reply{getDomains: {ok(string(fixture(t, "F30.json")))}, getCaller: {ok(string(fixture(t, "F33.json")))}}
	keys := auth.Static("AK", "SK", "")
	t.Run("a client of the public site asks the public IAM", func(t *testing.T) {
		t.Parallel()
		l := lookupOver(newService(t, known), keys)
		assert.Nil(t, l.ForEndpoint("https://organizations.myhuaweicloud.com"))
	})
	t.Run("a client of another site does not, and the hint says why", func(t *testing.T) {
		t.Parallel()
		l := lookupOver(newService(t, nil), keys).ForEndpoint(ownSite)
		assert.Empty(t, ask(t, l).AccountID)
		assert.Contains(t, l.(auth.Hinter).Hint(), "set HUAWEICLOUD_SDK_DOMAIN_ID or HUAWEICLOUD_SDK_IAM_ENDPOINT")
	})
	t.Run("a client of another site asks only its own IAM", func(t *testing.T) {
		t.Parallel()
		s := newService(t, map[string][]reply{getDomains: {status(403, "")}})
		l := lookupOver(s, keys)
		l.getenv = env(envIAM, "iam.example.com")
		own := l.ForEndpoint(ownSite)
		assert.Empty(t, ask(t, own).AccountID)
		require.Equal(t, []string{getDomains}, s.whats(), "the provider does not ask the public STS")
		assert.Equal(t, "iam.example.com", s.sent()[0].host)
		assert.Contains(t, own.(auth.Hinter).Hint(), "iam:users:getUser")
	})
	t.Run("the hint names no setting that is set, and no permission for a service that is not asked", func(t *testing.T) {
		t.Parallel()
		const set, unknown = "looked up: set HUAWEICLOUD_SDK_DOMAIN_ID (", "looked up: the access key is not accepted ("
		iam, sts := WithIAMEndpoint("iam.example.com"), WithSTSEndpoint("sts.example.com")
		for name, c := range map[string]struct {
			own      Option
			response reply
			want     string
		}{
			"IAM has no such API":           {own: iam, response: status(404, f29), want: set},
			"IAM is not available":          {own: iam, response: status(500, ""), want: set},
			"IAM does not know the session": {own: iam, response: status(401, f25), want: unknown},
			"STS does not know the session": {own: sts, response: status(401, f25), want: unknown},
			"STS refuses": {
				own: sts, response: status(403, ""),
				want: "looked up: set HUAWEICLOUD_SDK_DOMAIN_ID or HUAWEICLOUD_SDK_IAM_ENDPOINT (",
			},
		} {
			synctest.Test(t, func(t *testing.T) {
				s := newService(t, map[string][]reply{getDomains: {c.response}, getCaller: {c.response}})
				l := lookupOver(s, keysOf("AK"))
				c.own(&l.identity)
				own := l.ForEndpoint(ownSite)
				assert.Empty(t, ask(t, own).AccountID)
				assert.Contains(t, own.(auth.Hinter).Hint(), c.want, name)
				assert.Contains(t, own.(auth.Hinter).Hint(), errElsewhere.Error(), name)
			})
		}
	})
	t.Run("a client of another site asks only its own STS", func(t *testing.T) {
		t.Parallel()
		s := newService(t, known)
		l := lookupOver(s, keys)
		WithSTSEndpoint("sts.example.com")(&l.identity)
		assert.Equal(t, acme, ask(t, l.ForEndpoint(ownSite)).AccountID)
		require.Equal(t, []string{getCaller}, s.whats())
		assert.Equal(t, "sts.example.com", s.sent()[0].host)
	})
	t.Run("the provider does not send an ID token to the public IAM", func(t *testing.T) {
		t.Parallel()
		m := machine{env: []string{envNames.provider, "idp", envNames.idToken, tokenFile(t)}, replies: nowhere()}
		p, s := m.provider(t)
		_, err := p.ForEndpoint(ownSite).Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials)
		assert.Contains(t, err.Error(), "environment: IAM: not asked, since the client's endpoint is not of myhuaweicloud.com: set HUAWEICLOUD_SDK_IAM_ENDPOINT")
		assert.Equal(t, []string{putSession}, s.whats())
	})
	t.Run("a look-up passes the endpoint on to its provider", func(t *testing.T) {
		t.Parallel()
		m := machine{profile: "[global]\nak = AK\nsk = SK"}
		p, s := m.provider(t)
		outer := LookupAccountID(auth.Cache(p, 0), WithTransport(s))
		assert.Empty(t, ask(t, outer.(auth.EndpointProvider).ForEndpoint(ownSite)).AccountID)
		assert.Empty(t, s.sent())
	})
}

// Two clients of different sites share one cache of credentials, in any order.
func TestDefaultProvider_twoSites(t *testing.T) {
	t.Parallel()
	for name, order := range map[string][]string{
		"the public one first":  {"https://organizations.myhuaweicloud.com", ownSite},
		"the private one first": {ownSite, "https://organizations.myhuaweicloud.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := machine{profile: "[global]\nak = AK\nsk = SK", replies: map[string][]reply{getDomains: {ok(string(fixture(t, "F30.json")))}}}
			p, s := m.provider(t)
			shared := auth.Cache(p, 0)
			remote := newService(t, map[string][]reply{"GET /": {ok("{}")}})
			for range 2 {
				for _, endpoint := range order {
					c, err := auth.NewClient(auth.Config{Base: remote, Endpoint: endpoint, Provider: shared, Signer: Signer{}, Classify: classifier(hint{})})
					require.NoError(t, err)
					require.NoError(t, call(t, c))
				}
			}
			for _, r := range remote.sent() {
				want := ""
				if r.host == "organizations.myhuaweicloud.com" {
					want = acme
				}
				assert.Equal(t, want, r.header.Get("X-Domain-Id"), r.host)
			}
			assert.Equal(t, []string{getDomains}, s.whats(), "one look-up, for the public site")
		})
	}
}

// One process serves two private sites with one provider for each.
func TestWithIAMEndpoint_twoSites(t *testing.T) {
	t.Parallel()
	s := newService(t, map[string][]reply{getDomains: {status(403, "")}, getCaller: {ok(string(fixture(t, "F33.json")))}})
	remote := newService(t, map[string][]reply{"GET /": {ok("{}")}})
	for _, site := range []string{"one.example.com", "two.example.com"} {
		p := LookupAccountID(auth.Static("AK", "SK", ""), WithIAMEndpoint("https://iam."+site+"/v3"), WithSTSEndpoint("https://sts."+site), WithTransport(s))
		c, err := auth.NewClient(auth.Config{Base: remote, Endpoint: "https://organizations." + site, Provider: p, Signer: Signer{}, Classify: classifier(hint{})})
		require.NoError(t, err)
		require.NoError(t, call(t, c))
	}
	var hosts []string
	for _, r := range s.sent() {
		hosts = append(hosts, r.host)
	}
	assert.Equal(t, []string{"iam.one.example.com", "sts.one.example.com", "iam.two.example.com", "sts.two.example.com"}, hosts)
	assert.Equal(t, acme, remote.sent()[1].header.Get("X-Domain-Id"))
}

// If credentials have no account ID, the provider takes the one in the environment.
func TestDefaultProvider_accountOfTheEnvironment(t *testing.T) {
	t.Parallel()
	pod := []string{envPodURI, "http://127.0.0.1/v1/credentials", envPodToken, tokenFile(t)}
	atPod := nowhere()
	atPod[postPod] = []reply{ok(string(fixture(t, "F34.json")))}
	for name, m := range map[string]machine{
		"the profile": {profile: "[global]\nak = AK\nsk = SK"},
		"the metadata service": {
			replies: map[string][]reply{
				putSession: {ok("session")}, getKeys: {ok(string(fixture(t, "F31.json")))},
			},
		},
		"the pod identity": {env: pod, replies: atPod},
		"an ID token": {profile: "[global]\nidp_id = idp\nid_token_file = " + tokenFile(t),
			replies: map[string][]reply{
				postIDToken: {subject("token")}, postKeys: {ok(string(fixture(t, "F31.json")))},
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m.env = append([]string{envNames.account, "of-the-environment\n"}, m.env...)
			p, _ := m.provider(t)
			assert.Equal(t, "of-the-environment", ask(t, p).AccountID)
			assert.Empty(t, p.Hint())
		})
	}
	t.Run("a look-up takes the account ID of the environment", func(t *testing.T) {
		t.Parallel()
		l := lookupOver(newService(t, nil), keysOf("AK"))
		l.getenv = env(envNames.account, "of-the-environment")
		assert.Equal(t, "of-the-environment", ask(t, l).AccountID)
	})
	t.Run("the account ID of a place comes before that of the environment", func(t *testing.T) {
		t.Parallel()
		p, _ := machine{env: []string{envNames.account, "other"}, profile: "[global]\nak = AK\nsk = SK\ndomain_id = own"}.provider(t)
		assert.Equal(t, "own", ask(t, p).AccountID)
	})
}

func TestWithoutMetadata(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"true", "TRUE\n", "1"} {
		p, s := machine{env: []string{envWithoutMetadata, value}}.provider(t)
		_, err := p.Credentials(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials)
		assert.Empty(t, s.sent(), value)
	}
	p, s := machine{}.provider(t)
	WithoutMetadata()(&p.source.(*providerChain).identity)
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Empty(t, s.sent())
	p, s = machine{env: []string{envWithoutMetadata, "false"}, replies: map[string][]reply{putSession: {{err: errors.New("no route")}}}}.provider(t)
	_, err = p.Credentials(t.Context())
	require.Error(t, err)
	assert.Equal(t, []string{putSession}, s.whats())
}
