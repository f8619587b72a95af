package huawei

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A machine is the environment of a test's provider.
type machine struct {
	env     []string
	profile string // the text of the file, or "" if there is none
	replies map[string][]reply
}

func (m machine) provider(t testing.TB) (*accountLookup, *service) {
	t.Helper()
	return m.at(t, t.TempDir())
}

// at returns the provider of a user with this home directory.
func (m machine) at(t testing.TB, home string) (*accountLookup, *service) {
	t.Helper()
	s := newService(t, m.replies)
	if m.profile != "" {
		require.NoError(t, os.Mkdir(filepath.Join(home, ".huaweicloud"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(home, ".huaweicloud", "credentials"), []byte(m.profile), 0o600))
	}
	return newDefaultProvider(providerChain{
		identity: identity{getenv: env(m.env...), link: s},
		home:     func() (string, error) { return home, nil },
		metadata: newMetadata(s),
		pod:      s,
	}).(*accountLookup), s
}

// nowhere is a network without a metadata service.
func nowhere() map[string][]reply {
	return map[string][]reply{putSession: {{err: errors.New("connect: no route to host")}}}
}

func TestDefaultProvider_order(t *testing.T) {
	t.Parallel()
	inEnv := []string{envNames.key, "ENV", envNames.secret, "SK\n", envNames.account, "acme"}
	inPod := []string{envPodURI, "http://127.0.0.1/v1/credentials", envPodToken, tokenFile(t)}
	const inFile = "[global]\nak = FILE\nsk = SK\ndomain_id = acme\n"
	server := map[string][]reply{putSession: {ok("session")}, getKeys: {ok(string(fixture(t, "F31.json")))}, getDomains: {ok(string(fixture(t, "F30.json")))}}
	pod := nowhere()
	pod[postPod] = []reply{ok(string(fixture(t, "F34.json")))}
	pod[getDomains] = server[getDomains]
	failing := map[string][]reply{putSession: {status(500, f29)}, postPod: pod[postPod], getDomains: server[getDomains]}
	for name, c := range map[string]struct {
		m     machine
		want  string
		asked []string
	}{
		"the environment": {m: machine{inEnv, inFile, server}, want: "ENV"},
		"the profile":     {m: machine{nil, inFile, server}, want: "FILE"},
		"the metadata service": {
			m: machine{nil, "", server}, want: "TMPAKEXAMPLE00000001",
			asked: []string{putSession, getKeys, getDomains},
		},
		"the pod identity": {
			m: machine{inPod, "", pod}, want: "TMPAKEXAMPLE00000003",
			asked: []string{putSession, postPod, getDomains},
		},
		"the next place if the profile cannot be read": {
			m: machine{nil, "[global]\nwhat", server}, want: "TMPAKEXAMPLE00000001",
			asked: []string{putSession, getKeys, getDomains},
		},
		"the next place if the metadata service fails": {
			m: machine{inPod, "", failing}, want: "TMPAKEXAMPLE00000003",
			asked: []string{putSession, postPod, getDomains},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := c.m
			replies := map[string][]reply{}
			for what, queue := range m.replies {
				replies[what] = queue
			}
			m.replies = replies
			p, s := m.provider(t)
			got := ask(t, p)
			assert.Equal(t, c.want, got.AccessKeyID)
			if c.asked == nil {
				assert.Equal(t, "acme", got.AccountID)
			} else {
				assert.Equal(t, acme, got.AccountID)
			}
			assert.Equal(t, c.asked, s.whats())
		})
	}
}

func TestDefaultProvider_environment(t *testing.T) {
	t.Parallel()
	p, s := machine{replies: nowhere()}.provider(t)
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	for _, what := range []string{"environment", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "profile", "instance metadata", "pod identity"} {
		assert.Contains(t, err.Error(), what)
	}

	set := func(pairs ...string) *accountLookup {
		p, _ := machine{env: pairs, replies: nowhere()}.provider(t)
		return p
	}
	_, err = set(envNames.secret, canarySecret).Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_AK")
	assert.NotContains(t, err.Error(), "HUAWEICLOUD_SDK_SK", "the error names only missing settings")
	assertNoCanary(t, err)

	got := ask(t, set(envNames.key, "AK\n", envNames.secret, "SK", envNames.token, "T", envNames.account, "D"))
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", SecurityToken: "T", AccountID: "D"}, got)
	assert.Equal(t, []string{putSession}, s.whats())
}

func TestDefaultProvider_failures(t *testing.T) {
	t.Parallel()
	m := machine{
		env:     []string{envNames.provider, "idp-1", envNames.idToken, filepath.Join(t.TempDir(), canaryIDToken), envPodURI, "http://example.com/"},
		profile: "[global]\nsk = a\n" + canarySecret,
		replies: map[string][]reply{putSession: {ok(canaryToken)}, getKeys: {status(500, canaryToken)}},
	}
	p, _ := m.provider(t)
	_, err := p.Credentials(t.Context())
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	require.ErrorIs(t, err, auth.ErrUnavailable)
	for _, what := range []string{envNames.idToken, "line 3", "500", envPodURI} {
		assert.Contains(t, err.Error(), what)
	}
	assertNoCanary(t, err, p)
}

func TestDefaultProvider_profileEndpoint(t *testing.T) {
	t.Parallel()
	m := machine{profile: "[global]\nak = AK\nsk = SK\niam_endpoint = iam.example.com\n", replies: map[string][]reply{getDomains: {ok(string(fixture(t, "F30.json")))}}}
	p, s := m.provider(t)
	assert.Equal(t, acme, ask(t, p).AccountID)
	require.Len(t, s.sent(), 1)
	assert.Equal(t, "iam.example.com", s.sent()[0].host)
}

func TestDefaultProvider_context(t *testing.T) {
	t.Parallel()
	p, s := machine{replies: map[string][]reply{putSession: {{hangs: true}}}}.provider(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := p.Credentials(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(start))
	})
	assert.Equal(t, []string{putSession}, s.whats())
}

func TestDefaultProvider_none(t *testing.T) {
	t.Parallel()
	p, _ := machine{replies: nowhere()}.provider(t)
	s := newService(t, nil)
	err := call(t, newClient(t, p, s))
	require.ErrorIs(t, err, auth.ErrNoCredentials)
	assert.Contains(t, err.Error(), "HUAWEICLOUD_SDK_AK")
	assert.Empty(t, s.sent())
}

// A client asks the metadata service each time its credentials expire, and not more often.
func TestDefaultProvider_renewal(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		keys := func(life time.Duration) reply {
			return ok(`{"credential":{"access":"AK","secret":"SK","securitytoken":"T","expires_at":"` +
				time.Now().Add(life).UTC().Format("2006-01-02T15:04:05.000000Z") + `"}}`)
		}
		local := newService(t, map[string][]reply{putSession: {ok("session")}, getKeys: {keys(2 * time.Hour), status(500, ""), keys(4 * time.Hour)}})
		iam := newService(t, map[string][]reply{getDomains: {ok(`{"domains":[{"id":"acme"}]}`)}})
		remote := newService(t, map[string][]reply{"GET /": {ok("{}")}})
		c := newClient(t, newDefaultProvider(providerChain{
			identity: identity{getenv: env(), link: iam}, home: func() (string, error) { return home, nil },
			metadata: newMetadata(local), pod: local,
		}), remote)
		for range 4 * 60 {
			require.NoError(t, call(t, c))
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		assert.Equal(t, []string{putSession, getKeys, getKeys, getKeys}, local.whats()[:4], "the client survives a failed look-up")
		assert.LessOrEqual(t, len(local.sent()), 10)
		assert.Len(t, iam.sent(), 1)
		assert.Equal(t, "acme", remote.sent()[0].header.Get("X-Domain-Id"))
	})
}

// After a place has returned credentials, no fault of it makes the chain return another
// identity.
func TestDefaultProvider_identity(t *testing.T) {
	t.Parallel()
	const inFile = "[global]\nak = FILE\nsk = SK\ndomain_id = acme\n"
	for _, c := range []struct{ name, damaged, reason string }{
		{name: "a profile is half written", damaged: inFile[:20], reason: "line 3: it is neither"},
		{name: "a profile is emptied", damaged: "", reason: "there is no section"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			server := map[string][]reply{putSession: {ok("session")}, getKeys: {ok(string(fixture(t, "F31.json")))}, getDomains: {ok(string(fixture(t, "F30.json")))}}
			p, s := machine{profile: inFile, replies: server}.at(t, home)
			assert.Equal(t, "FILE", ask(t, p).AccessKeyID)
			path := filepath.Join(home, ".huaweicloud", "credentials")
			require.NoError(t, os.WriteFile(path, []byte(c.damaged), 0o600))
			for _, provider := range []auth.Provider{p, p.ForEndpoint("https://organizations.example.com")} {
				_, err := provider.Credentials(t.Context())
				require.ErrorIs(t, err, auth.ErrNoCredentials)
				assert.ErrorContains(t, err, c.reason)
			}
			assert.Empty(t, s.whats())
			require.NoError(t, os.WriteFile(path, []byte(inFile), 0o600))
			assert.Equal(t, "FILE", ask(t, p).AccessKeyID)
		})
	}
}
