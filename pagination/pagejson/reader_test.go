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

func TestReader_AcceptsWhatEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, form := range []string{"%", "[%]", `{"k":%}`, `[[],%,{}]`, `{"a":{},"k":%,"b":[]}`, " % "} {
				likeEncodingJSON(t, []byte(strings.Replace(form, "%", text, 1)))
			}
		})
	}
}

func TestNewReader(t *testing.T) {
	t.Parallel()
	t.Run("passes over a byte order mark", func(t *testing.T) {
		t.Parallel()
		for _, text := range texts {
			likeEncodingJSON(t, []byte("\ufeff"+text))
		}
		rows, next, err := readHuaweiPage(append([]byte("\ufeff"), huaweiBody...))
		require.NoError(t, err)
		assert.Len(t, rows, pageRows)
		assert.NotEmpty(t, next)
	})
	t.Run("counts the mark in the offset of an error", func(t *testing.T) {
		t.Parallel()
		r := pagejson.NewReader([]byte("\ufeff{1}"))
		r.Skip()
		var refusal *pagejson.Error
		require.ErrorAs(t, r.End(), &refusal)
		assert.Equal(t, 4, refusal.Offset)
	})
}

func TestReader_End_CutBody(t *testing.T) {
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
		if bytes.Count(body, []byte("["))+bytes.Count(body, []byte("{")) <= 1000 { // deeper is refused
			likeEncodingJSON(t, body)
		}
		rows, next, err := readHuaweiPage(body)
		require.True(t, err != nil || json.Valid(withoutMark(body)), "%d rows, %q", len(rows), next)
	})
}

func TestReader_NestsAThousandDeep(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ open, end string }{{open: "[", end: "]"}, {open: `{"a":`, end: "}"}} {
		nested := func(n int) []byte { return []byte(strings.Repeat(c.open, n) + "1" + strings.Repeat(c.end, n)) }
		require.NoError(t, skipAll(nested(1000)))
		require.Error(t, skipAll(nested(1001)))
		require.Error(t, skipAll(nested(1_000_000)))
		_, err := readAll(nested(1000))
		require.NoError(t, err)
		_, err = readAll(nested(1_000_000))
		require.Error(t, err)
		wide := []byte("[" + strings.Repeat(string(nested(10))+",", 1000) + "1]")
		require.NoError(t, skipAll(wide), "what is closed does not count")
	}
}

func TestReader_Text_Bounded(t *testing.T) {
	t.Parallel()
	const most = 256 << 10
	long := strings.Repeat("a", most)
	digits := strings.Repeat("1", most)
	for body, want := range map[string]bool{
		`{"a":"` + long + `"}`:                                            true,
		`{"a":"` + long + `b"}`:                                           false,
		`{"a":` + digits + `}`:                                            true,
		`{"a":` + digits + `1}`:                                           false,
		`{"` + long + `":1}`:                                              true,
		`{"` + long + `b":1}`:                                             false,
		`{"a":"` + strings.Repeat(`\n`, most/2) + `"}`:                    true,
		`{"a":"` + strings.Repeat(`\n`, most/2+1) + `"}`:                  false,
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
						if n++; name == "Shared" && n <= 64 { // or they would be one
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

func TestReader_AtMostTwoMillionValues(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{2_000_001: true, 2_000_002: false} {
		assert.Equal(t, want, skipAll([]byte("["+strings.Repeat("0,", n-1)+"0]")) == nil, n)
	}
}

func TestReader_Object_SkipsWhatIsNotRead(t *testing.T) {
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

func TestReader_Object_CompleteKeys(t *testing.T) {
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
		{key: "a[", name: "a{"}, // they differ as cases of letters do
		{key: "a@", name: "a`"},
		{key: "\u212A", name: "kkk"}, // the Kelvin sign, in as many bytes
		{key: "É", name: "é"},
	} {
		assert.Equal(t, c.want, pagejson.Key(c.key).Is(c.name), "%q %q", c.key, c.name)
	}
}

func TestReader_Kind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]pagejson.Kind{
		`null`: pagejson.Null, `true`: pagejson.True, `false`: pagejson.False, `"a"`: pagejson.String, `{}`: pagejson.Object, `[]`: pagejson.Array,
		`-1`: pagejson.Number, `0`: pagejson.Number, `9`: pagejson.Number, `}`: pagejson.Invalid, `+1`: pagejson.Invalid, ``: pagejson.Invalid, "\x00": pagejson.Invalid,
	} {
		r := pagejson.NewReader([]byte(" " + text))
		assert.Equal(t, want, r.Kind(), text)
		assert.Equal(t, want, r.Kind(), text)
		r.Skip()
		assert.Equal(t, want == pagejson.Invalid, r.End() != nil, text)
	}
}

func TestReader_AnotherKind(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`null`, `true`, `1`, `"a"`, `{}`, `[]`, ``} {
		r := pagejson.NewReader([]byte(text))
		for range r.Object {
			assert.Fail(t, "a key", text)
		}
		assert.Equal(t, text == `{}`, r.End() == nil, text)

		r = pagejson.NewReader([]byte(text))
		rows := pagejson.Rows(r, readAny)
		assert.Equal(t, []any{}, rows)
		assert.Equal(t, text == `[]`, r.End() == nil, text)
	}
}

func TestReader_FirstErrorStays(t *testing.T) {
	t.Parallel()
	errMine, errLater := errors.New("mine"), errors.New("later")
	r := pagejson.NewReader([]byte(`{"a":1,"b":2} garbage`))
	keys := 0
	for range r.Object {
		keys++
		r.Fail(errMine)
		r.Fail(errLater)
		r.Skip()
	}
	assert.Equal(t, 1, keys, "nothing is read behind an error")
	assert.Equal(t, pagejson.Invalid, r.Kind())
	assert.Empty(t, r.Bytes())
	assert.Empty(t, r.Shared())
	assert.Zero(t, r.Time())
	assert.Empty(t, pagejson.Rows(r, readAny))
	assert.Same(t, errMine, r.End())
	assert.Same(t, errMine, r.End())

	r = pagejson.NewReader([]byte(`{"a":nil}`))
	r.Skip()
	r.Fail(errLater)
	var refusal *pagejson.Error
	require.ErrorAs(t, r.End(), &refusal)
	assert.Equal(t, 5, refusal.Offset)
	assert.True(t, strings.HasPrefix(refusal.Error(), "pagejson: "))
}

func TestReader_Object_LoopIsLeft(t *testing.T) {
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
		assert.False(t, errors.As(err, &refusal), "the body is not to blame: %s", body)
	}
}

func TestReader_TwoValuesWhereThereIsOne(t *testing.T) {
	t.Parallel()
	r := pagejson.NewReader([]byte(`{"a":1,"b":2}`))
	for range r.Object {
		r.Skip()
		r.Skip()
	}
	assert.Error(t, r.End())
}
