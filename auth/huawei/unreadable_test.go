package huawei

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

// In TestDefaultProvider_unreadable, the client cannot decode responses that should hold
// credentials.
func TestDefaultProvider_unreadable(t *testing.T) {
	t.Parallel()
	const (
		postAgency  = "POST /v5/agencies/assume"
		postToken   = "POST /v3.0/OS-AUTH/id-token/tokens"
		postSession = "POST /v3.0/OS-CREDENTIAL/securitytokens"
	)
	signedIn := reply{status: http.StatusCreated, header: http.Header{"X-Subject-Token": {"token"}}}
	for _, c := range []struct {
		name     string
		what     string
		before   map[string][]reply
		attempts int
		call     func(ctx context.Context, link http.RoundTripper, token string) error
	}{
		{name: "retries an agency", what: postAgency, attempts: 3,
			call: func(ctx context.Context, link http.RoundTripper, _ string) error {
				in := AssumeInput{
					AgencyURN: "iam::account:agency:name", SessionName: "test", Transport: link,
				}
				_, err := AssumeAgency(auth.Static("AK", "SK", ""), in).Credentials(ctx)
				return err
			}},
		{name: "retries the credentials of an identity provider", what: postSession, attempts: 3,
			before: map[string][]reply{postToken: {signedIn}},
			call: func(ctx context.Context, link http.RoundTripper, token string) error {
				f := federation{
					identity: identity{getenv: env(), link: link}, provider: "idp", file: token,
					fileName: "file",
				}
				_, err := f.credentials(ctx)
				return err
			}},
		{name: "asks the metadata service once a look-up", what: getKeys, attempts: 1,
			before: map[string][]reply{putSession: {ok("session")}},
			call: func(ctx context.Context, link http.RoundTripper, _ string) error {
				_, _, err := newMetadata(link).credentials(ctx)
				return err
			}},
		{name: "asks the pod agent once a look-up", what: "POST /", attempts: 1,
			call: func(ctx context.Context, link http.RoundTripper, token string) error {
				p := providerChain{
					identity: identity{
						getenv: env(envPodURI, "http://127.0.0.1/", envPodToken, token),
					},
					pod: link,
				}
				_, _, err := p.podIdentity(ctx)
				return err
			}},
	} {
		token := tokenFile(t)
		for _, body := range []string{"", "<html>", `{"credentials":{"secret_access_key":"` + canarySecret} {
			t.Run(c.name+": "+body[:min(6, len(body))], func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					replies := map[string][]reply{c.what: {ok(body)}}
					for what, before := range c.before {
						replies[what] = before
					}
					s := newService(t, replies)
					err := c.call(t.Context(), s, token)
					require.ErrorIs(t, err, auth.ErrUnavailable)
					assertNoCanary(t, err)
					n := 0
					for _, what := range s.whats() {
						if what == c.what {
							n++
						}
					}
					assert.Equal(t, c.attempts, n)
				})
			})
		}
	}
}
