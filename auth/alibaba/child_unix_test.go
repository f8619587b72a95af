//go:build unix

package alibaba

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// childModes returns the profiles in the child's file, and the access key IDs that the child
// must find.
func childModes(home string, noisy, quiet string) (profiles []map[string]any, want map[string]string) {
	later := time.Now().Add(time.Hour).Unix()
	settings := map[string]map[string]any{
		"AK": pair("AK"),
		"StsToken": {
			"access_key_id": "STS", "access_key_secret": secretKey, "sts_token": secretToken,
		},
		"RamRoleArn": {
			"access_key_id": "BASE", "access_key_secret": secretKey, "ram_role_arn": testRole,
		},
		"ChainableRamRoleArn": {"source_profile": "AK", "ram_role_arn": testRole},
		"OIDC": {
			"ram_role_arn": testRole, "oidc_provider_arn": testOIDC,
			"oidc_token_file": filepath.Join(home, tokenPath),
		},
		"EcsRamRole":     {"ram_role_name": "inviter"},
		"CredentialsURI": {"credentials_uri": "http://keys.example.com/path?key=" + secretKey},
		"CloudSSO": {
			"cloud_sso_sign_in_url": "https://sso.example.com/login", "cloud_sso_account_id": "A",
			"cloud_sso_access_config": "C",
			"access_token":            secretToken, "cloud_sso_access_token_expire": later,
		},
		"OAuth": {
			"oauth_site_type": "CN", "oauth_refresh_token": secretToken,
			"oauth_refresh_token_expire": later,
			"oauth_access_token":         secretToken, "oauth_access_token_expire": later,
		},
		"External":   {"process_command": quiet},
		"Noisy":      {"mode": "External", "process_command": noisy + " " + secretKey},
		"RsaKeyPair": {"private_key": "-----BEGIN " + secretKey, "key_pair_name": "kp"},
		"Unknown":    {"some_secret": secretKey},
	}
	want = map[string]string{
		"AK": "AK <nil>", "StsToken": "STS <nil>", "RamRoleArn": "ROLE <nil>", "ChainableRamRoleArn": "ROLE <nil>", "OIDC": "ROLE <nil>", "EcsRamRole": "ECS <nil>",
		"CredentialsURI": "URI <nil>", "CloudSSO": "SSO <nil>", "OAuth": "NEW <nil>", "External": "EXT <nil>",
		"Noisy": "must print JSON and nothing else", "RsaKeyPair": "the mode RsaKeyPair is not supported", "Unknown": "the mode Unknown is not supported",
	}
	for mode, s := range settings {
		p := map[string]any{"name": mode, "mode": mode, "language": "zh", "output_format": "json", "retry_count": 2}
		for name, value := range s {
			p[name] = value
		}
		profiles = append(profiles, p)
	}
	return profiles, want
}

// child finds credentials, with only the network replaced, and writes the result to a file,
// because the test checks that it prints nothing.
func child(t *testing.T) {
	c := newProviderChain([]Option{WithTransport(&web{t: t, replies: map[string][]reply{
		postSTS: {ok(stsKeys("ROLE"))},
		postSSO: {ok(`{"CloudCredential":` + keysJSON("SSO") + `}`)},
		postOAuth: {
			ok(strings.NewReplacer(
				"AccessKey", "accessKey", "Security", "security", "Expiration", "expiration",
			).Replace(keysJSON("NEW"))),
		},
	}})})
	for _, link := range []http.RoundTripper{c.metadata, c.uri} {
		link.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != os.Getenv("CHILD_PROXY") {
				address = os.Getenv("CHILD_HOST")
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		}
	}
	keys, err := auth.Cache(c, chainWindow).Credentials(context.Background())
	_ = os.WriteFile(os.Getenv("CHILD_RESULT"), fmt.Appendf(nil, "%s %v", keys.AccessKeyID, err), 0o600)
	os.Exit(0)
}

func TestDefaultProvider_child(t *testing.T) {
	if os.Getenv("CHILD_RESULT") != "" {
		child(t)
	}
	t.Parallel()
	home := t.TempDir()
	write(t, filepath.Join(home, tokenPath), secretToken)
	noisy := script(t, "echo WARN: token renewed; "+printsKeys)
	profiles, want := childModes(home, noisy, script(t, "echo hello >&2; "+printsKeys))
	write(t, filepath.Join(home, configPath), configOf("AK", profiles...))
	proxy := newRecorder(t, http.StatusBadGateway)
	host := newRecorder(t, 0)
	before := contents(t, home)
	for mode, result := range want {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "result")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestDefaultProvider_child$")
			cmd.Env = []string{
				"GORACE=atexit_sleep_ms=10", // or else it waits for a second under the race detector
				"CHILD_RESULT=" + file, "CHILD_HOST=" + host.address, "CHILD_PROXY=" + proxy.address, "HOME=" + home, "PATH=" + os.Getenv("PATH"), "DEBUG=credential",
				"HTTP_PROXY=http://" + proxy.address, "HTTPS_PROXY=http://" + proxy.address, envProfile + "=" + mode,
			}
			if mode != "EcsRamRole" {
				cmd.Env = append(cmd.Env, envNoMetadata+"=true") // it would hide that a mode fails
			}
			printed, err := cmd.CombinedOutput()
			require.NoError(t, err)
			assert.Empty(t, string(printed))
			got, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Contains(t, string(got), result)
			assertNoSecret(t, fmt.Errorf("%s", got))
		})
	}
	t.Cleanup(func() {
		assert.Empty(t, proxy.seen(), "the providers do not use the proxy for services on this machine")
		assert.NotEmpty(t, host.seen())
		assert.Equal(t, before, contents(t, home), "the providers write no file")
	})
}

// contents returns the files of a folder, byte for byte.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	}))
	return files
}

// A recorder is a server on a loopback address that records its requests. Without a status, it
// is the metadata service and a credentials URI.
type recorder struct {
	address string

	mu    sync.Mutex
	paths []string
}

func newRecorder(t *testing.T, status int) *recorder {
	t.Helper()
	r := &recorder{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.mu.Lock()
		r.paths = append(r.paths, req.Method+" "+req.Host+req.URL.Path)
		r.mu.Unlock()
		switch {
		case status != 0:
			w.WriteHeader(status)
		case req.Method == http.MethodPut:
			_, _ = fmt.Fprint(w, "a-session")
		case req.Host == "keys.example.com":
			_, _ = fmt.Fprint(w, keysJSON("URI"))
		default:
			_, _ = fmt.Fprint(w, keysJSON("ECS"))
		}
	}))
	t.Cleanup(s.Close)
	r.address = s.Listener.Addr().String()
	return r
}

func (r *recorder) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.paths
}

// script writes a shell script and returns the command that runs it.
func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys of prod")
	require.NoError(t, os.WriteFile(path, []byte(text+"\n"), 0o600))
	return "sh '" + path + "'"
}

const printsKeys = `echo '{"mode":"StsToken","access_key_id":"EXT","access_key_secret":"` + secretKey + `","sts_token":"` + secretToken + `","expiration":"2099-01-02T03:04:05Z"}'`
