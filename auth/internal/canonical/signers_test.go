package canonical_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/huawei"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical"
	"github.com/orghandshakes/handshakes-go/auth/internal/canonical/canonicaltest"
)

func TestScheme_Sign_anything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		target := &url.URL{Scheme: "https", Host: "api.example.com", Path: "/" + rapid.String().Draw(rt, "path")}
		values := rapid.MapOf(rapid.String(), rapid.SliceOfN(rapid.String(), 1, 3)).Draw(rt, "query")
		target.RawQuery = url.Values(values).Encode()
		body := rapid.String().Draw(rt, "body")
		keys := canonicaltest.Keys
		keys.SecurityToken = rapid.StringMatching(`[ -~]*`).Draw(rt, "token")
		for _, s := range schemes {
			req := &http.Request{Method: http.MethodPost, URL: cloneURL(target), Header: http.Header{"X-Acs-Action": {"A"}, "X-Acs-Version": {"1"}}}
			require.NoError(rt, s.signer.Sign(req, []byte(body), keys, canonicaltest.Time))
			sent := url.Values{}
			for name, value := range values {
				sent[name] = slices.Sorted(slices.Values(value))
			}
			require.Equal(rt, sent, req.URL.Query())
			known := keys
			known.SecurityToken = strings.Trim(keys.SecurityToken, " ")
			_, err := s.verifier.Verify(canonicaltest.Received(t, req, body), []byte(body), canonicaltest.Knows(known), canonicaltest.Time)
			require.NoError(rt, err)
		}
	})
}

func cloneURL(u *url.URL) *url.URL {
	clone := *u
	return &clone
}

func TestScheme_Sign_refuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		alter func(*http.Request, *auth.Credentials)
		want  error
	}{
		"no access key ID": {
			alter: func(_ *http.Request, c *auth.Credentials) { c.AccessKeyID = "" },
			want:  auth.ErrNoCredentials,
		},
		"no access key secret": {
			alter: func(_ *http.Request, c *auth.Credentials) { c.AccessKeySecret = "" },
			want:  auth.ErrNoCredentials,
		},
		"a query with a bad escape": {
			alter: func(r *http.Request, _ *auth.Credentials) { r.URL.RawQuery = "a=%zz" },
			want:  canonical.ErrQuery,
		},
		"an opaque URL": {
			alter: func(r *http.Request, _ *auth.Credentials) { r.URL.Opaque = "//x/y" },
			want:  canonical.ErrOpaque,
		},
		"a host of another script": {
			alter: func(r *http.Request, _ *auth.Credentials) { r.Host = "bücher.example" },
			want:  canonical.ErrHost,
		},
		"a host with a zone": {
			alter: func(r *http.Request, _ *auth.Credentials) { r.Host = "[fe80::1%eth0]" },
			want:  canonical.ErrHost,
		},
		"a token with a line break": {
			alter: func(_ *http.Request, c *auth.Credentials) { c.SecurityToken = "a\nb" },
			want:  auth.ErrInvalid,
		},
		"a signed header with a line break": {alter: func(r *http.Request, _ *auth.Credentials) {
			r.Header["X-Domain-Id"], r.Header["X-Acs-Version"] = []string{"a\nb"}, []string{"a\nb"}
		}, want: canonical.ErrBreak},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range schemes {
				req, err := http.NewRequest(http.MethodGet, "https://api.example.com/", nil)
				require.NoError(t, err)
				keys := canonicaltest.Keys
				test.alter(req, &keys)
				err = s.signer.Sign(req, nil, keys, canonicaltest.Time)
				assert.ErrorIs(t, err, test.want)
				assert.NotContains(t, req.Header, "Authorization")
			}
		})
	}
}

func TestPinHost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ url, host, want string }{
		"https without its port": {url: "https://api.example.com:443/", want: "api.example.com"},
		"http without its port":  {url: "http://localhost:80/", want: "localhost"},
		"https keeps another port": {
			url: "https://api.example.com:80/", want: "api.example.com:80",
		},
		"the request's own host": {
			url: "http://127.0.0.1:8080/", host: "api.example.com", want: "api.example.com",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range schemes {
				req := &http.Request{Method: http.MethodGet, URL: parseURL(t, test.url), Host: test.host, Header: http.Header{"X-Acs-Action": {"A"}, "X-Acs-Version": {"1"}}}
				require.NoError(t, s.signer.Sign(req, nil, canonicaltest.Keys, canonicaltest.Time))
				in := canonicaltest.Received(t, req, "")
				assert.Equal(t, test.want, in.Host)
				_, err := s.verifier.Verify(in, nil, canonicaltest.Knows(canonicaltest.Keys), canonicaltest.Time)
				assert.NoError(t, err)
			}
		})
	}
}

// TestCheckCredentials checks that both signers accept only characters that a header can have.
func TestCheckCredentials(t *testing.T) {
	t.Parallel()
	for _, s := range schemes {
		for _, c := range []struct {
			name   string
			change func(*auth.Credentials)
			names  []string // what the error names
		}{
			{
				name:   "a line feed after the access key ID",
				change: func(c *auth.Credentials) { c.AccessKeyID += "\n" },
				names:  []string{"access key ID", "line break", "U+000A"},
			},
			{
				name:   "a carriage return within the secret",
				change: func(c *auth.Credentials) { c.AccessKeySecret = "canary\rsecret" },
				names:  []string{"access key secret", "line break", "U+000D"},
			},
			{
				name:   "a line feed after the token",
				change: func(c *auth.Credentials) { c.SecurityToken += "\r\n" },
				names:  []string{"security token", "line break"},
			},
			{
				name:   "a tab before the token",
				change: func(c *auth.Credentials) { c.SecurityToken = "\t" + c.SecurityToken },
				names:  []string{"security token", "U+0009"},
			},
			{
				name:   "a NUL",
				change: func(c *auth.Credentials) { c.AccessKeyID += "\x00" },
				names:  []string{"access key ID", "U+0000"},
			},
			{
				name:   "a DEL",
				change: func(c *auth.Credentials) { c.AccessKeyID += "\x7f" },
				names:  []string{"access key ID", "U+007F"},
			},
			{
				name:   "a byte order mark",
				change: func(c *auth.Credentials) { c.AccessKeyID = "\uFEFF" + c.AccessKeyID },
				names:  []string{"access key ID", "U+FEFF"},
			},
			{
				name:   "a letter with an accent",
				change: func(c *auth.Credentials) { c.SecurityToken += "é" },
				names:  []string{"security token", "U+00E9"},
			},
			{
				name:   "a byte that is not UTF-8",
				change: func(c *auth.Credentials) { c.SecurityToken += "\xff" },
				names:  []string{"security token"},
			},
		} {
			t.Run(s.name+": "+c.name, func(t *testing.T) {
				t.Parallel()
				keys := auth.Credentials{AccessKeyID: "AKIDcanary0123456789", AccessKeySecret: "canary-secret", SecurityToken: "canary-token"}
				c.change(&keys)
				assertUnsendable(t, s.signer, keys, c.names...)
			})
		}
	}
	t.Run("an account ID with a line break", func(t *testing.T) {
		t.Parallel()
		keys := auth.Credentials{AccessKeyID: "AKIDcanary0123456789", AccessKeySecret: "canary-secret", AccountID: "account\n"}
		assertUnsendable(t, huawei.Signer{}, keys, "account ID")
	})
}

// In TestScheme_Sign_eachAttempt, a client sends one call three times.
func TestScheme_Sign_eachAttempt(t *testing.T) {
	t.Parallel()
	fresh := map[string][]string{
		"Huawei Cloud":  {"X-Sdk-Date", "Authorization"},
		"Alibaba Cloud": {"X-Acs-Date", "X-Acs-Signature-Nonce", "Authorization"},
	}
	for _, s := range schemes {
		t.Run(s.name+": no two attempts have the same date, nonce or signature", func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				busy := &unavailable{}
				client, err := auth.NewClient(auth.Config{
					Base: busy, Endpoint: "https://api.example.com", Signer: s.signer,
					Provider: auth.Static(canonicaltest.Keys.AccessKeyID, canonicaltest.Keys.AccessKeySecret, ""),
					Classify: func(auth.Call, *auth.Response) auth.Decision {
						return auth.Decision{Verdict: auth.Refused, Wait: 2 * time.Second}
					},
					Retry: auth.Retry{MaxRetries: 2},
				})
				require.NoError(t, err)
				req, err := http.NewRequest(http.MethodPost, "/", strings.NewReader("body"))
				require.NoError(t, err)
				_, err = client.Do(t.Context(), auth.Call{Op: "InviteAccount", Request: req})
				require.Error(t, err)
				require.Len(t, busy.headers, 3)
				for _, name := range fresh[s.name] {
					seen := map[string]bool{}
					for _, h := range busy.headers {
						seen[h.Get(name)] = true
					}
					assert.Len(t, seen, 3, name)
				}
			})
		})
	}
}

// assertUnsendable checks that a client sends nothing with these credentials, and that its
// error has the given texts and no secret.
func assertUnsendable(t *testing.T, signer auth.Signer, keys auth.Credentials, names ...string) {
	t.Helper()
	client, err := auth.NewClient(auth.Config{
		Base:     unreached{t},
		Endpoint: "https://api.example.com",
		Provider: auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return keys, nil }),
		Signer:   signer,
		Classify: func(auth.Call, *auth.Response) auth.Decision { return auth.Decision{} },
	})
	require.NoError(t, err)
	req, err := http.NewRequest(http.MethodGet, "/", nil)
	require.NoError(t, err)
	_, err = client.Do(t.Context(), auth.Call{Op: "ListHandshakes", Safe: true, Request: req})
	require.ErrorAs(t, err, new(*auth.SignError))
	require.ErrorIs(t, err, auth.ErrInvalid)
	assert.NotErrorIs(t, err, auth.ErrUnavailable)
	for _, name := range names {
		assert.Contains(t, err.Error(), name)
	}
	assert.NotContains(t, err.Error(), "canary")
}
