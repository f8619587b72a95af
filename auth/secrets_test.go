package auth_test

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

var (
	base64Word = regexp.MustCompile(`[0-9A-Za-z+/_-]{16,}`)
	hexWord    = regexp.MustCompile(`[0-9a-fA-F]{24,}`)
)

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

func TestSecrets_Excerpt(t *testing.T) {
	t.Parallel()
	const token = "IQoJb3JpZ2lu/X2VjQ+Hk0123==&<x>\"y'z"
	secrets := auth.NewSecrets("", token)
	for name, encode := range encodings {
		t.Run("removes a token "+name+", cut at every length", func(t *testing.T) {
			t.Parallel()
			for wrapped, wrap := range wrappings {
				for n := shownRun; n <= len(token); n++ {
					for _, part := range []string{token[:n], token[len(token)-n:]} {
						text := "the value " + wrap(encode(part)) + " is bad"
						got := secrets.Excerpt(text, 512)
						requireHidden(t, got, token, text)
						require.Contains(t, got, "the value", wrapped)
						require.Contains(t, got, "is bad", wrapped)
					}
				}
			}
		})
		t.Run("removes a token "+name+" wherever its own limits cut", func(t *testing.T) {
			t.Parallel()
			for before := range 8 * 64 {
				text := strings.Repeat(" ", before) + "refused " + encode(token) + " here"
				requireHidden(t, secrets.Excerpt(text, 64), token, text)
			}
			for limit := range 200 {
				text := "refused " + encode(token) + " here"
				requireHidden(t, secrets.Excerpt(text, limit), token, text)
			}
		})
	}
	for n := 1; n < shownRun; n++ {
		short := auth.NewSecrets(token[:n])
		t.Run("removes a secret of "+strconv.Itoa(n)+" bytes that stands alone", func(t *testing.T) {
			t.Parallel()
			for name, encode := range encodings {
				text := "the value " + encode(token[:n]) + " is bad"
				assert.Equal(t, "the value [removed] is bad", short.Excerpt(text, 512), name)
			}
			for name, wrap := range wrappings {
				if name != "Basic" {
					assert.Equal(t, "the value [removed]", strings.TrimRight(short.Excerpt("the value "+wrap(token[:n]), 512), "="), name)
				}
			}
			within := "the x" + token[:n] + "x is bad"
			assert.Equal(t, within, short.Excerpt(within, 512))
		})
	}
	t.Run("keeps shorter runs", func(t *testing.T) {
		t.Parallel()
		text := "the value " + token[:shownRun-1] + " is bad"
		assert.Equal(t, text, secrets.Excerpt(text, 512))
	})
	t.Run("leaves no part of a short secret where it cuts", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, "no", auth.NewSecrets("hunter2").Excerpt("no hunter2xyzabcdefgh", 13))
	})
	t.Run("keeps an ID that is no secret", func(t *testing.T) {
		t.Parallel()
		const id = "5f0e1d2c-3b4a-6978-8796-a5b4c3d2e1f0"
		assert.Equal(t, id, secrets.Excerpt(id, 128))
		assert.NotContains(t, auth.NewSecrets("x"+id[4:30]).Excerpt(id, 128), id[4:16])
		assert.NotContains(t, secrets.Excerpt(hex.EncodeToString([]byte(token)), 128), hex.EncodeToString([]byte(token[:12])))
	})
}

func TestSecrets_Excerpt_net_http(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`malformed HTTP response "%s"`, `net/http: HTTP/1.x transport connection broken: malformed HTTP status code "%s"`, `malformed HTTP version "%s"`,
		`malformed MIME header line: "%s"`, `malformed MIME header: missing colon: "%s"`, `bad Content-Length "%s"`, `unsupported transfer encoding: "%s"`,
		`http: message cannot contain multiple Content-Length headers; got ["%s" "2"]`, `too many transfer encodings: ["%s" "x"]`, `invalid Trailer key "%s"`,
		`http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug="%s"`,
		`invalid proxy address "http://user:%s@proxy": parse`, `failed to parse Location header "%s": x`,
	} {
		got := auth.Excerpt(fmt.Sprintf(text, "new-keys"), 512)
		assert.NotContains(t, got, "new-keys")
		assert.Contains(t, got, "[the rest is left out]")
		assert.True(t, strings.HasPrefix(got, text[:10]), got)
	}
}

func TestSecrets_And(t *testing.T) {
	t.Parallel()
	var none auth.Secrets
	first := none.And("hunter2")
	both := first.And("hunter3")
	const text = "hunter2 and hunter3"
	assert.Equal(t, text, none.Excerpt(text, 99))
	assert.Equal(t, "[removed] and hunter3", first.Excerpt(text, 99))
	assert.Equal(t, "[removed] and [removed]", both.Excerpt(text, 99))
	values := []string{"hunter2"}
	kept := auth.NewSecrets(values...)
	values[0] = "other"
	assert.Equal(t, "[removed] and hunter3", kept.Excerpt(text, 99))
}

func TestSecrets_prints_nothing(t *testing.T) {
	t.Parallel()
	const token = "IQoJb3JpZ2luX2VjEHk0123"
	s := auth.NewSecrets(token)
	_ = s.Excerpt("x", 9)
	j, err := json.Marshal([]any{s})
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v %s", s, &s, s, j), token[:12])
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

// BenchmarkSecrets_Excerpt reads a body of 32 MiB that is full of possible secrets.
func BenchmarkSecrets_Excerpt(b *testing.B) {
	token := strings.Repeat("IQoJb3JpZ2luX2VjE+Hk0123", 100)
	for name, text := range map[string]string{
		"a request ID":                "5f0e1d2c-3b4a-6978-8796-a5b4c3d2e1f0",
		"a body that echoes":          strings.Repeat(url.QueryEscape(token)+" ", 1+(32<<20)/len(token)),
		"a body without a known name": strings.Repeat("it is all right ", 2<<20),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = auth.NewSecrets(token, "0123456789abcdefghijABCDEFGHIJ0123456789").Excerpt(text, 512)
			}
		})
	}
}

func TestResponse_String(t *testing.T) {
	t.Parallel()
	const key = "0123456789abcdef"
	r := auth.Response{
		Op: "CreateKeys", StatusCode: 201, Attempts: 1, Body: []byte(key), Secrets: auth.NewSecrets("x-secret-to-hide"),
		Header: map[string][]string{"X-Subject-Token": {key}, "X-Request-Id": {"R-1 for x-secret-to-hide"}},
	}
	const want = `CreateKeys: 201 (request "R-1 for [removed]", 1 attempt, 16 bytes)`
	var out bytes.Buffer
	require.NoError(t, json.NewEncoder(&out).Encode(r))
	require.NoError(t, xml.NewEncoder(&out).Encode(&r))
	require.NoError(t, gob.NewEncoder(&out).Encode(r))
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "r", r)
	fmt.Fprintf(&out, "%v %+v %#v %s %q %x", r, &r, r, r, &r, r)
	assert.NotContains(t, out.String(), key)
	assert.NotContains(t, out.String(), hex.EncodeToString([]byte(key)))
	assert.Equal(t, want, fmt.Sprint(r))
}
