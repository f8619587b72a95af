package auth

import (
	"bytes"
	"context"
	"encoding"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	canarySecret = "canarySecretValue"
	canaryToken  = "canaryTokenValue"
	canaryID     = "CANARYACCESSKEYID"
)

var canary = Credentials{
	AccessKeyID: canaryID, AccessKeySecret: canarySecret, SecurityToken: canaryToken, AccountID: "account-1",
	Expires: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC),
}

// assertRedacted looks for the canaries as text, in hex and as decimal bytes.
func assertRedacted(t *testing.T, text, how string) {
	t.Helper()
	for _, secret := range []string{canarySecret, canaryToken, canaryID} {
		for _, form := range []string{"%s", "%x", "%X", "% x", "%d", "%U"} {
			hidden := strings.Trim(fmt.Sprintf(form, []byte(secret)), "[]")
			assert.NotContains(t, text, hidden, how)
		}
	}
}

func printings(t *testing.T) map[string]any {
	cached := func(p Provider) Provider {
		c := Cache(p, 0)
		_, err := c.Credentials(t.Context())
		require.NoError(t, err)
		return c
	}
	type exported struct {
		Keys   Credentials
		Ptr    *Credentials
		List   []Credentials
		Map    map[string]Credentials
		Nested struct{ Any any }
	}
	type unexported struct {
		provider Provider
		cached   Provider
	}
	key := canary
	nested := exported{key, &key, []Credentials{key}, map[string]Credentials{"k": key}, struct{ Any any }{key}}
	static := Static(canaryID, canarySecret, canaryToken)
	leaky := leakyProvider{key}
	return map[string]any{
		"a value":             key,
		"a pointer":           &key,
		"a slice":             []Credentials{key},
		"an array":            [1]Credentials{key},
		"a map":               map[string]Credentials{"k": key},
		"a map key":           map[Credentials]int{key: 1},
		"a struct":            nested,
		"a pointer to struct": &nested,
		"a static provider":   static,
		"static providers":    []Provider{static},
		"a chain":             Chain(static, leaky),
		"a cache":             cached(Chain(static)),
		"a cache of a leaky":  cached(leaky),
		"unexported fields":   unexported{static, cached(leaky)},
		"an unexported chain": struct{ p Provider }{Chain(static, leaky)},
	}
}

// leakyProvider would print its keys in an unexported field.
type leakyProvider struct{ Keys Credentials }

func (p leakyProvider) Credentials(context.Context) (Credentials, error) { return p.Keys, nil }

// encoders are those that call no method of fmt, slog or JSON. Others, for YAML and TOML,
// call MarshalText as XML does.
var encoders = map[string]func(*bytes.Buffer, any) error{
	"XML": func(b *bytes.Buffer, v any) error { return xml.NewEncoder(b).Encode(v) },
	"an attribute": func(b *bytes.Buffer, v any) error {
		keys, ok := v.(Credentials)
		if !ok {
			return nil
		}
		return xml.NewEncoder(b).Encode(struct {
			Keys Credentials `xml:"keys,attr"`
		}{keys})
	},
	"gob": func(b *bytes.Buffer, v any) error { return gob.NewEncoder(b).Encode(v) },
	"text": func(b *bytes.Buffer, v any) error {
		if m, ok := v.(encoding.TextMarshaler); ok {
			text, err := m.MarshalText()
			b.Write(text)
			return err
		}
		return nil
	},
}

func TestCredentials_Marshal(t *testing.T) {
	t.Parallel()
	const want = "Credentials{AccessKeyID:CANA… Token:true AccountID:account-1 Expires:2030-01-02T03:04:05Z}"
	holder := struct{ Keys Credentials }{canary}
	t.Run("XML", func(t *testing.T) {
		t.Parallel()
		text, err := xml.Marshal(canary)
		require.NoError(t, err)
		assert.Equal(t, "<Credentials>"+want+"</Credentials>", string(text))
		require.ErrorIs(t, xml.Unmarshal(text, new(Credentials)), ErrInvalid)
	})
	t.Run("JSON", func(t *testing.T) {
		t.Parallel()
		text, err := json.Marshal(holder)
		require.NoError(t, err)
		got := holder
		require.ErrorIs(t, json.Unmarshal(text, &got), ErrInvalid)
		require.ErrorIs(t, json.Unmarshal([]byte(`{"Keys":"`+want+`"}`), &got), ErrInvalid)
		assert.Equal(t, holder, got)
		require.ErrorIs(t, json.Unmarshal([]byte(`{"`+want+`":1}`), new(map[Credentials]int)), ErrInvalid)
	})
	t.Run("gob", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		require.NoError(t, gob.NewEncoder(&out).Encode(holder))
		assert.Contains(t, out.String(), want)
		got := holder
		require.ErrorContains(t, gob.NewDecoder(&out).Decode(&got), "cannot be decoded")
		assert.Equal(t, holder, got)
	})
	t.Run("text", func(t *testing.T) {
		t.Parallel()
		got := canary
		text, err := got.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, want, string(text))
		require.ErrorIs(t, got.UnmarshalText(text), ErrInvalid)
		require.ErrorIs(t, got.UnmarshalBinary(text), ErrInvalid)
		assert.Equal(t, canary, got)
	})
}

func TestCredentials_Format(t *testing.T) {
	t.Parallel()
	for name, value := range printings(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%U", "%c", "%t", "%e", "%10.3v", "%T"} {
				assertRedacted(t, fmt.Sprintf(verb, value), verb)
				assertRedacted(t, fmt.Errorf("wrapped "+verb, value).Error(), "error "+verb)
			}
			assertRedacted(t, fmt.Sprint(value), "Sprint")
			text, err := json.Marshal(value)
			assertRedacted(t, string(text), "JSON")
			if err != nil {
				assertRedacted(t, err.Error(), "JSON error")
			}
			for how, encode := range encoders {
				var out bytes.Buffer
				if err := encode(&out, value); err != nil {
					assertRedacted(t, err.Error(), how)
				}
				assertRedacted(t, out.String(), how)
			}
			for how, handler := range map[string]func(*bytes.Buffer) slog.Handler{
				"slog text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
				"slog JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
			} {
				var log bytes.Buffer
				slog.New(handler(&log)).With("with", value).Info("m", "value", value, slog.Group("group", "value", value))
				require.Contains(t, log.String(), "value")
				assertRedacted(t, log.String(), how)
			}
		})
	}
}

func TestCredentials_String(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Credentials{AccessKeyID:CANA… Token:true AccountID:account-1 Expires:2030-01-02T03:04:05Z}", canary.String())
	assert.Equal(t, "auth.Credentials{AccessKeyID:CANA… Token:true AccountID:account-1 Expires:2030-01-02T03:04:05Z}", fmt.Sprintf("%#v", canary))
	assert.Equal(t, "Credentials{AccessKeyID:… Token:false AccountID: Expires:}", Credentials{AccessKeyID: "12345678"}.String())
	text, err := json.Marshal(&canary)
	require.NoError(t, err)
	assert.JSONEq(t, `{"access_key_id":"CANA…","token":true,"account_id":"account-1","expires":"2030-01-02T03:04:05Z"}`, string(text))
}

func TestStatic(t *testing.T) {
	t.Parallel()
	keys, err := Static(" id ", " secret ", " token ").Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, Credentials{AccessKeyID: " id ", AccessKeySecret: " secret ", SecurityToken: " token "}, keys)
	for _, p := range []Provider{Static("", "secret", ""), Static("id", "", "token")} {
		keys, err := p.Credentials(t.Context())
		assert.ErrorIs(t, err, ErrNoCredentials)
		assert.Zero(t, keys)
	}
}

func TestStaticAccount(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "id", staticAccount(Static("id", "secret", "")))
	assert.Equal(t, "account", staticAccount(&static{func() Credentials { return Credentials{AccessKeyID: "id", AccountID: "account"} }}))
	assert.Empty(t, staticAccount(Static("id", "secret", "token")))
	assert.Empty(t, staticAccount(Chain(Static("id", "secret", ""))))
	assert.Empty(t, staticAccount(nil))
}

func failing(err error) Provider {
	return ProviderFunc(func(context.Context) (Credentials, error) { return Credentials{}, err })
}

func TestChain(t *testing.T) {
	t.Parallel()
	last := ProviderFunc(func(context.Context) (Credentials, error) {
		assert.Fail(t, "a provider after the first success was asked")
		return Credentials{}, nil
	})
	keys, err := Chain(failing(errors.New("environment: none")), nil, failing(nil), Static("id", "secret", ""), last).Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "id", keys.AccessKeyID)
}

func TestChain_failures(t *testing.T) {
	t.Parallel()
	first, second := errors.New("environment: HUAWEICLOUD_SDK_AK is not set"), errors.New("profile: no such file")
	_, err := Chain(failing(first), failing(second)).Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials)
	require.ErrorIs(t, err, first)
	require.ErrorIs(t, err, second)
	assert.Equal(t, "no credentials:\n  "+first.Error()+"\n  "+second.Error(), err.Error(), "a line for each")
	_, err = Chain(Chain(failing(first), failing(second)), failing(fmt.Errorf("vault: %w", ErrNoCredentials))).Credentials(t.Context())
	assert.Equal(t, "no credentials:\n  no credentials:\n    "+first.Error()+"\n    "+second.Error()+"\n  vault", err.Error(), "a chain within is indented")

	_, err = Chain().Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials)
	_, err = Chain(failing(nil)).Credentials(t.Context())
	require.ErrorIs(t, err, ErrNoCredentials, "empty credentials are a failure")
}

func TestChain_context(t *testing.T) {
	t.Parallel()
	cause := errors.New("user left")
	ctx, cancel := context.WithCancelCause(t.Context())
	ends := ProviderFunc(func(ctx context.Context) (Credentials, error) {
		cancel(cause)
		return Credentials{}, ctx.Err()
	})
	next := ProviderFunc(func(context.Context) (Credentials, error) {
		assert.Fail(t, "a provider was asked after the context ended")
		return Credentials{}, nil
	})
	_, err := Chain(ends, next).Credentials(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, cause)
	require.NotErrorIs(t, err, ErrNoCredentials)
}

type invalidated struct {
	Provider
	rejected []Credentials
}

func (p *invalidated) Invalidate(rejected Credentials) { p.rejected = append(p.rejected, rejected) }

func TestChain_Invalidate(t *testing.T) {
	t.Parallel()
	a, b := &invalidated{Provider: failing(nil)}, &invalidated{Provider: Static("id", "secret", "")}
	p, ok := Chain(a, Static("x", "y", ""), b).(Invalidator)
	require.True(t, ok)
	p.Invalidate(canary)
	assert.Equal(t, []Credentials{canary}, a.rejected)
	assert.Equal(t, []Credentials{canary}, b.rejected)
}

// A hinting provider has something to say about its credentials.
type hinting struct {
	Provider
	hint string
}

func (h *hinting) Hint() string { return h.hint }

// hints has credentials with this hint.
func hints(hint string) *hinting { return &hinting{Static("id", "secret", ""), hint} }

// asked is p after a call.
func asked(t testing.TB, p Provider) Provider {
	t.Helper()
	_, err := p.Credentials(t.Context())
	require.NoError(t, err)
	return p
}

func TestHinter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		p    Provider
		want string
	}{
		{name: "a cache passes on the hint of its provider", p: Cache(hints("no account ID"), 0), want: "no account ID"},
		{name: "a client passes it on through its own cache", p: testClient(t, nil, func(c *Config) { c.Provider = hints("no account ID") }).provider, want: "no account ID"},
		{name: "a chain passes on that of the member that gave credentials", p: asked(t, Chain(&hinting{failing(nil), "failed"}, hints("first"), hints("second"))), want: "first"},
		{name: "a chain passes on nothing of a member that gave none", p: asked(t, Chain(fixed(testKeys), hints("second")))},
		{name: "a chain without members has none", p: Chain(nil)},
		{name: "a cache passes on that of its chain", p: asked(t, Cache(Chain(failing(nil), hints("second")), 0)), want: "second"},
		{name: "a provider without one has none", p: Cache(fixed(testKeys), 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, ok := c.p.(Hinter)
			require.True(t, ok)
			assert.Equal(t, c.want, h.Hint())
		})
	}
	t.Run("a chain has that of the member that gave the latest credentials", func(t *testing.T) {
		t.Parallel()
		first, second := hints("first"), hints("second")
		p := asked(t, Chain(first, second))
		first.Provider = failing(nil)
		assert.Equal(t, "second", asked(t, p).(Hinter).Hint())
	})
}
