package huawei

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/internal/temporary"
)

func stsKeysAlone(body []byte) (auth.Credentials, error) {
	c, _, err := stsKeys(body)
	return c, err
}

func TestStsKeys_fixtures(t *testing.T) {
	t.Parallel()
	c, err := iamKeys(fixture(t, "F31.json"))
	require.NoError(t, err)
	assertKeys(t, c, "1", "dG9rZW4rLz0=", f31Expires)

	c, urn, err := stsKeys(fixture(t, "F32.json"))
	require.NoError(t, err)
	assertKeys(t, c, "2", "dG9rZW4y", time.Date(2025, 2, 3, 5, 5, 6, 158_000_000, time.UTC))
	assert.Equal(t, "sts::5f0e1d2c3b4a69788796a5b4c3d2e1f0:assumed-agency:reader/job-1", urn)

	c, err = podKeys(fixture(t, "F34.json"))
	require.NoError(t, err)
	assertKeys(t, c, "3", "dG9rZW4z", time.Date(2025, 2, 3, 10, 5, 6, 0, time.UTC))
}

func TestStsKeys_expires(t *testing.T) {
	t.Parallel()
	day := time.Date(2025, 2, 3, 10, 5, 6, 0, time.UTC)
	for name, c := range map[string]struct {
		text string
		want time.Time
	}{
		"in full seconds": {text: `,"expires_at":"2025-02-03T10:05:06Z"`, want: day},
		"with three digits": {
			text: `,"expires_at":"2025-02-03T10:05:06.158Z"`,
			want: day.Add(158 * time.Millisecond),
		},
		"with six digits": {
			text: `,"expires_at":"2025-02-03T10:05:06.123000Z"`,
			want: day.Add(123 * time.Millisecond),
		},
		"with an offset": {
			text: `,"expires_at":"2025-02-03T18:05:06+08:00"`, want: day,
		},
		"with an offset without a colon": {
			text: `,"expires_at":"2025-02-03T18:05:06+0800"`, want: day,
		},
		"after a space": {text: `,"expires_at":"2025-02-03 10:05:06"`, want: day},
		"in lower case": {text: `,"expires_at":"2025-02-03t10:05:06z"`, want: day},
		"in full minutes": {
			text: `,"expires_at":"2025-02-03T10:05Z"`, want: day.Add(-6 * time.Second),
		},
		"in seconds since 1970": {text: `,"expires_at":1738577106`, want: day},
		"in milliseconds since 1970": {
			text: `,"expires_at":1738577106158`, want: day.Add(158 * time.Millisecond),
		},
		"in seconds in a string":       {text: `,"expires_at":"1738577106"`, want: day},
		"in the form of a Java number": {text: `,"expires_at":1.738577106E9`, want: day},
		"without an expiry":            {want: time.Time{}},
		"with null":                    {text: `,"expires_at":null`, want: time.Time{}},
		"with a malformed expiry":      {text: `,"expires_at":"soon"`, want: time.Time{}},
		"with an object":               {text: `,"expires_at":{}`, want: time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.ReplaceAll(c.text, "expires_at", "expiration")
			for body, read := range map[string]func([]byte) (auth.Credentials, error){
				`{"credential":{"access":"a","secret":"s","securitytoken":"t"` + c.text + `}}`:                   iamKeys,
				`{"credentials":{"accessKeyId":"a","secretAccessKey":"s","securityToken":"t"` + text + `}}`:      podKeys,
				`{"credentials":{"access_key_id":"a","secret_access_key":"s","security_token":"t"` + text + `}}`: stsKeysAlone,
			} {
				for _, mark := range []string{"", "\ufeff"} {
					got, err := read([]byte(mark + body))
					require.NoError(t, err)
					assert.Equal(t, c.want, got.Expires, body)
				}
			}
		})
	}
}

// notKeys holds no temporary credentials, whichever service sends it.
var notKeys = []string{
	"", "null", "[]", `"keys"`, "{}", "<html>", `{"credential":null,"credentials":null}`, `{"credential":[],"credentials":[]}`,
	`{"credential":{"access":"CANARYACCESSKEY00001","secret":"CanarySecret/0123456789abcdefghij"},` +
		`"credentials":{"accessKeyId":"CANARYACCESSKEY00001","access_key_id":"CANARYACCESSKEY00001"}}`,
	`{"credential":{"access":"a","secret":"CanarySecret\n","securitytoken":"t"},"credentials":{"accessKeyId":"","secretAccessKey":"s","securityToken":"t"}}`,
	`{"credential":{"access":"a","secret":{},"securitytoken":"t"},"credentials":{"access_key_id":"é","secret_access_key":"s","security_token":"t"}}`,
	`{"credential":{"access":"a","secret":"CanarySecret`,
}

func TestStsKeys_refuses(t *testing.T) {
	t.Parallel()
	for _, body := range notKeys {
		for _, read := range []func([]byte) (auth.Credentials, error){iamKeys, podKeys, stsKeysAlone} {
			got, err := read([]byte(body))
			require.Error(t, err, body)
			assert.Zero(t, got)
			assertNoCanary(t, err)
		}
	}
}

func FuzzIamKeys(f *testing.F) { fuzzKeys(f, "F31.json", iamKeys) }
func FuzzStsKeys(f *testing.F) { fuzzKeys(f, "F32.json", stsKeysAlone) }
func FuzzPodKeys(f *testing.F) { fuzzKeys(f, "F34.json", podKeys) }

// fuzzKeys checks that decoded credentials are complete and fit into headers.
func fuzzKeys(f *testing.F, name string, read func([]byte) (auth.Credentials, error)) {
	f.Add(fixture(f, name))
	for _, body := range notKeys {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := read(body)
		if err != nil {
			assert.Equal(t, temporary.ErrNoKeys, err)
			assert.Zero(t, c)
			return
		}
		for _, text := range []string{c.AccessKeyID, c.AccessKeySecret, c.SecurityToken} {
			assert.NotEmpty(t, text)
			assert.Empty(t, strings.Trim(text, "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"))
		}
		assert.Equal(t, time.UTC, c.Expires.Location())
	})
}
