package huawei

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

var errRefused = fmt.Errorf("dial tcp 192.0.2.1:443: connect: %w", syscall.ECONNREFUSED)

// TestDefaultProvider_places tests each place in each of its states, with the other places
// empty.
func TestDefaultProvider_places(t *testing.T) {
	t.Parallel()
	token := tokenFile(t)
	keys := ok(string(fixture(t, "F31.json")))
	federated := []string{envNames.provider, "idp", envNames.idToken, token, envNames.account, "acme"}
	federation := "[global]\ndomain_id = acme\nidp_id = idp\nid_token_file = " + token + "\n"
	pod := []string{envPodURI, "http://127.0.0.1/v1/credentials", envPodToken, token}
	for _, c := range []struct {
		name    string
		env     []string
		profile string
		replies map[string][]reply
		want    string   // the access key ID
		reasons []string // parts of the line of a place without credentials
	}{
		{
			name:    "environment: absent",
			reasons: []string{"environment: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"},
		},
		{
			name: "environment: valid",
			env:  []string{envNames.key, "AK", envNames.secret, "SK", envNames.account, "acme"},
			want: "AK",
		},
		{
			name:    "environment: half an access key",
			env:     []string{envNames.key, "AK"},
			reasons: []string{"environment: set HUAWEICLOUD_SDK_SK"},
		},
		{
			name: "environment: another mode, and the token file is not there",
			env:  []string{envNames.provider, "idp", envNames.idToken, "/none"},
			reasons: []string{
				"environment: read the file that HUAWEICLOUD_SDK_ID_TOKEN_FILE names",
			},
		},
		{name: "environment: another mode, valid", env: federated, want: "TMPAKEXAMPLE00000001",
			replies: map[string][]reply{postIDToken: {subject("token")}, postKeys: {keys}}},
		{
			name: "environment: another mode, unreachable",
			env:  federated, replies: map[string][]reply{postIDToken: {{err: errRefused}}},
			reasons: []string{"environment: ", "iam.myhuaweicloud.com", "connection refused"},
		},
		{
			name: "environment: another mode, hanging",
			env:  federated, replies: map[string][]reply{postIDToken: {{hangs: true}}},
			reasons: []string{"environment: ", "iam.myhuaweicloud.com", "6s"},
		},
		{
			name:    "environment: another mode, malformed",
			env:     federated,
			replies: map[string][]reply{postIDToken: {subject("token")}, postKeys: {ok(f29)}},
			reasons: []string{"environment: ", "CreateTemporaryAccessKeyByToken"},
		},
		{
			name: "environment: another mode, expired",
			env:  federated, replies: map[string][]reply{postIDToken: {status(401, f25)}},
			reasons: []string{"environment: ", "401", "age of the ID token"},
		},

		{
			name:    "profile: absent",
			reasons: []string{"profile: there is no ~/.huaweicloud/credentials"},
		},
		{
			name:    "profile: valid",
			profile: "[global]\nak = AK\nsk = SK\ndomain_id = acme\n", want: "AK",
		},
		{
			name: "profile: valid, written by a Windows editor",
			profile: "\ufeff[basic]\r\nak = B\r\n[global]\r\nak = `AK`\r\n" +
				"sk = \"S K\" ; mine\r\ndomain_id = acme\r\n",
			want: "AK",
		},
		{
			name:    "profile: malformed",
			profile: "[global]\nak = AK\n" + canarySecret,
			reasons: []string{"profile: ~/.huaweicloud/credentials: line 3: "},
		},
		{
			name:    "profile: in UTF-16",
			profile: "\xff\xfe[\x00g\x00l\x00o\x00b\x00a\x00l\x00]\x00",
			reasons: []string{
				"profile: read ~/.huaweicloud/credentials: it is text in UTF-16: save it in UTF-8",
			},
		},
		{
			name:    "profile: half an access key",
			profile: "[global]\nak = AK\n",
			reasons: []string{"profile: ~/.huaweicloud/credentials, section [global]: set sk"},
		},
		{
			name:    "profile: another section",
			profile: "[basic]\nak = AK\nsk = " + canarySecret,
			reasons: []string{"profile: ~/.huaweicloud/credentials: there is no section [global]"},
		},
		{name: "profile: another mode, valid", profile: federation, want: "TMPAKEXAMPLE00000001",
			replies: map[string][]reply{postIDToken: {subject("token")}, postKeys: {keys}}},
		{
			name:    "profile: another mode, unreachable",
			profile: federation, replies: map[string][]reply{postIDToken: {{err: errRefused}}},
			reasons: []string{"profile: ", "iam.myhuaweicloud.com", "connection refused"},
		},
		{
			name:    "profile: another mode, hanging",
			profile: federation, replies: map[string][]reply{postIDToken: {{hangs: true}}},
			reasons: []string{"profile: ", "iam.myhuaweicloud.com", "6s"},
		},

		{
			name: "metadata: absent",
			replies: map[string][]reply{
				putSession: {
					{
						err: fmt.Errorf(
							"dial tcp 169.254.169.254:80: connect: %w", syscall.EHOSTUNREACH,
						),
					},
				},
			},
			reasons: []string{
				"instance metadata: no metadata service", "169.254.169.254", "no route to host",
			},
		},
		{
			name: "metadata: valid",
			replies: map[string][]reply{
				putSession: {ok("session")}, getKeys: {keys},
				getDomains: {ok(string(fixture(t, "F30.json")))},
			},
			want: "TMPAKEXAMPLE00000001",
		},
		{
			name:    "metadata: hanging",
			replies: map[string][]reply{putSession: {{hangs: true}}},
			reasons: []string{
				"instance metadata: ", "169.254.169.254 took longer than 3s", "hop limit",
			},
		},
		{
			name:    "metadata: hanging with the credentials",
			replies: map[string][]reply{putSession: {ok("session")}, getKeys: {{hangs: true}}},
			reasons: []string{"instance metadata: ", "169.254.169.254 took longer than 3s"},
		},
		{
			name:    "metadata: malformed",
			replies: map[string][]reply{putSession: {ok("session")}, getKeys: {ok(f29)}},
			reasons: []string{"instance metadata: the response has no temporary credentials"},
		},
		{
			name: "metadata: without an agency",
			replies: map[string][]reply{
				putSession: {ok("session")},
				getKeys:    {status(401, "Please configure Cloud Service Agency first")},
			},
			reasons: []string{"instance metadata: this server has no agency"},
		},
		{
			name: "metadata: expired",
			replies: map[string][]reply{
				putSession: {ok("session")}, getKeys: {status(401, "expired")},
			},
			reasons: []string{"instance metadata: ", "401"},
		},
		{
			name:    "metadata: turned off there",
			replies: map[string][]reply{putSession: {status(403, "")}},
			reasons: []string{"instance metadata: ", "403", "turn on the metadata service"},
		},
		{
			name: "metadata: turned off here",
			env:  []string{envWithoutMetadata, "True"}, replies: map[string][]reply{},
			reasons: []string{
				"instance metadata: not asked, since WithoutMetadata or " +
					"HUAWEICLOUD_SDK_ECS_METADATA_DISABLED says so",
			},
		},

		{
			name:    "pod: absent",
			reasons: []string{"pod identity: set HC_CONTAINER_CREDENTIALS_FULL_URI"},
		},
		{
			name: "pod: valid",
			env:  pod, want: "TMPAKEXAMPLE00000003",
			replies: map[string][]reply{
				postPod:    {ok(string(fixture(t, "F34.json")))},
				getDomains: {ok(string(fixture(t, "F30.json")))},
			},
		},
		{
			name:    "pod: half an access key",
			env:     pod[:2],
			reasons: []string{"pod identity: set HC_CONTAINER_AUTHORIZATION_TOKEN_FILE"},
		},
		{
			name: "pod: unreachable",
			env:  pod, replies: map[string][]reply{postPod: {{err: errRefused}}},
			reasons: []string{"pod identity: no response: ", "192.0.2.1", "connection refused"},
		},
		{
			name: "pod: hanging",
			env:  pod, replies: map[string][]reply{postPod: {{hangs: true}}},
			reasons: []string{"pod identity: no response", "127.0.0.1", "10s"},
		},
		{
			name: "pod: malformed",
			env:  pod, replies: map[string][]reply{postPod: {ok(f29)}},
			reasons: []string{"pod identity: the response has no temporary credentials"},
		},
		{
			name:    "pod: expired",
			env:     pod,
			replies: map[string][]reply{postPod: {status(401, "the token has expired")}},
			reasons: []string{"pod identity: ", "401", "the token has expired"},
		},
		{
			name:    "pod: another mode",
			env:     []string{envPodURI, "http://example.com/" + canaryToken},
			reasons: []string{"pod identity: HC_CONTAINER_CREDENTIALS_FULL_URI is no https URL"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			replies := map[string][]reply{}
			if c.replies == nil || c.replies[putSession] == nil && len(c.replies) > 0 {
				replies = nowhere()
			}
			maps.Copy(replies, c.replies)
			m := machine{env: c.env, profile: c.profile, replies: replies}
			home := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				p, _ := m.at(t, home)
				got, err := auth.Cache(p, 0).Credentials(t.Context())
				if c.want != "" {
					require.NoError(t, err)
					assert.Equal(t, c.want, got.AccessKeyID)
					assert.NotEmpty(t, got.AccountID)
					return
				}
				require.ErrorIs(t, err, auth.ErrNoCredentials)
				require.NotErrorIs(t, err, context.DeadlineExceeded)
				lines := strings.Split(err.Error(), "\n")
				require.Len(t, lines, 5, "one line for each place, and the first line")
				place, _, _ := strings.Cut(c.reasons[0], ":")
				for _, line := range lines {
					if strings.HasPrefix(strings.TrimSpace(line), place+": ") {
						for _, want := range c.reasons {
							assert.Contains(t, line, want)
						}
						place = ""
					}
				}
				assert.Empty(t, place, err)
				assertNoCanary(t, err)
			})
		})
	}
}
