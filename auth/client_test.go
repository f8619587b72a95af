package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNewClientRefuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"no provider":                 func(c *Config) { c.Provider = nil },
		"no signer":                   func(c *Config) { c.Signer = nil },
		"no classification":           func(c *Config) { c.Classify = nil },
		"no endpoint":                 func(c *Config) { c.Endpoint = "" },
		"a negative bound":            func(c *Config) { c.MaxResponseBytes = -1 },
		"a negative wait":             func(c *Config) { c.Retry.MinWait = -1 },
		"a negative elapsed time":     func(c *Config) { c.Retry.MaxElapsed = -1 },
		"a negative attempt":          func(c *Config) { c.Retry.AttemptTimeout = -1 },
		"a MinWait beyond MaxWait":    func(c *Config) { c.Retry.MinWait, c.Retry.MaxWait = 2, 1 },
		"a line break in UserAgent":   func(c *Config) { c.UserAgent = "app\r\nX-Evil: 1" },
		"a letter no header may have": func(c *Config) { c.UserAgent = "äpp" },
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

func TestDoRefusesBeforeSending(t *testing.T) {
	t.Parallel()
	streaming := write(t, "/", "x")
	streaming.Request.GetBody = nil
	unreadable := write(t, "/", "x")
	unreadable.Request.GetBody = func() (io.ReadCloser, error) { return nil, errReset }
	opaque := read(t, "/")
	opaque.Request.URL.Opaque = "//evil.example.com/"
	for name, call := range map[string]Call{
		"no request":                     {Op: "ListHandshakes"},
		"no URL":                         {Op: "ListHandshakes", Request: &http.Request{}},
		"an opaque URL":                  opaque,
		"a body that can be sent once":   streaming,
		"a body that cannot be rewound":  unreadable,
		"a call that is nothing at all ": {},
	} {
		service := serving(status(200))
		_, err := testClient(t, service).Do(t.Context(), call)
		assert.ErrorIs(t, err, ErrInvalid, name)
		assert.Empty(t, service.requests, name)
	}
}

// numbered gives new keys each time and counts.
type numbered struct {
	asked   atomic.Int64
	expires time.Duration
}

func (n *numbered) Credentials(context.Context) (Credentials, error) {
	keys := Credentials{AccessKeyID: fmt.Sprintf("key-%d", n.asked.Add(1)), AccessKeySecret: spySecret, SecurityToken: spyToken}
	if n.expires > 0 {
		keys.Expires = time.Now().Add(n.expires)
	}
	return keys, nil
}

// accepting is a service that finds all keys but one stale.
func accepting(key string) step {
	return func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.Header.Get("Authorization"), key) {
			return status(200)(req)
		}
		return status(401, "Verdict", "stale")(req)
	}
}

func TestStaleCredentialsAreRenewedOnce(t *testing.T) {
	t.Parallel()
	t.Run("the next keys are good", func(t *testing.T) {
		t.Parallel()
		keys, service := new(numbered), serving(accepting("key-2"))
		resp, err := testClient(t, service, func(c *Config) { c.Provider = keys }).Do(t.Context(), write(t, "/", "x"))
		require.NoError(t, err)
		assert.Equal(t, 2, resp.Attempts)
		assert.EqualValues(t, 2, keys.asked.Load())
	})
	t.Run("the next keys are stale too", func(t *testing.T) {
		t.Parallel()
		keys, service := new(numbered), serving(accepting("key-3"))
		_, err := testClient(t, service, func(c *Config) { c.Provider = keys }).Do(t.Context(), read(t, "/"))
		require.ErrorAs(t, err, new(*refusedCall))
		assert.Len(t, service.requests, 2)
	})
	t.Run("the next keys cannot be had", func(t *testing.T) {
		t.Parallel()
		broken, asked := errors.New("metadata service is down"), 0
		provider := ProviderFunc(func(context.Context) (Credentials, error) {
			if asked++; asked > 1 {
				return Credentials{}, broken
			}
			return Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}, nil
		})
		service := serving(status(401, "Verdict", "stale"))
		resp, err := testClient(t, service, func(c *Config) { c.Provider = provider }).Do(t.Context(), read(t, "/"))
		require.ErrorIs(t, err, broken)
		assert.ErrorAs(t, err, new(*SignError))
		assert.ErrorAs(t, err, new(*refusedCall), "what the service said is kept")
		assert.Equal(t, 401, resp.StatusCode)
		assert.Len(t, service.requests, 1)
	})
	t.Run("64 callers renew them once", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			keys := new(numbered)
			service := serving(func(req *http.Request) (*http.Response, error) {
				time.Sleep(time.Second)
				return accepting("key-2")(req)
			})
			client := testClient(t, service, func(c *Config) { c.Provider = keys })
			var group sync.WaitGroup
			for range 64 {
				group.Go(func() {
					_, err := client.Do(t.Context(), read(t, "/"))
					assert.NoError(t, err)
				})
			}
			group.Wait()
			assert.EqualValues(t, 2, keys.asked.Load())
			assert.Len(t, service.requests, 128)
		})
	})
}

func TestARejectedDateMayMeanASessionThatEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		expires  time.Duration
		requests int
	}{
		"in half a minute": {30 * time.Second, 2},
		"in two minutes":   {2 * time.Minute, 1},
		"at no known time": {0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				service := serving(status(401, "Verdict", "skew", "Date", time.Now().UTC().Format(http.TimeFormat)), status(200))
				_, _ = testClient(t, service, func(config *Config) {
					config.Provider = &numbered{expires: c.expires}
				}).Do(t.Context(), read(t, "/"))
				assert.Len(t, service.requests, c.requests)
			})
		})
	}
}

func TestSigningFailuresAreNeverRetried(t *testing.T) {
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

func TestEachAttemptIsSignedAfresh(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signer Signer
		fresh  []string
	}{
		"Huawei Cloud":  {HuaweiSigner{}, []string{"X-Sdk-Date", "Authorization"}},
		"Alibaba Cloud": {AlibabaSigner{}, []string{"X-Acs-Date", "X-Acs-Signature-Nonce", "Authorization"}},
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

func TestWithSharesWhatItShould(t *testing.T) {
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
	require.NoError(t, err, "functions cannot be compared, and need not be")
}

func TestScopeIsTheEndpointAndAFixedAccount(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		provider Provider
		want     string
	}{
		"fixed keys":     {Static("AKID", spySecret, ""), "https://service.example.com/gw#AKID"},
		"a fixed token":  {Static("AKID", spySecret, spyToken), "https://service.example.com/gw"},
		"changing keys":  {&numbered{}, "https://service.example.com/gw"},
		"a cache of one": {Cache(Static("AKID", spySecret, ""), 0), "https://service.example.com/gw#AKID"},
	} {
		client := testClient(t, nil, func(config *Config) {
			config.Endpoint, config.Provider = "https://Service.example.com:443/gw/", c.provider
		})
		assert.Equal(t, c.want, client.Scope(), name)
		same, err := client.With(func(*Config) {})
		require.NoError(t, err)
		assert.Equal(t, c.want, same.Scope(), name)
	}
}

func TestClassifyWithoutAnErrorIsStillAnError(t *testing.T) {
	t.Parallel()
	for _, verdict := range []Verdict{Fatal, StaleCredentials, 200} {
		client := testClient(t, serving(status(404)), func(c *Config) {
			c.Classify = func(Call, *Response) Decision { return Decision{Verdict: verdict} }
		})
		_, err := client.Do(t.Context(), read(t, "/"))
		assert.Error(t, err, verdict)
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	t.Parallel()
	secrets := []string{spySecret, spyToken, "who@secret.example", "the-body", "Signature="}
	leaky := status(503, "X-Request-Id", "request-1", "Set-Cookie", spyToken)
	for name, c := range map[string]struct {
		script []step
		change func(*Config)
	}{
		"success":                {[]step{leaky, status(200, "X-Request-Id", "request-2")}, nil},
		"failures":               {[]step{leaky}, nil},
		"throttling":             {[]step{status(429, "Retry-After", "31536000")}, nil},
		"no connection":          {[]step{fails(errDial)}, nil},
		"a hang":                 {[]step{hangs}, nil},
		"a cut body":             {[]step{cut}, nil},
		"a large body":           {[]step{answer(200, strings.Repeat("the-body", 1000))}, nil},
		"a skewed clock":         {[]step{skewed(time.Hour)}, nil},
		"a redirect":             {[]step{status(302, "Location", ":%zz?who@secret.example")}, nil},
		"another signer":         {[]step{leaky}, func(c *Config) { c.Signer = AlibabaSigner{} }},
		"a signer that fails":    {nil, func(c *Config) { c.Signer = signs(func() error { return errReset }) }},
		"a provider that fails":  {nil, func(c *Config) { c.Provider = Static(spyID, "", spyToken) }},
		"a header that is wrong": {[]step{leaky}, func(c *Config) { c.Provider = Static("id\n", spySecret, "\r\n") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var printed bytes.Buffer
				service := serving(append(c.script, hangs)[:max(len(c.script), 1)]...)
				config := testConfig(roundTrip(service.RoundTrip)) // a service that is printed shows what it received
				config.Logger = slog.New(slog.NewJSONHandler(&printed, &slog.HandlerOptions{Level: slog.LevelDebug}))
				config.MaxResponseBytes = 1000
				if c.change != nil {
					c.change(&config)
				}
				client, err := NewClient(config)
				require.NoError(t, err)
				call := write(t, "/?to=who@secret.example", "the-body")
				call.Safe = true
				_, err = client.Do(t.Context(), call)
				config.Logger.Info("values", "client", client, "error", err)
				config.Logger = nil
				for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
					fmt.Fprintf(&printed, verb+verb+verb+"\n", client, err, struct{ inner *Client }{client})
					fmt.Fprintf(&printed, verb+verb+verb+"\n", config, client.config, client.provider)
				}
				for _, secret := range secrets {
					assert.NotContains(t, printed.String(), secret)
				}
			})
		})
	}
}

func TestTheLogHasARecordForEachAttemptAndRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var records []string
		logger := slog.New(recording(func(r slog.Record) {
			text := r.Level.String() + " " + r.Message
			r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
			records = append(records, text)
		}))
		service := serving(status(503, "X-Request-Id", "r-1"), fails(errDial), status(429, "x-acs-request-id", "r-3", "Retry-After", "9"), status(200))
		_, err := testClient(t, service, func(c *Config) { c.Logger = logger }).Do(t.Context(), read(t, "/"))
		require.NoError(t, err)
		require.Len(t, records, 7)
		assert.Equal(t, "DEBUG attempt op=ListHandshakes attempt=1 duration=0s status=503 request_id=r-1", records[0])
		assert.Equal(t, "WARN retry op=ListHandshakes attempt=1 wait=200ms reason=refused", records[1])
		assert.Contains(t, records[2], "DEBUG attempt op=ListHandshakes attempt=2 duration=0s error=")
		assert.Equal(t, "WARN retry op=ListHandshakes attempt=2 wait=400ms reason=refused", records[3])
		assert.Equal(t, "DEBUG attempt op=ListHandshakes attempt=3 duration=0s status=429 request_id=r-3", records[4])
		assert.Equal(t, "WARN retry op=ListHandshakes attempt=3 wait=9s reason=throttled", records[5])
		assert.Equal(t, "DEBUG attempt op=ListHandshakes attempt=4 duration=0s status=200 request_id=", records[6])
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// recording is a log handler that keeps what it is given.
type recording func(slog.Record)

func (h recording) Enabled(context.Context, slog.Level) bool      { return true }
func (h recording) Handle(_ context.Context, r slog.Record) error { h(r); return nil }
func (h recording) WithAttrs([]slog.Attr) slog.Handler            { return h }
func (h recording) WithGroup(string) slog.Handler                 { return h }

func TestVerdictsHaveNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for v := Accepted; v <= StaleCredentials+1; v++ {
		seen[v.String()] = true
	}
	assert.Len(t, seen, 8)
}
