package huawei

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// profileChain returns a provider with a profile file of this text, and nothing else.
func profileChain(t testing.TB, text string) providerChain {
	t.Helper()
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".huaweicloud"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, ".huaweicloud", "credentials"), []byte(text), 0o644))
	return providerChain{identity: identity{getenv: env()}, home: func() (string, error) { return home, nil }}
}

func TestProviderChain_profile(t *testing.T) {
	t.Parallel()
	p := profileChain(t, "[global]\nak = AK\nsk = SK\ndomain_id = acme\niam_endpoint = iam.example.com")
	c, endpoint, err := p.profile(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "AK", AccessKeySecret: "SK", AccountID: "acme"}, c)
	assert.Equal(t, "iam.example.com", endpoint)

	other := filepath.Join(t.TempDir(), "other")
	require.NoError(t, os.WriteFile(other, []byte("[global]\nak = OTHER\nsk = SK\nsecurity_token = T"), 0o600))
	p.getenv = env(envProfile, other)
	c, endpoint, err = p.profile(t.Context())
	require.NoError(t, err)
	assert.Equal(t, auth.Credentials{AccessKeyID: "OTHER", AccessKeySecret: "SK", SecurityToken: "T"}, c)
	assert.Empty(t, endpoint)

	require.NoError(t, os.WriteFile(other, []byte("[global]\nak = NEW\nsk = SK"), 0o600))
	c, _, err = p.profile(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "NEW", c.AccessKeyID, "the provider reads the file anew")
}

// If the endpoint in the file is corrected, a running program uses it at once.
func TestDefaultProvider_correctedEndpoint(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	m := machine{profile: "[global]\nak = AK\nsk = SK\niam_endpoint = wrong.example.com", replies: map[string][]reply{
		getDomains: {
			status(404, ""), ok(string(fixture(t, "F30.json"))),
		}, getCaller: {status(403, "")},
	}}
	p, s := m.at(t, home)
	assert.Empty(t, ask(t, p).AccountID)
	corrected := strings.ReplaceAll(m.profile, "wrong", "iam")
	require.NoError(t, os.WriteFile(filepath.Join(home, ".huaweicloud", "credentials"), []byte(corrected), 0o600))
	assert.Equal(t, acme, ask(t, p).AccountID)
	assert.Equal(t, "iam.example.com", s.sent()[len(s.sent())-1].host)
}

func TestProviderChain_profile_withoutKeys(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	huge := profileChain(t, "[global]\nak = A\nsk = "+strings.Repeat("x", maxProfile))
	for name, c := range map[string]struct {
		p    providerChain
		want []string // parts of the error
		none bool     // a missing file is no failure
	}{
		"no home": {
			p: providerChain{
				identity: identity{getenv: env()},
				home:     func() (string, error) { return "", os.ErrNotExist },
			},
			none: true,
		},
		"no file": {
			p: providerChain{
				identity: identity{getenv: env()},
				home:     func() (string, error) { return empty, nil },
			},
			want: []string{"~/.huaweicloud/credentials"}, none: true,
		},
		"no file at the named path": {
			p: providerChain{
				identity: identity{getenv: env(envProfile, filepath.Join(empty, canarySecret))},
			},
			want: []string{envProfile}, none: true,
		},
		"a folder": {
			p:    providerChain{identity: identity{getenv: env(envProfile, empty)}},
			want: []string{envProfile},
		},
		"a file that is too large": {p: huge, want: []string{"1048576"}},
		"a file that cannot be read": {
			p:    profileChain(t, "[global]\n"+canarySecret),
			want: []string{"~/.huaweicloud/credentials", "line 2"},
		},
		"a key without its secret": {
			p: profileChain(t, "[global]\nak = "+canaryKey), want: []string{"set sk"},
			none: true,
		},
		"an identity provider without a token": {
			p: profileChain(t, "[global]\nidp_id = acme"), want: []string{"set id_token_file"},
			none: true,
		},
		"a token file without an identity provider": {
			p: profileChain(t, "[global]\nid_token_file = x"), want: []string{"set idp_id"},
			none: true,
		},
		"an ID token instead of a file": {
			p:    profileChain(t, "[global]\nidp_id = acme\nid_token_file = "+canaryIDToken),
			want: []string{"id_token_file"},
		},
		"an endpoint that is not secure": {
			p: profileChain(
				t,
				"[global]\niam_endpoint = http://iam.example.com\nidp_id = acme\nid_token_file = "+
					tokenFile(t),
			),
			want: []string{"IAM"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := c.p.profile(context.Background())
			require.Error(t, err)
			assert.Equal(t, c.none, strings.HasSuffix(err.Error(), auth.ErrNoCredentials.Error()), err)
			for _, want := range c.want {
				assert.Contains(t, err.Error(), want)
			}
			assertNoCanary(t, err)
		})
	}
}

// tokenFile writes a file with an ID token and returns its path.
func tokenFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(path, []byte(canaryIDToken+"\n"), 0o600))
	return path
}
