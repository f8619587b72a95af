package pagejson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

func TestReader_SameAsEncodingJSON(t *testing.T) {
	t.Parallel()
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forms := []string{"%", "[%]", `{"k":%}`, `[[],%,{}]`, `{"a":{},"k":%,"b":[]}`, " % "}
			for _, form := range forms {
				requireSameAsEncodingJSON(t, []byte(strings.Replace(form, "%", text, 1)))
			}
		})
	}
}

func TestNewReader(t *testing.T) {
	t.Parallel()
	t.Run("ignores a byte order mark", func(t *testing.T) {
		t.Parallel()
		for _, text := range texts {
			requireSameAsEncodingJSON(t, []byte("\ufeff"+text))
		}
		rows, next, err := readHuaweiPage(append([]byte("\ufeff"), huaweiBody...))
		require.NoError(t, err)
		assert.Len(t, rows, pageRows)
		assert.NotEmpty(t, next)
	})
	t.Run("counts the byte order mark in the offset of an error", func(t *testing.T) {
		t.Parallel()
		r := pagejson.NewReader([]byte("\ufeff{1}"))
		r.Skip()
		var refusal *pagejson.Error
		require.ErrorAs(t, r.End(), &refusal)
		assert.Equal(t, 4, refusal.Offset)
	})
}

func TestReader_End_TruncatedBody(t *testing.T) {
	t.Parallel()
	page := alibabaPage()[:2000]
	for i := range page {
		body := page[:i]
		require.Error(t, skipAll(body), "%q", body)
		_, _, err := readAlibabaPage(body)
		require.Error(t, err, "%q", body)
	}
}

func FuzzReader(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
		f.Add([]byte(`{"k":[` + text + `]}`))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		// The Reader rejects a body that nests deeper.
		if bytes.Count(body, []byte("["))+bytes.Count(body, []byte("{")) <= 1000 {
			requireSameAsEncodingJSON(t, body)
		}
		rows, next, err := readHuaweiPage(body)
		require.True(t, err != nil || json.Valid(withoutMark(body)), "%d rows, %q", len(rows), next)
	})
}

func TestReader_Depth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ open, end string }{{open: "[", end: "]"}, {open: `{"a":`, end: "}"}} {
		nested := func(n int) []byte {
			return []byte(strings.Repeat(c.open, n) + "1" + strings.Repeat(c.end, n))
		}
		require.NoError(t, skipAll(nested(1000)))
		require.Error(t, skipAll(nested(1001)))
		require.Error(t, skipAll(nested(1_000_000)))
		_, err := readAll(nested(1000))
		require.NoError(t, err)
		_, err = readAll(nested(1_000_000))
		require.Error(t, err)
		wide := []byte("[" + strings.Repeat(string(nested(10))+",", 1000) + "1]")
		require.NoError(t, skipAll(wide), "the depth counts only open containers")
	}
}

func TestReader_Text_Limits(t *testing.T) {
	t.Parallel()
	const limit = 256 << 10
	long := strings.Repeat("a", limit)
	digits := strings.Repeat("1", limit)
	for body, want := range map[string]bool{
		`{"a":"` + long + `"}`:                                            true,
		`{"a":"` + long + `b"}`:                                           false,
		`{"a":` + digits + `}`:                                            true,
		`{"a":` + digits + `1}`:                                           false,
		`{"` + long + `":1}`:                                              true,
		`{"` + long + `b":1}`:                                             false,
		`{"a":"` + strings.Repeat(`\n`, limit/2) + `"}`:                   true,
		`{"a":"` + strings.Repeat(`\n`, limit/2+1) + `"}`:                 false,
		`{"a":[` + strings.Repeat(`"`+long+`",`, 63) + `"` + long + `"]}`: true,
		`{"a":[` + strings.Repeat(`"`+long+`",`, 64) + `"a"]}`:            false,
		`{"skipped":"` + long + long + `","skipped":` + digits + digits + `,"a":"short"}`: true,
	} {
		for name, read := range map[string]func(r *pagejson.Reader, s *string){
			"Text":   (*pagejson.Reader).Text,
			"Shared": func(r *pagejson.Reader, s *string) { *s = r.Shared() },
		} {
			n := 0
			r := pagejson.NewReader([]byte(body))
			for key := range r.Object {
				switch {
				case key.Is("a") && r.Kind() == pagejson.Array:
					pagejson.Rows(r, func(r *pagejson.Reader, s *string) {
						if n++; name == "Shared" && n <= 64 { // Shared would return one string for all of them
							r.Text(s)
							return
						}
						read(r, s)
					})
				case key.Is("a"):
					var s string
					read(r, &s)
				}
			}
			assert.Equal(t, want, r.End() == nil, "%s of %.30q, %d bytes", name, body, len(body))
		}
	}
}

func TestReader_NumberOfValues(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{2_000_001: true, 2_000_002: false} {
		assert.Equal(t, want, skipAll([]byte("["+strings.Repeat("0,", n-1)+"0]")) == nil, n)
	}
}

func TestReader_Object_SkipsUnreadValues(t *testing.T) {
	t.Parallel()
	var seen []string
	r := pagejson.NewReader([]byte(`{"a":{"x":[1,{"b":2}]},"b":"text","c":[[]],"d":-1.5,"e":null,"f":true}`))
	for key := range r.Object {
		seen = append(seen, string(key))
		if key.Is("b") {
			assert.Equal(t, "text", string(r.Bytes()))
		}
	}
	require.NoError(t, r.End())
	assert.Equal(t, []string{"a", "b", "c", "d", "e", "f"}, seen)
}

func TestReader_Object_MalformedKeys(t *testing.T) {
	t.Parallel()
	for _, rest := range []string{`}`, `"b}`, `"b"}`, `"b" 1}`, `b:1}`, `"b\x":1}`, `,"b":1}`, ``} {
		keys := 0
		r := pagejson.NewReader([]byte(`{"a":1,` + rest))
		for key := range r.Object {
			keys++
			assert.True(t, key.Is("a"), rest)
		}
		assert.Equal(t, 1, keys, rest)
		assert.Error(t, r.End(), rest)
	}
}

func TestKey_Is(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key, name string
		want      bool
	}{
		{key: "HandshakeId", name: "HandshakeId", want: true},
		{key: "handshakeid", name: "HandshakeId", want: true},
		{key: "HANDSHAKE_ID", name: "handshake_id", want: true},
		{want: true},
		{key: "id", name: "i"},
		{key: "ia", name: "id"},
		{key: "a[", name: "a{"}, // the two differ by the same bit as two cases of a letter
		{key: "a@", name: "a`"},
		{key: "\u212A", name: "kkk"}, // the Kelvin sign has as many bytes as kkk
		{key: "É", name: "é"},
	} {
		assert.Equal(t, c.want, pagejson.Key(c.key).Is(c.name), "%q %q", c.key, c.name)
	}
}

func TestReader_Kind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]pagejson.Kind{
		`null`: pagejson.Null, `true`: pagejson.True, `false`: pagejson.False,
		`"a"`: pagejson.String, `{}`: pagejson.Object, `[]`: pagejson.Array,
		`-1`: pagejson.Number, `0`: pagejson.Number, `9`: pagejson.Number,
		`}`: pagejson.Invalid, `+1`: pagejson.Invalid, ``: pagejson.Invalid,
		"\x00": pagejson.Invalid,
	} {
		r := pagejson.NewReader([]byte(" " + text))
		assert.Equal(t, want, r.Kind(), text)
		assert.Equal(t, want, r.Kind(), text)
		r.Skip()
		assert.Equal(t, want == pagejson.Invalid, r.End() != nil, text)
	}
}

func TestReader_WrongKind(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`null`, `true`, `1`, `"a"`, `{}`, `[]`, ``} {
		r := pagejson.NewReader([]byte(text))
		for range r.Object {
			assert.Fail(t, "Object yields a key", text)
		}
		assert.Equal(t, text == `{}`, r.End() == nil, text)

		r = pagejson.NewReader([]byte(text))
		rows := pagejson.Rows(r, readAny)
		assert.Equal(t, []any{}, rows)
		assert.Equal(t, text == `[]`, r.End() == nil, text)
	}
}

func TestReader_Fail_KeepsTheFirstError(t *testing.T) {
	t.Parallel()
	errFirst, errLater := errors.New("the first error"), errors.New("a later error")
	r := pagejson.NewReader([]byte(`{"a":1,"b":2} garbage`))
	keys := 0
	for range r.Object {
		keys++
		r.Fail(errFirst)
		r.Fail(errLater)
		r.Skip()
	}
	assert.Equal(t, 1, keys, "the loop ends after an error")
	assert.Equal(t, pagejson.Invalid, r.Kind())
	assert.Empty(t, r.Bytes())
	assert.Empty(t, r.Shared())
	assert.Zero(t, r.Time())
	assert.Empty(t, pagejson.Rows(r, readAny))
	assert.Same(t, errFirst, r.End())
	assert.Same(t, errFirst, r.End())

	r = pagejson.NewReader([]byte(`{"a":nil}`))
	r.Skip()
	r.Fail(errLater)
	var refusal *pagejson.Error
	require.ErrorAs(t, r.End(), &refusal)
	assert.Equal(t, 5, refusal.Offset)
	assert.True(t, strings.HasPrefix(refusal.Error(), "pagejson: "))
}

func TestReader_Object_StoppedLoop(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"a":1}`, `{"a":1,"b":2}`} {
		r := pagejson.NewReader([]byte(body))
		for range r.Object {
			r.Skip()
			break
		}
		err := r.End()
		require.Error(t, err, body)
		var refusal *pagejson.Error
		assert.False(t, errors.As(err, &refusal), "the error must not blame the body: %s", body)
	}
}

func TestReader_Object_TwoValuesForAKey(t *testing.T) {
	t.Parallel()
	r := pagejson.NewReader([]byte(`{"a":1,"b":2}`))
	for range r.Object {
		r.Skip()
		r.Skip()
	}
	assert.Error(t, r.End())
}
