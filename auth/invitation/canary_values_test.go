package invitation_test

import (
	"bytes"
	"cmp"
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

// hidden are the forms in which a secret must not be found.
func hidden(secrets ...string) (forms []string) {
	for _, secret := range secrets {
		once := url.QueryEscape(secret)
		forms = append(forms, secret, once, url.QueryEscape(once), fmt.Sprintf("%x", secret), strings.Trim(fmt.Sprint([]byte(secret)), "[]"))
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

// TestCloud_Secrets_values looks at all that a program can hold of the packages before,
// during and after each fault of the test service.
func TestCloud_Secrets_values(t *testing.T) {
	t.Parallel()
	if racing {
		t.Skip("TestCloud_Faults makes the same calls, and these only look at what they return")
	}
	for _, c := range clouds() {
		for n, f := range faultsOf(c) {
			t.Run(c.name+"/prints none during "+f.name, func(t *testing.T) {
				t.Parallel()
				formats := c.formats
				if c.resembles || !fullStrength {
					formats = formats[n%len(formats):][:1] // each in its turn
				}
				for _, format := range formats {
					synctest.Test(t, func(t *testing.T) { f.assertSilent(t, c.new(t, format)) })
				}
			})
		}
	}
}

func (f faultRow) assertSilent(t *testing.T, w world) {
	t.Helper()
	root := w.cloud().root
	id := w.seed(toGuest(w), toGuest(w), toGuest(w))[0].ID
	keys := w.temporary(root, cmp.Or(f.lifetime, 12*time.Hour))
	w.skew(f.ahead)
	w.inject(fault{times: always, kind: f.kind})

	var out bytes.Buffer
	var mu sync.Mutex
	settings := clientSettings{
		provider:  auth.Static(keys.AccessKeyID, keys.AccessKeySecret, keys.SecurityToken),
		logger:    slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true})),
		transport: w.roundTripper(), maxBody: 1 << 20,
		observers: observing(func(info auth.CallInfo) {
			mu.Lock()
			defer mu.Unlock()
			printAll(&out, info)
		}),
	}
	c := w.client(root, settings)
	values, pageErr := c.page(t.Context(), false)
	values = append(values, settings.provider)
	errs := []error{pageErr}
	for _, of := range calls {
		errs = append(errs, of.do(t.Context(), c, id))
	}
	invited, inviteErr := c.invite(t.Context(), guestInput(w))
	values = append(values, invited)
	for _, err := range append(errs, inviteErr) {
		for _, e := range causes(err) {
			values = append(values, e)
		}
	}
	values = append(values, w.held(settings)...)
	requests := w.requests()
	secrets := hidden(keys.AccessKeySecret, keys.SecurityToken)
	_, rootSecret, _ := w.keys(root)
	for _, v := range append(values, valuesOfAuth(t, w, keys)...) {
		var printed bytes.Buffer
		printAll(&printed, v)
		printAll(&printed, struct{ V any }{v})
		printAll(&printed, []any{&v})
		assertNone(t, printed.String(), append(hidden(rootSecret), secrets...), fmt.Sprintf("%T", v))
	}
	signed := false
	for _, r := range requests {
		signed = signed || r.header.Get(w.cloud().tokenHeader) == keys.SecurityToken
		out.WriteString(r.line)
	}
	assert.True(t, signed || f.name == "no connection", "the token was in the request")
	assertNone(t, out.String(), secrets, "the log")
}

// valuesOfAuth are the values of package auth, used once.
func valuesOfAuth(t *testing.T, w world, keys auth.Credentials) []any {
	t.Helper()
	provider := auth.ProviderFunc(func(context.Context) (auth.Credentials, error) { return keys, nil })
	cached, chained := auth.Cache(provider, 0), auth.Chain(provider, auth.Static("", keys.AccessKeySecret, keys.SecurityToken))
	base, signer := w.roundTripper(), w.cloud().signer
	config := auth.Config{
		Base: base, Endpoint: w.cloud().endpoint, Provider: cached, Signer: signer, Now: w.now, Retry: auth.Retry{MaxRetries: -1},
		Classify: func(_ auth.Call, r *auth.Response) auth.Decision {
			if r.StatusCode == http.StatusOK {
				return auth.Decision{}
			}
			return auth.Decision{Verdict: auth.Fatal, Err: errors.New("refused")}
		},
	}
	client, err := auth.NewClient(config)
	require.NoError(t, err)
	req, err := http.NewRequestWithContext(t.Context(), w.cloud().listMethod, w.cloud().listTarget, nil)
	require.NoError(t, err)
	call := auth.Call{Op: "List", Safe: true, Request: req}
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
	host := strings.TrimPrefix(w.cloud().endpoint, "https://")
	transport := &auth.Transport{Base: base, Provider: cached, Signer: signer, Host: host, Now: w.now}
	_, err = transport.RoundTrip(req)
	return append(values, transport, *transport, fmt.Sprint(err), auth.Decision{Err: err}, signer)
}
