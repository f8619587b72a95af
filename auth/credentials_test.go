package auth

import (
	"bytes"
	"context"
	"encoding"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
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

// assertRedacted searches a text for the canaries, as text, in hex and as decimal bytes.
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
		"a value":                     key,
		"a pointer":                   &key,
		"a slice":                     []Credentials{key},
		"an array":                    [1]Credentials{key},
		"a map":                       map[string]Credentials{"k": key},
		"a map key":                   map[Credentials]int{key: 1},
		"a struct":                    nested,
		"a pointer to struct":         &nested,
		"a static provider":           static,
		"static providers":            []Provider{static},
		"a chain":                     Chain(static, leaky),
		"a cache":                     cached(Chain(static)),
		"a cache of a leaky provider": cached(leaky),
		"unexported fields":           unexported{static, cached(leaky)},
		"an unexported chain":         struct{ p Provider }{Chain(static, leaky)},
	}
}

// leakyProvider would print the credentials in its unexported field.
type leakyProvider struct{ Keys Credentials }

func (p leakyProvider) Credentials(context.Context) (Credentials, error) { return p.Keys, nil }

// encoders call no method of fmt, slog or JSON. Encoders of YAML and TOML call MarshalText, as
// XML does.
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

func TestStaticCredentials(t *testing.T) {
	t.Parallel()
	want := Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token", AccountID: "account"}
	got, err := StaticCredentials(want).Credentials(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.NotContains(t, fmt.Sprintf("%+v", StaticCredentials(want)), "secret")
}
