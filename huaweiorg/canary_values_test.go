package huaweiorg_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

// printAll prints a value in each way that a program may.
func printAll(out *bytes.Buffer, v any) {
	fmt.Fprintf(out, "%v %+v %#v %s %q %x %d\n", v, v, v, v, v, v, v)
	_ = json.NewEncoder(out).Encode(v)
	_ = xml.NewEncoder(out).Encode(v)
	if r := reflect.ValueOf(v); r.IsValid() && (r.Kind() != reflect.Pointer || !r.IsNil()) { // gob panics on others
		_ = gob.NewEncoder(out).Encode(v)
	}
	for _, h := range []slog.Handler{
		slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}),
		slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}),
	} {
		slog.New(h).With("with", v).Debug("value", "v", v, slog.Group("group", "v", v))
	}
	if err, ok := v.(error); ok {
		slog.New(slog.NewTextHandler(out, nil)).Error("failed", "err", err)
		fmt.Fprintln(out, fmt.Errorf("wrapped: %w", err))
	}
}

// causes is err and all that it wraps.
func causes(err error) []error {
	if err == nil {
		return nil
	}
	all := []error{err}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		all = append(all, causes(e.Unwrap())...)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			all = append(all, causes(inner)...)
		}
	}
	return all
}

// hidden are the forms in which a secret must not be found.
func hidden(secrets ...string) (forms []string) {
	for _, secret := range secrets {
		forms = append(forms, secret, url.QueryEscape(secret), fmt.Sprintf("%x", secret), strings.Trim(fmt.Sprint([]byte(secret)), "[]"))
	}
	return forms
}

// assertNone shows where a secret was found, and not all that was printed.
func assertNone(t *testing.T, text string, secrets []string, what string) {
	t.Helper()
	for _, secret := range append(secrets, "Signature=") {
		if i := strings.Index(text, secret); i >= 0 {
			t.Errorf("%s shows a secret: %q", what, text[max(0, i-100):min(i+10, len(text))])
		}
	}
}

// TestNoValueOfALifePrintsASecret looks at all that a program can hold of both packages
// before, during and after each fault of the test service.
func TestNoValueOfALifePrintsASecret(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := &bench{huaweiorgtest.New(), time.Hour}
				root := b.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management})
				b.Seed(b.Believable(3)...)
				keys := b.TemporaryCredentials(root, b.lifetime)
				f.inject(b, huaweiorgtest.Always)

				var out bytes.Buffer
				var mu sync.Mutex
				provider := auth.Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken)
				logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
				opts := []huaweiorg.Option{
					huaweiorg.WithCredentials(provider), huaweiorg.WithLogger(logger),
					huaweiorg.WithResponse(func(_ context.Context, info huaweiorg.ResponseInfo) {
						mu.Lock()
						defer mu.Unlock()
						printAll(&out, info)
					}),
				}
				opts = append(opts, huaweiorg.WithTransport(b.RoundTripper()))
				client, err := b.NewClient(root, opts...)
				require.NoError(t, err)
				items, err := client.ListHandshakes().Collect(t.Context())
				page, pageErr := client.ListHandshakes().Page(t.Context(), "")

				values := []any{provider, client, *client, opts, items, page, client.ListHandshakes(), *client.ListHandshakes(), root, b.Service, b.RoundTripper(), b.Requests()}
				for _, e := range append(causes(err), causes(pageErr)...) {
					values = append(values, e)
				}
				secrets := hidden(keys.AccessKeySecret, keys.SecurityToken)
				for _, v := range append(values, valuesOfAuth(t, b, keys)...) {
					var printed bytes.Buffer
					printAll(&printed, v)
					printAll(&printed, struct{ V any }{v})
					printAll(&printed, []any{&v})
					assertNone(t, printed.String(), append(hidden(root.Credentials.AccessKeySecret), secrets...), fmt.Sprintf("%T", v))
				}
				signed := false
				for _, r := range b.Requests() {
					signed = signed || r.Header.Get("X-Security-Token") == keys.SecurityToken
					out.WriteString(r.Path + "?" + r.Query.Encode())
				}
				assert.True(t, signed || f.name == "no connection", "the token was in the request")
				assertNone(t, out.String(), secrets, "the log")
			})
		})
	}
}

// valuesOfAuth are the values of package auth, used once.
func valuesOfAuth(t *testing.T, b *bench, keys auth.Credentials) []any {
	t.Helper()
	provider := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return keys, nil })
	cached, chained := auth.Cache(provider, 0), auth.Chain(provider, auth.Static("", keys.AccessKeySecret, keys.SecurityToken))
	base := b.RoundTripper()
	config := auth.Config{
		Base: base, Endpoint: huaweiorg.Endpoint, Provider: cached, Signer: auth.HuaweiSigner{}, Now: b.Now,
		Retry: auth.Retry{MaxRetries: -1},
		Classify: func(_ auth.Call, r *auth.Response) auth.Decision {
			if r.StatusCode == 200 {
				return auth.Decision{}
			}
			return auth.Decision{Verdict: auth.Fatal, Err: errors.New("refused")}
		},
	}
	client, err := auth.NewClient(config)
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/organizations/handshakes?limit=2000", nil)
	require.NoError(t, err)
	call := auth.Call{Op: "ListHandshakes", Safe: true, Request: req}
	resp, err := client.Do(t.Context(), call)
	values := []any{keys, &keys, cached, chained, config, &config, client, *client, call, req, req.Header, config.Retry}
	if resp != nil {
		values = append(values, resp, *resp)
	}
	for _, e := range causes(err) {
		values = append(values, e)
	}
	_, err = chained.Credentials(t.Context())
	require.NoError(t, err)
	transport := &auth.Transport{Base: base, Provider: cached, Signer: config.Signer, Host: "organizations.myhuaweicloud.com", Now: b.Now}
	_, err = transport.RoundTrip(req)
	return append(values, transport, *transport, fmt.Sprint(err), auth.Decision{Err: err}, auth.HuaweiSigner{})
}
