package auth_test

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
)

var (
	base64Word = regexp.MustCompile(`[0-9A-Za-z+/_-]{16,}`)
	hexWord    = regexp.MustCompile(`[0-9a-fA-F]{24,}`)
)

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
