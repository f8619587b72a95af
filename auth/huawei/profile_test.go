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
	{"a key pair", "[global]\nak = AK\nsk = SK\n", map[string]string{"ak": "AK", "sk": "SK"}},
	{"everything", "[global]\nak=a\nsk=s\nsecurity_token=t\ndomain_id=d\niam_endpoint=https://iam.example.com\nidp_id=i\nid_token_file=/f",
		map[string]string{"ak": "a", "sk": "s", "security_token": "t", "domain_id": "d", "iam_endpoint": "https://iam.example.com", "idp_id": "i", "id_token_file": "/f"}},
	{"a byte order mark and CR LF", "\uFEFF[global]\r\nak = AK\r\n\r\nsk = SK\r\n", map[string]string{"ak": "AK", "sk": "SK"}},
	{"comments", "# one\n; two\n [global] # three\n\t# four\nak = AK ; five\nsk = S#K;x\t# six", map[string]string{"ak": "AK", "sk": "S#K;x"}},
	{"other sections", "ak = top\n[basic]\nak = basic\nwhat is this\n[global]\nak = AK\n[ other ]\nsk = other\n", map[string]string{"ak": "AK"}},
	{"a section in two parts", "[global]\nak = AK\n[basic]\nak = B\n[global]\nsk = SK", map[string]string{"ak": "AK", "sk": "SK"}},
	{"quotes", "[global]\nak = 'A # K'\nsk = \"it's\" # sure\nidp_id = \"\"", map[string]string{"ak": "A # K", "sk": "it's", "idp_id": ""}},
	{"colons and equals signs", "[global]\nak: A=K\nsk = a:b==", map[string]string{"ak": "A=K", "sk": "a:b=="}},
	{"an empty section", "[global]", map[string]string{}},
	{"an empty value", "[global]\nak =\nsk = # none", map[string]string{"ak": "", "sk": ""}},
}

var badProfiles = []struct {
	name, text string
	line       string
}{
	{"no section", "ak = CanarySecret\n", ""},
	{"nothing", "", ""},
	{"another section only", "[default]\nsk = CanarySecret", ""},
	{"a section that is not closed", "[global\nsk = CanarySecret", "line 1: "},
	{"a section with something behind", "[global] CanarySecret", "line 1: "},
	{"a line without a sign", "[global]\nak = A\nCanarySecret", "line 3: "},
	{"a line without a name", "[global]\n= CanarySecret", "line 2: "},
	{"a name of two words", "[global]\nmy CanarySecret = x", "line 2: "},
	{"a setting twice", "[global]\nsk = a\n\nsk = CanarySecret", "line 4: "},
	{"a setting twice in two parts", "[global]\nsk = a\n[x]\n[global]\nsk = CanarySecret", "line 5: "},
	{"a line that goes on", "[global]\nsk = CanarySecret\\\nmore", "line 2: "},
	{"quotes that are not closed", "[global]\nsk = \"CanarySecret", "line 2: "},
	{"quotes that are closed early", "[global]\nsk = \"Canary\"Secret\"", "line 2: "},
	{"a control character", "[global]\nsk = Canary\x00Secret", "line 2: "},
	{"a lone carriage return", "[global]\nsk = Canary\rSecret", "line 2: "},
	{"bytes that are no text", "[global]\nsk = Canary\xffSecret", "line 2: "},
}

func TestProfilesAreRead(t *testing.T) {
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

func TestProfilesThatCannotBeReadAreRefusedByLine(t *testing.T) {
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

func FuzzProfile(f *testing.F) {
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

// profilePlaces has a profile file with this text, and nothing else.
func profilePlaces(t testing.TB, text string) places {
	t.Helper()
	home := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(home, ".huaweicloud"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(home, ".huaweicloud", "credentials"), []byte(text), 0o644))
	return places{identity: identity{getenv: env()}, home: func() (string, error) { return home, nil }}
}

func TestTheProfileFileIsFound(t *testing.T) {
	t.Parallel()
	p := profilePlaces(t, "[global]\nak = AK\nsk = SK\ndomain_id = acme\niam_endpoint = iam.example.com")
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

func TestProfilesWithoutKeys(t *testing.T) {
	t.Parallel()
	empty := t.TempDir()
	huge := profilePlaces(t, "[global]\nak = A\nsk = "+strings.Repeat("x", maxProfile))
	for name, c := range map[string]struct {
		p    places
		want []string // in the error
		none bool     // there is no file, which is no failure
	}{
		"no home":                        {places{identity: identity{getenv: env()}, home: func() (string, error) { return "", os.ErrNotExist }}, nil, true},
		"no file":                        {places{identity: identity{getenv: env()}, home: func() (string, error) { return empty, nil }}, []string{"~/.huaweicloud/credentials"}, true},
		"no file where one was named":    {places{identity: identity{getenv: env(envProfile, filepath.Join(empty, canarySecret))}}, []string{envProfile}, true},
		"a folder":                       {places{identity: identity{getenv: env(envProfile, empty)}}, []string{envProfile}, false},
		"a file that is too large":       {huge, []string{"1048576"}, false},
		"a file that cannot be read":     {profilePlaces(t, "[global]\n"+canarySecret), []string{"~/.huaweicloud/credentials", "line 2"}, false},
		"a key without its secret":       {profilePlaces(t, "[global]\nak = "+canaryKey), []string{"set sk"}, true},
		"a provider without a token":     {profilePlaces(t, "[global]\nidp_id = acme"), []string{"set id_token_file"}, true},
		"a token file without provider":  {profilePlaces(t, "[global]\nid_token_file = x"), []string{"set idp_id"}, true},
		"an ID token instead of a file":  {profilePlaces(t, "[global]\nidp_id = acme\nid_token_file = "+canaryIDToken), []string{"id_token_file"}, false},
		"an endpoint that is not secure": {profilePlaces(t, "[global]\niam_endpoint = http://iam.example.com\nidp_id = acme\nid_token_file = "+tokenFile(t)), []string{"IAM"}, false},
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
