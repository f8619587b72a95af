package alibabarm_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/credentials-go/credentials"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
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

// TestNoValueOfALifePrintsASecret looks at all that a program can hold of this package
// before, during and after each fault of the test service, in JSON and in XML.
func TestNoValueOfALifePrintsASecret(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { f.assertSilent(t) })
			synctest.Test(t, func(t *testing.T) { f.assertSilent(t, alibabarmtest.WithXML()) })
		})
	}
}

func (f fault) assertSilent(t *testing.T, opts ...alibabarmtest.Option) {
	s := &bench{alibabarmtest.New(opts...), 24 * time.Hour}
	root := s.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management})
	id := s.Seed(s.Believable(3)...)[0].ID
	keys := s.TemporaryCredentials(root, s.lifetime)
	f.inject(s, alibabarmtest.Always)

	credential, err := credentials.NewCredential(new(credentials.Config).SetType("sts").
		SetAccessKeyId(keys.AccessKeyID).SetAccessKeySecret(keys.AccessKeySecret).SetSecurityToken(keys.SecurityToken))
	require.NoError(t, err)
	provider := alibabarm.FromCredential(credential)
	var out bytes.Buffer
	var mu sync.Mutex
	settings := []alibabarm.Option{
		alibabarm.WithCredentials(provider),
		alibabarm.WithLogger(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))),
		alibabarm.WithResponse(func(_ context.Context, info alibabarm.ResponseInfo) {
			mu.Lock()
			defer mu.Unlock()
			printAll(&out, info)
		}),
		alibabarm.WithTransport(s.RoundTripper()),
		alibabarm.WithMaxResponseBytes(1 << 20),
	}
	client, err := s.NewClient(root, settings...)
	require.NoError(t, err)
	pager := client.ListHandshakesForResourceDirectory()
	items, listErr := pager.Collect(t.Context())
	page, pageErr := pager.Page(t.Context(), "")
	one, oneErr := client.GetHandshake(t.Context(), id)
	cancelled, cancelErr := client.CancelHandshake(t.Context(), id)
	invited, inviteErr := client.InviteAccountToResourceDirectory(t.Context(), alibabarm.InviteAccountInput{
		TargetType: alibabarm.TargetTypeEmail, TargetEntity: "ops@example.test",
	})

	values := []any{
		provider, client, *client, settings, pager, *pager, items, page, one, cancelled, invited,
		alibabarm.DefaultProvider(), auth.AlibabaSigner{}, keys, root, s.Service, s.RoundTripper(), s.Requests(),
	}
	for _, err := range []error{listErr, pageErr, oneErr, cancelErr, inviteErr} {
		for _, e := range causes(err) {
			values = append(values, e)
		}
	}
	secrets := hidden(keys.AccessKeySecret, keys.SecurityToken)
	for _, v := range values {
		var printed bytes.Buffer
		printAll(&printed, v)
		printAll(&printed, struct{ V any }{v})
		printAll(&printed, []any{&v})
		assertNone(t, printed.String(), append(hidden(root.Credentials.AccessKeySecret), secrets...), fmt.Sprintf("%T", v))
	}
	signed := false
	for _, r := range s.Requests() {
		signed = signed || r.Header.Get("X-Acs-Security-Token") == keys.SecurityToken
		out.WriteString(r.Path + "?" + r.Query.Encode())
	}
	assert.True(t, signed || f.name == "no connection", "the token was in the request")
	assertNone(t, out.String(), secrets, "the log")
}
