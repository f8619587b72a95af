package auth_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/auth"
)

const shownRun = 12

// encodings are the ways in which a service may write a secret that it repeats.
var encodings = map[string]func(string) string{
	"plain":                  func(s string) string { return s },
	"in lower case":          strings.ToLower,
	"in upper case":          strings.ToUpper,
	"in a query":             url.QueryEscape,
	"in a path":              url.PathEscape,
	"with all percent signs": func(s string) string { return eachByte(s, "%%%02x") },
	"in JSON":                func(s string) string { b, _ := json.Marshal(s); return string(b[1 : len(b)-1]) },
	"in JSON for JavaScript": func(s string) string { return strings.NewReplacer("/", `\/`, "+", `\u002b`, "=", `\u003D`).Replace(s) },
	"in JSON as code points": func(s string) string { return eachByte(s, `\u%04x`) },
	"in Go":                  func(s string) string { q := strconv.QuoteToASCII(s); return q[1 : len(q)-1] },
	"in bytes of Go":         func(s string) string { return eachByte(s, `\x%02X`) },
	"in HTML":                html.EscapeString,
	"in HTML as decimals":    func(s string) string { return eachByte(s, "&#%d;") },
	"in HTML as digits":      func(s string) string { return eachByte(s, "&#x%X;") },
	"in HTML by names": func(s string) string {
		return strings.NewReplacer("/", "&sol;", "+", "&plus;", "=", "&equals;").Replace(s)
	},
	"in XML": func(s string) string { var b bytes.Buffer; _ = xml.EscapeText(&b, []byte(s)); return b.String() },
}

// wrappings are encodings that keep no part of a secret readable.
var wrappings = map[string]func(string) string{
	"none":             func(s string) string { return s },
	"base64":           func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 for URLs":  func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"Basic":            func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s + "\n")) },
	"hex":              func(s string) string { return hex.EncodeToString([]byte(s)) },
	"hex in uppercase": func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
}

func eachByte(text, format string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, format, text[i])
	}
	return b.String()
}

// shows reports whether a reader could find a secret in a text. It decides independently of the
// code under test, by brute force over every window, every order of decoding and every place
// where an encoding may begin.
func shows(text, secret string) (run string, found bool) {
	if len(secret) < shownRun {
		word := regexp.MustCompile(`(?i)(?:^|[^0-9a-z])` + regexp.QuoteMeta(secret) + `(?:$|[^0-9a-z])`)
		return secret, word.MatchString(text)
	}
	seen := map[string]bool{}
	var look func(text string, depth int) (string, bool)
	look = func(text string, depth int) (string, bool) {
		if seen[text] {
			return "", false
		}
		seen[text] = true
		for _, form := range append(allDecoded(text), text) {
			form = strings.ToLower(form)
			for i := 0; i+shownRun <= len(secret); i++ {
				if run := strings.ToLower(secret[i : i+shownRun]); strings.Contains(form, run) {
					return run, true
				}
			}
		}
		if depth == 0 {
			return "", false
		}
		for _, decode := range decoders {
			if run, found := look(decode(text), depth-1); found {
				return run, true
			}
		}
		return "", false
	}
	return look(text, 3)
}

var decoders = []func(string) string{
	html.UnescapeString,
	numbersIn(`%([0-9a-fA-F]{2})`),
	numbersIn(`\\u([0-9a-fA-F]{4})`),
	numbersIn(`\\x([0-9a-fA-F]{2})`),
	strings.NewReplacer(`\/`, "/", `\"`, `"`, `\\`, `\`).Replace,
}

func numbersIn(pattern string) func(string) string {
	re := regexp.MustCompile(pattern)
	return func(text string) string {
		return re.ReplaceAllStringFunc(text, func(escape string) string {
			n, _ := strconv.ParseUint(re.FindStringSubmatch(escape)[1], 16, 32)
			if n < 0x80 || len(escape) == 6 {
				return string(rune(n))
			}
			return string([]byte{byte(n)})
		})
	}
}

// allDecoded decodes each word of a text, starting at each of its digits.
func allDecoded(text string) (forms []string) {
	for _, word := range base64Word.FindAllString(text, -1) {
		word = strings.NewReplacer("-", "+", "_", "/").Replace(word)
		for i := range min(4, len(word)) {
			part := word[i:]
			part = part[:len(part)/4*4+len(part)%4/2*(len(part)%4)]
			if b, err := base64.RawStdEncoding.DecodeString(part); err == nil {
				forms = append(forms, string(b))
			}
		}
	}
	for _, word := range hexWord.FindAllString(text, -1) {
		for i := range 2 {
			part := word[i:]
			if b, err := hex.DecodeString(part[:len(part)/2*2]); err == nil {
				forms = append(forms, string(b))
			}
		}
	}
	return forms
}

func requireHidden(t require.TestingT, got, secret, text string) {
	run, found := shows(got, secret)
	require.False(t, found, "%q shows %q of %q\n%q", got, run, secret, text)
}

// TestSecrets_Excerpt_removes_what_an_oracle_finds plants parts of secrets in random texts, in
// random encodings, and searches for them by brute force.
func TestSecrets_Excerpt_removes_what_an_oracle_finds(t *testing.T) {
	t.Parallel()
	names := func(of map[string]func(string) string) (all []string) {
		for name := range of {
			all = append(all, name)
		}
		return all
	}
	encoding, wrapping := rapid.SampledFrom(names(encodings)), rapid.SampledFrom(names(wrappings))
	// The alphabet lacks the characters with which an escape begins. If a secret looked escaped
	// itself, no reader could count its escapes.
	secret := rapid.StringMatching(`[0-9A-Za-z+/=_.~,:@-]{12,40}`)
	filler := rapid.StringMatching(`[0-9A-Za-z %&;\\"<{/=+u-]{0,30}`)
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(secret, 1, 3).Draw(t, "secrets")
		text := filler.Draw(t, "before")
		for range rapid.IntRange(1, 3).Draw(t, "echoes") {
			of := rapid.SampledFrom(values).Draw(t, "of")
			from := rapid.IntRange(0, len(of)-shownRun).Draw(t, "from")
			part := of[from:rapid.IntRange(from+shownRun, len(of)).Draw(t, "to")]
			for range rapid.IntRange(0, 2).Draw(t, "depth") {
				part = encodings[encoding.Draw(t, "encoding")](part)
			}
			text += wrappings[wrapping.Draw(t, "wrapping")](part) + filler.Draw(t, "after")
		}
		limit := rapid.SampledFrom([]int{16, 64, 512, 1 << 20}).Draw(t, "limit")
		got := auth.NewSecrets(values...).Excerpt(text, limit)
		require.LessOrEqual(t, len(got), limit)
		for _, value := range values {
			requireHidden(t, got, value, text)
		}
	})
}

func FuzzSecrets_Excerpt(f *testing.F) {
	for _, encode := range encodings {
		for _, wrap := range wrappings {
			f.Add("refused ", wrap(encode("IQoJb3JpZ2lu/X2VjE+Hk==")), "IQoJb3JpZ2lu/X2VjE+Hk==", 64)
		}
	}
	f.Add("no ", "hunter2xyz", "hunter2", 13)
	f.Fuzz(func(t *testing.T, before, echo, secret string, limit int) {
		printable := regexp.MustCompile(`^[!#$'-\[\]-~]+$`)
		if !printable.MatchString(secret) || len(secret) > 200 || len(before)+len(echo) > 2000 {
			t.Skip()
		}
		got := auth.NewSecrets(secret).Excerpt(before+echo, limit)
		require.LessOrEqual(t, len(got), max(limit, 0))
		requireHidden(t, got, secret, before+echo)
	})
}
