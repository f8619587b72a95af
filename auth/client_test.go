package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNewClient_invalid(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"no provider":                      func(c *Config) { c.Provider = nil },
		"no signer":                        func(c *Config) { c.Signer = nil },
		"no classification":                func(c *Config) { c.Classify = nil },
		"no endpoint":                      func(c *Config) { c.Endpoint = "" },
		"a negative limit":                 func(c *Config) { c.MaxResponseBytes = -1 },
		"a negative wait":                  func(c *Config) { c.Retry.MinWait = -1 },
		"a negative elapsed time":          func(c *Config) { c.Retry.MaxElapsed = -1 },
		"a negative attempt":               func(c *Config) { c.Retry.AttemptTimeout = -1 },
		"a MinWait beyond MaxWait":         func(c *Config) { c.Retry.MinWait, c.Retry.MaxWait = 2, 1 },
		"a line break in UserAgent":        func(c *Config) { c.UserAgent = "app\r\nX-Evil: 1" },
		"a letter that no header may have": func(c *Config) { c.UserAgent = "äpp" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := testConfig(nil)
			change(&config)
			_, err := NewClient(config)
			require.ErrorIs(t, err, ErrInvalid)
			assert.True(t, strings.HasPrefix(err.Error(), "auth: "), err)

			_, err = testClient(t, serving(status(200))).With(change)
			require.ErrorIs(t, err, ErrInvalid)
		})
	}
}

func TestClient_Do_invalid(t *testing.T) {
	t.Parallel()
	streaming := write(t, "/", "x")
	streaming.Request.GetBody = nil
	unreadable := write(t, "/", "x")
	unreadable.Request.GetBody = func() (io.ReadCloser, error) { return nil, errReset }
	opaque := read(t, "/")
	opaque.Request.URL.Opaque = "//evil.example.com/"
	for name, call := range map[string]Call{
		"no request":                        {Op: "ListHandshakes"},
		"no URL":                            {Op: "ListHandshakes", Request: &http.Request{}},
		"an opaque URL":                     opaque,
		"a body that can be sent only once": streaming,
		"a body that cannot be rewound":     unreadable,
		"a call without any field ":         {},
	} {
		service := serving(status(200))
		_, err := testClient(t, service).Do(t.Context(), call)
		assert.ErrorIs(t, err, ErrInvalid, name)
		assert.Empty(t, service.requests, name)
	}
}

func TestClient_Do_signError(t *testing.T) {
	t.Parallel()
	broken := errors.New("the provider timed out")
	for name, change := range map[string]func(*Config){
		"a provider that fails": func(c *Config) {
			c.Provider = ProviderFunc(func(context.Context) (Credentials, error) { return Credentials{}, broken })
		},
		"a provider with a deadline of its own": func(c *Config) {
			c.Provider = ProviderFunc(func(context.Context) (Credentials, error) {
				return Credentials{}, errors.Join(broken, context.DeadlineExceeded)
			})
		},
		"a signer that fails": func(c *Config) { c.Signer = signs(func() error { return broken }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := serving(status(200))
			resp, err := testClient(t, service, change).Do(t.Context(), read(t, "/"))
			require.ErrorAs(t, err, new(*SignError))
			assert.ErrorIs(t, err, broken)
			assert.NotErrorIs(t, err, context.DeadlineExceeded)
			assert.NotErrorAs(t, err, new(*TransportError))
			assert.Nil(t, resp)
			assert.Empty(t, service.requests)
		})
	}
}

type signs func() error

func (s signs) Sign(*http.Request, []byte, Credentials, time.Time) error { return s() }

func TestClient_Do_signsEachAttempt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signer Signer
		fresh  []string
	}{
		"a stub": {signer: stubSigner{}, fresh: []string{"X-Sdk-Date", "Authorization"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(status(503, "Retry-After", "2"), status(503, "Retry-After", "2"), status(200))
				client := testClient(t, service, func(config *Config) { config.Signer = c.signer })
				_, err := client.Do(t.Context(), write(t, "/", "body"))
				require.NoError(t, err)
				for _, header := range c.fresh {
					seen := map[string]bool{}
					for _, req := range service.requests {
						seen[req.Header.Get(header)] = true
					}
					assert.Len(t, seen, 3, header)
				}
			})
		})
	}
}

func TestClient_With(t *testing.T) {
	t.Parallel()
	first := &numbered{expires: time.Hour}
	client := testClient(t, nil, func(c *Config) { c.Provider = first })
	same, err := client.With(func(c *Config) { c.UserAgent = "copy" })
	require.NoError(t, err)
	other, err := client.With(func(c *Config) { c.Provider = &numbered{} })
	require.NoError(t, err)
	again, err := other.With(func(c *Config) { c.Base = serving(status(200)) })
	require.NoError(t, err)
	back, err := again.With(func(c *Config) { c.Base = nil })
	require.NoError(t, err)

	assert.Same(t, client.provider, same.provider)
	assert.NotSame(t, client.provider, other.provider)
	assert.Same(t, other.provider, again.provider)
	for _, c := range []*Client{same, other, again, back} {
		assert.Same(t, client.clock, c.clock)
		assert.Same(t, client.pool, c.pool)
	}
	assert.NotSame(t, client.base, again.base)
	assert.Same(t, client.base, back.base)
	assert.NotEqual(t, client.agent, same.agent)

	withFunc := testClient(t, serving(status(200)), func(c *Config) {
		c.Provider = ProviderFunc(first.Credentials)
	})
	_, err = withFunc.With(func(c *Config) { c.Provider = ProviderFunc(first.Credentials) })
	require.NoError(t, err, "functions are not comparable")
}

func TestClient_Scope(t *testing.T) {
	t.Parallel()
	client := testClient(t, nil, func(config *Config) { config.Endpoint = "https://Service.example.com:443/gw/" })
	assert.Equal(t, "https://service.example.com/gw", client.Scope())
	same, err := client.With(func(*Config) {})
	require.NoError(t, err)
	assert.Equal(t, client.Scope(), same.Scope())
}

func TestClient_String(t *testing.T) {
	t.Parallel()
	named := Credentials{AccessKeyID: spyID, AccessKeySecret: spySecret, AccountID: "1234567890"}
	for name, c := range map[string]struct {
		provider Provider
		account  string
		want     string
	}{
		"shows the beginning of a lasting access key ID": {
			provider: Static(spyID, spySecret, ""), want: "https://service.example.com#AKID…",
		},
		"shows nothing of a short one": {
			provider: Static("AKID", spySecret, ""), want: "https://service.example.com#…",
		},
		"does not show a temporary one": {
			provider: Static(spyID, spySecret, spyToken), want: "https://service.example.com",
		},
		"does not ask for the credentials": {
			provider: &numbered{}, want: "https://service.example.com",
		},
		"prefers the account ID": {
			provider: StaticCredentials(named), want: "https://service.example.com#1234…",
		},
		"prefers the account of the configuration": {
			provider: StaticCredentials(named), account: "abcdefghijk",
			want: "https://service.example.com#abcd…",
		},
	} {
		client := testClient(t, nil, func(config *Config) { config.Provider, config.Account = c.provider, c.account })
		assert.Equal(t, c.want, client.String(), name)
		assert.Equal(t, c.want, client.LogValue().String(), name)
	}
}

func TestDecision_acceptedWithError(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	service := serving(status(500))
	client := testClient(t, service, func(c *Config) {
		c.Classify = func(Call, *Response) Decision { return Decision{Err: boom} }
	})
	resp, err := client.Do(t.Context(), read(t, "/"))
	require.ErrorIs(t, err, boom)
	assert.Equal(t, 500, resp.StatusCode)
	assert.Len(t, service.requests, 1, "it is fatal")
}

func TestDecision_withoutError(t *testing.T) {
	t.Parallel()
	for _, verdict := range []Verdict{Fatal, StaleCredentials, 200} {
		client := testClient(t, serving(status(404)), func(c *Config) {
			c.Classify = func(Call, *Response) Decision { return Decision{Verdict: verdict} }
		})
		_, err := client.Do(t.Context(), read(t, "/"))
		assert.Error(t, err, verdict)
	}
}
