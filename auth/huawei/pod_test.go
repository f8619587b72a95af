package huawei

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

const postPod = "POST /v1/credentials"

// podChain returns a provider with a pod identity agent and a token file.
func podChain(t testing.TB, link http.RoundTripper, uri string) *providerChain {
	return &providerChain{identity: identity{getenv: env(envPodURI, uri, envPodToken, tokenFile(t))}, pod: link}
}

func TestProviderChain_podIdentity(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{
		"http://169.254.170.23/v1/credentials", "http://127.0.0.1:8080/v1/credentials", "http://localhost/v1/credentials",
		"http://[::1]/v1/credentials", "http://[fe80::1]/v1/credentials", "https://agent.example.com/v1/credentials",
	} {
		s := newService(t, map[string][]reply{postPod: {ok(string(fixture(t, "F34.json")))}})
		c, endpoint, err := podChain(t, s, uri).podIdentity(t.Context())
		require.NoError(t, err, uri)
		assertKeys(t, c, "3", "dG9rZW4z", time.Date(2025, 2, 3, 10, 5, 6, 0, time.UTC))
		assert.Empty(t, endpoint)
		require.Len(t, s.sent(), 1)
		assert.Equal(t, canaryIDToken, s.sent()[0].header.Get("Authorization"))
		assert.Equal(t, "application/json", s.sent()[0].header.Get("Content-Type"))
		assert.Equal(t, "{}", s.sent()[0].body)
	}
}

func TestProviderChain_podIdentity_token(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{
		"http://example.com/v1/credentials", "http://10.0.0.1/v1/credentials", "http://192.168.1.1/", "http://[fd00:ec2::23]/v1/credentials",
		"http://169.254.170.23.example.com/", "http://localhost.example.com/", "http://169.254.1.1@example.com/", "https://user:pass@example.com/",
		"ftp://127.0.0.1/", "//127.0.0.1/", "127.0.0.1/v1", "http://", "https://%", canaryToken,
	} {
		_, _, err := podChain(t, newService(t, nil), uri).podIdentity(t.Context())
		require.Error(t, err, uri)
		assert.NotErrorIs(t, err, auth.ErrNoCredentials)
		assertNoCanary(t, err)
	}
}

func TestProviderChain_podIdentity_failures(t *testing.T) {
	t.Parallel()
	const uri = "http://169.254.170.23/v1/credentials?canarysecret"
	for name, c := range map[string]struct {
		response reply
		want     error // nil means any
	}{
		"refuses and repeats the token": {
			response: status(
				403, `{"error_code":"Pod.1","error_msg":"not allowed: `+canaryIDToken[10:]+`"}`,
			),
			want: auth.ErrPermission,
		},
		"fails": {response: status(500, f29), want: auth.ErrUnavailable},
		"redirects": {
			response: reply{
				status: 307, header: http.Header{"Location": {"http://elsewhere.example.com/"}},
			},
		},
		"has no such API":  {response: reply{err: errors.New("connection refused")}},
		"sends a web page": {response: ok(f29)},
		"sends half of the credentials": {
			response: ok(`{"credentials":{"accessKeyId":"` + canaryKey + `","secretAccessKey":"` +
				canarySecret + `"}}`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := podChain(t, newService(t, map[string][]reply{postPod: {c.response}}), uri).podIdentity(t.Context())
			require.Error(t, err)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assertNoCanary(t, err)
		})
	}
	t.Run("hangs", func(t *testing.T) {
		t.Parallel()
		p := podChain(t, newService(t, map[string][]reply{postPod: {{hangs: true}}}), uri)
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			_, _, err := p.podIdentity(t.Context())
			require.Error(t, err)
			require.NotErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, podTimeout, time.Since(start))
		})
	})
	t.Run("is not configured", func(t *testing.T) {
		t.Parallel()
		_, _, err := (&providerChain{identity: identity{getenv: env()}}).podIdentity(t.Context())
		require.ErrorIs(t, err, auth.ErrNoCredentials)
		assert.Contains(t, err.Error(), envPodURI)
	})
	t.Run("has no token file", func(t *testing.T) {
		t.Parallel()
		for _, file := range []string{"", filepath.Join(t.TempDir(), canaryToken)} {
			_, _, err := (&providerChain{identity: identity{getenv: env(envPodURI, uri, envPodToken, file)}}).podIdentity(t.Context())
			require.Error(t, err)
			assert.Contains(t, err.Error(), envPodToken)
			assertNoCanary(t, err)
		}
	})
}
