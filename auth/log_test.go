package auth

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClient_String_secrets(t *testing.T) {
	t.Parallel()
	secrets := []string{spySecret, spyToken, "who@secret.example", "the-body", "Signature="}
	leaky := status(503, "X-Request-Id", "request-1", "Set-Cookie", spyToken)
	for name, c := range map[string]struct {
		script []step
		change func(*Config)
	}{
		"success":       {script: []step{leaky, status(200, "X-Request-Id", "request-2")}},
		"failures":      {script: []step{leaky}},
		"throttling":    {script: []step{status(429, "Retry-After", "31536000")}},
		"no connection": {script: []step{fails(errDial)}},
		"a hang":        {script: []step{hangs}},
		"a cut body":    {script: []step{cut}},
		"a large body": {
			script: []step{respondWith(200, strings.Repeat("the-body", 1000))},
		},
		"a wrong clock": {script: []step{skewed(time.Hour)}},
		"a redirect": {
			script: []step{status(302, "Location", ":%zz?who@secret.example")},
		},
		"a signer that fails": {
			change: func(c *Config) { c.Signer = signs(func() error { return errReset }) },
		},
		"a provider that fails": {
			change: func(c *Config) { c.Provider = Static(spyID, "", spyToken) },
		},
		"a malformed header": {
			script: []step{leaky},
			change: func(c *Config) { c.Provider = Static("id\n", spySecret, "\r\n") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var printed bytes.Buffer
				service := serving(append(c.script, hangs)[:max(len(c.script), 1)]...)
				config := testConfig(roundTrip(service.RoundTrip)) // a printed service would show what it received
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

func TestClient_Do_log(t *testing.T) {
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
		assert.Equal(t, "WARN retry op=ListHandshakes attempt=3 wait=18s reason=throttled", records[5])
		assert.Equal(t, "DEBUG attempt op=ListHandshakes attempt=4 duration=0s status=200 request_id=", records[6])
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// recording is a log handler that keeps its records.
type recording func(slog.Record)

func (h recording) Enabled(context.Context, slog.Level) bool      { return true }
func (h recording) Handle(_ context.Context, r slog.Record) error { h(r); return nil }
func (h recording) WithAttrs([]slog.Attr) slog.Handler            { return h }
func (h recording) WithGroup(string) slog.Handler                 { return h }

func TestVerdict_String(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for v := Accepted; v <= Unauthenticated+1; v++ {
		seen[v.String()] = true
	}
	assert.Len(t, seen, 9)
}
