package auth

import (
	"cmp"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A text may quote a secret without a name in front of it, and in any encoding.
func TestSecrets_Excerpt_everywhere(t *testing.T) {
	t.Parallel()
	c := Credentials{AccessKeySecret: "ab+/Cd0123456789efGh==", SecurityToken: "IQoJ/b3JpZ2luX2VjE+Hk=="}
	known := NewSecrets(c.AccessKeySecret, c.SecurityToken)
	for name, encode := range map[string]func(string) string{
		"plain":                   func(s string) string { return s },
		"in a query":              url.QueryEscape,
		"in a query, lower case":  func(s string) string { return strings.ToLower(url.QueryEscape("+/=")) + s[5:] },
		"in a path":               url.PathEscape,
		"encoded twice":           func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
		"in HTML":                 html.EscapeString,
		"in JSON":                 func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
		"in JSON, as code points": func(s string) string { return strings.ReplaceAll(s, "+", `\u002b`) },
		"with a plus of HTML":     func(s string) string { return strings.ReplaceAll(s, "+", "&#43;") },
	} {
		for _, secret := range []string{c.AccessKeySecret, c.SecurityToken} {
			for _, format := range []string{"the value %s is bad", "<b>%s</b> is bad", `["%s"] is bad`, "%s is bad"} {
				got := known.Excerpt(fmt.Sprintf(format, encode(secret)), 512)
				assert.NotContains(t, got, "Cd0123456789efGh", name)
				assert.NotContains(t, got, "b3JpZ2luX2VjE", name)
				assert.Contains(t, got, "is bad", name)
			}
		}
	}
	const id = "5f0e1d2c-3b4a-6978-8796-a5b4c3d2e1f0"
	assert.Equal(t, id, known.Excerpt(id, 128))
	assert.NotContains(t, NewSecrets(id).Excerpt(id, 128), id)
	assert.Equal(t, "the [removed] is wrong, secretly", NewSecrets("secret").Excerpt("the secret is wrong, secretly", 128))
}

// Excerpt knows the entity names of package html.
func TestSecrets_Excerpt_entities(t *testing.T) {
	t.Parallel()
	for _, entry := range strings.Fields(entities) {
		name, want, _ := strings.Cut(entry, "=")
		want = cmp.Or(want, " ")
		if got := html.UnescapeString("&" + name + ";"); want != " " {
			assert.Equal(t, want, got, name)
		}
		plain, n := entity([]byte("&" + name + ";x"))
		assert.Equal(t, want, plain, name)
		assert.Equal(t, len(name)+2, n, name)
	}
	for _, text := range []string{"&#43;", "&#x2b;", "&#X2B;", "&#043;"} {
		plain, n := entity([]byte(text))
		assert.Equal(t, "+", plain)
		assert.Equal(t, len(text), n)
	}
	for _, text := range []string{"&", "&;", "&#;", "&#x;", "&nothing;", "& amp;", "&#99999999999;", "&#x110000000;"} {
		_, n := entity([]byte(text))
		assert.Zero(t, n, text)
	}
}
