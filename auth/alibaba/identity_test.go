package alibaba

import (
	"maps"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// After a place has returned credentials, no fault of it makes the chain return another
// identity.
func TestProviderChain_Credentials_identity(t *testing.T) {
	t.Parallel()
	onInstance := func(m machine) machine { // the role of the instance comes later in the chain
		m.web = maps.Clone(m.web)
		if m.web == nil {
			m.web = map[string][]reply{}
		}
		maps.Copy(m.web, withRole(ok(keysJSON("ECS"))).web)
		return m
	}
	file := config(map[string]any{"mode": "AK", "access_key_id": "CLI", "access_key_secret": secretKey})
	section := "[default]\ntype = access_key\naccess_key_id = FILE\naccess_key_secret = " + secretKey + "\n"
	rewrite := func(path, text string) func(*testing.T, string, *web) {
		return func(t *testing.T, home string, _ *web) { write(t, filepath.Join(home, path), text) }
	}
	for _, c := range []struct {
		name string
		machine
		want   string
		damage func(t *testing.T, home string, w *web)
		reason string
	}{
		{
			name:    "a profile is half written",
			machine: onInstance(machine{files: map[string]string{configPath: file}}),
			want:    "CLI", damage: rewrite(configPath, file[:60]), reason: "is not JSON",
		},
		{
			name:    "a profile is emptied",
			machine: onInstance(machine{files: map[string]string{configPath: file}}),
			want:    "CLI", damage: rewrite(configPath, ""), reason: "is not JSON",
		},
		{
			name:    "a credentials file is half written",
			machine: onInstance(machine{files: map[string]string{credentialsPath: section}}),
			want:    "FILE", damage: rewrite(credentialsPath, section[:50]),
			reason: "line 4 is neither",
		},
		{
			name:    "a credentials file is emptied",
			machine: onInstance(machine{files: map[string]string{credentialsPath: section}}),
			want:    "FILE", damage: rewrite(credentialsPath, ""), reason: "there is no section",
		},
		{
			name:    "STS cannot be reached",
			machine: onInstance(withOIDC(ok(stsKeys("OIDC")))), want: "OIDC",
			damage: func(_ *testing.T, _ string, w *web) { delete(w.replies, postSTS) },
			reason: "connection refused",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, w := c.chain(t)
			home, err := p.home()
			require.NoError(t, err)
			synctest.Test(t, func(t *testing.T) {
				keys, err := p.Credentials(t.Context())
				require.NoError(t, err)
				assert.Equal(t, c.want, keys.AccessKeyID)
				c.damage(t, home, w)
				_, err = p.Credentials(t.Context())
				require.ErrorIs(t, err, auth.ErrNoCredentials)
				assert.ErrorContains(t, err, c.reason)
				assertNoSecret(t, err)
				assert.NotContains(t, w.whats(), getKeys)
			})
		})
	}
}
