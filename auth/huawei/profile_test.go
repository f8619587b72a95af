package huawei

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

var goodProfiles = []struct {
	name, text string
	want       map[string]string
}{
	{name: "a key pair", text: "[global]\nak = AK\nsk = SK\n", want: map[string]string{"ak": "AK", "sk": "SK"}},
	{name: "everything", text: "[global]\nak=a\nsk=s\nsecurity_token=t\ndomain_id=d\niam_endpoint=https://iam.example.com\nidp_id=i\nid_token_file=/f",
		want: map[string]string{"ak": "a", "sk": "s", "security_token": "t", "domain_id": "d", "iam_endpoint": "https://iam.example.com", "idp_id": "i", "id_token_file": "/f"}},
	{name: "a byte order mark and CR LF", text: "\uFEFF[global]\r\nak = AK\r\n\r\nsk = SK\r\n", want: map[string]string{"ak": "AK", "sk": "SK"}},
	{name: "comments", text: "# one\n; two\n [global] # three\n\t# four\nak = AK ; five\nsk = S#K;x\t# six", want: map[string]string{"ak": "AK", "sk": "S#K;x"}},
	{name: "other sections", text: "ak = top\n[basic]\nak = basic\nwhat is this\n[global]\nak = AK\n[ other ]\nsk = other\n", want: map[string]string{"ak": "AK"}},
	{name: "a section in two parts", text: "[global]\nak = AK\n[basic]\nak = B\n[global]\nsk = SK", want: map[string]string{"ak": "AK", "sk": "SK"}},
	{name: "quotes", text: "[global]\nak = 'A # K'\nsk = \"it's\" # sure\nidp_id = \"\"", want: map[string]string{"ak": "A # K", "sk": "it's", "idp_id": ""}},
	{name: "colons and equals signs", text: "[global]\nak: A=K\nsk = a:b==", want: map[string]string{"ak": "A=K", "sk": "a:b=="}},
	{name: "an empty section", text: "[global]", want: map[string]string{}},
	{name: "an empty value", text: "[global]\nak =\nsk = # none", want: map[string]string{"ak": "", "sk": ""}},
}

var badProfiles = []struct {
	name, text string
	line       string
}{
	{name: "no section", text: "ak = CanarySecret\n"},
	{name: "nothing"},
	{name: "another section only", text: "[default]\nsk = CanarySecret"},
	{name: "a section that is not closed", text: "[global\nsk = CanarySecret", line: "line 1: "},
	{name: "a section with something behind", text: "[global] CanarySecret", line: "line 1: "},
	{name: "a line without a sign", text: "[global]\nak = A\nCanarySecret", line: "line 3: "},
	{name: "a line without a name", text: "[global]\n= CanarySecret", line: "line 2: "},
	{name: "a name of two words", text: "[global]\nmy CanarySecret = x", line: "line 2: "},
	{name: "a setting twice", text: "[global]\nsk = a\n\nsk = CanarySecret", line: "line 4: "},
	{name: "a setting twice in two parts", text: "[global]\nsk = a\n[x]\n[global]\nsk = CanarySecret", line: "line 5: "},
	{name: "a line that goes on", text: "[global]\nsk = CanarySecret\\\nmore", line: "line 2: "},
	{name: "quotes that are not closed", text: "[global]\nsk = \"CanarySecret", line: "line 2: "},
	{name: "quotes that are closed early", text: "[global]\nsk = \"Canary\"Secret\"", line: "line 2: "},
	{name: "a control character", text: "[global]\nsk = Canary\x00Secret", line: "line 2: "},
	{name: "a lone carriage return", text: "[global]\nsk = Canary\rSecret", line: "line 2: "},
	{name: "bytes that are no text", text: "[global]\nsk = Canary\xffSecret", line: "line 2: "},
}

func TestParseProfile(t *testing.T) {
	t.Parallel()
	for _, c := range goodProfiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := parseProfile([]byte(c.text))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestParseProfile_refuses(t *testing.T) {
	t.Parallel()
	for _, c := range badProfiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := parseProfile([]byte(c.text))
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), c.line), err)
			assert.NotContains(t, err.Error(), "Canary")
			assert.NotContains(t, err.Error(), "Secret")
		})
	}
}

// A refusal is told by these words, whatever the file holds.
var profileRefusal = regexp.MustCompile(`^(line \d+: [a-z =\[\]':]+|there is no section \[global\]: no credentials)$`)

func FuzzParseProfile(f *testing.F) {
	for _, c := range goodProfiles {
		f.Add([]byte(c.text))
	}
	for _, c := range badProfiles {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		settings, err := parseProfile(text)
		if err != nil {
			assert.Regexp(t, profileRefusal, err.Error())
			return
		}
		for key, value := range settings {
			assert.NotEmpty(t, key)
			assert.NotContains(t, key+value, "\n")
			assert.Contains(t, string(text), value, "values stand in the file as they are")
		}
	})
}

// profileChain has a profile file with this text, and nothing else.
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
	assert.Equal(t, "NEW", c.AccessKeyID, "it is read anew")
}

func TestProviderChain_profile_withoutKeys(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	huge := profileChain(t, "[global]\nak = A\nsk = "+strings.Repeat("x", maxProfile))
	for name, c := range map[string]struct {
		p    providerChain
		want []string // in the error
		none bool     // there is no file, which is no failure
	}{
		"no home":                        {p: providerChain{identity: identity{getenv: env()}, home: func() (string, error) { return "", os.ErrNotExist }}, none: true},
		"no file":                        {p: providerChain{identity: identity{getenv: env()}, home: func() (string, error) { return empty, nil }}, want: []string{"~/.huaweicloud/credentials"}, none: true},
		"no file where one was named":    {p: providerChain{identity: identity{getenv: env(envProfile, filepath.Join(empty, canarySecret))}}, want: []string{envProfile}, none: true},
		"a folder":                       {p: providerChain{identity: identity{getenv: env(envProfile, empty)}}, want: []string{envProfile}},
		"a file that is too large":       {p: huge, want: []string{"1048576"}},
		"a file that cannot be read":     {p: profileChain(t, "[global]\n"+canarySecret), want: []string{"~/.huaweicloud/credentials", "line 2"}},
		"a key without its secret":       {p: profileChain(t, "[global]\nak = "+canaryKey), want: []string{"set sk"}, none: true},
		"a provider without a token":     {p: profileChain(t, "[global]\nidp_id = acme"), want: []string{"set id_token_file"}, none: true},
		"a token file without provider":  {p: profileChain(t, "[global]\nid_token_file = x"), want: []string{"set idp_id"}, none: true},
		"an ID token instead of a file":  {p: profileChain(t, "[global]\nidp_id = acme\nid_token_file = "+canaryIDToken), want: []string{"id_token_file"}},
		"an endpoint that is not secure": {p: profileChain(t, "[global]\niam_endpoint = http://iam.example.com\nidp_id = acme\nid_token_file = "+tokenFile(t)), want: []string{"IAM"}},
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

// tokenFile holds an ID token.
func tokenFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(path, []byte(canaryIDToken+"\n"), 0o600))
	return path
}
