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

// readAny reads what encoding/json reads into an any, with numbers as their text.
func readAny(r *pagejson.Reader, v *any) {
	switch r.Kind() {
	case pagejson.Object:
		object := map[string]any{}
		for key := range r.Object {
			name := string(key)
			var member any
			readAny(r, &member)
			object[name] = member
		}
		*v = object
	case pagejson.Array:
		*v = pagejson.Rows(r, readAny)
	case pagejson.String:
		*v = string(r.Bytes())
	case pagejson.Number:
		*v = json.Number(r.Bytes())
	case pagejson.False, pagejson.True:
		*v = r.Kind() == pagejson.True
		r.Skip()
	default: // null, or nothing
		r.Skip()
	}
}

func readAll(body []byte) (v any, err error) {
	r := pagejson.NewReader(body)
	readAny(r, &v)
	return v, r.End()
}

func skipAll(body []byte) error {
	r := pagejson.NewReader(body)
	r.Skip()
	return r.End()
}

func withoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\ufeff")) }

// likeEncodingJSON compares the reader with the standard library on one body.
func likeEncodingJSON(t testing.TB, body []byte) {
	t.Helper()
	got, err := readAll(body)
	valid := json.Valid(withoutMark(body))
	require.Equal(t, valid, err == nil, "read %q: %v", body, err)
	skipErr := skipAll(body)
	require.Equal(t, valid, skipErr == nil, "skip %q: %v", body, skipErr)
	if !valid {
		var refusal *pagejson.Error
		require.ErrorAs(t, err, &refusal)
		require.LessOrEqual(t, refusal.Offset, len(body))
		return
	}
	d := json.NewDecoder(bytes.NewReader(withoutMark(body)))
	d.UseNumber()
	var want any
	require.NoError(t, d.Decode(&want))
	require.Equal(t, want, got, "%q", body)
}

var texts = map[string]string{
	"null":                                   `null`,
	"true":                                   `true`,
	"false":                                  `false`,
	"zero":                                   `0`,
	"minus zero":                             `-0`,
	"a number with all its parts":            `-12.50e+03`,
	"an exponent in upper case":              `1E5`,
	"a number longer than any type":          `123456789012345678901234567890`,
	"an empty string":                        `""`,
	"a string of eight":                      `"12345678"`,
	"a string of nine":                       `"123456789"`,
	"every escape":                           `"a\"\\\/\b\f\n\r\t\u0041\u00e4\u4F60z"`,
	"an escaped pair of surrogates":          `"\ud83d\ude00"`,
	"a high surrogate alone":                 `"\ud83d"`,
	"a high surrogate before text":           `"\ud83dx"`,
	"a high surrogate before another escape": `"\ud83d\n"`,
	"a high surrogate before a plain character":         `"\ud83d\u0041"`,
	"a high surrogate before what looks like a low one": `"\ud83dxxde00"`,
	"two high surrogates and a low one":                 `"\ud83d\ud83d\ude00"`,
	"a low surrogate alone":                             `"\ude00"`,
	"an escaped zero byte":                              `"\u0000"`,
	"text outside of ASCII":                             `"Grüße 你好 🚀"`,
	"bytes that are no UTF-8":                           "\"a\xff\xfeb\"",
	"a byte that is no UTF-8 among eight":               "\"abc\x85efgh\"",
	"a cut character":                                   "\"\xe4\xbd\"",
	"a surrogate in UTF-8":                              "\"\xed\xa0\xbd\"",
	"bytes that are no UTF-8 and an escape":             "\"\\n\xff\"",
	"delete, which is no control character here":        "\"\x7f\"",
	"a control character at the end of eight":           "\"1234567\x1f\"",
	"a quote within eight":                              `"123\"567"`,
	"an empty object":                                   `{}`,
	"an empty array":                                    `[]`,
	"white space everywhere":                            " \t\r\n{ \"a\" : [ 1 , { } , [ ] ] , \"b\" : null } \n",
	"a key with escapes":                                `{"\u0061\n":1}`,
	"an empty key":                                      `{"":1}`,
	"a key that comes twice":                            `{"a":1,"a":2}`,
	"containers in each other":                          `[{"a":[{"b":{}}]},[[]]]`,

	"nothing":                               ``,
	"white space alone":                     ` `,
	"a word that is cut":                    `nul`,
	"a word that goes on":                   `nulll`,
	"a word in upper case":                  `True`,
	"no word":                               `foo`,
	"a zero before a number":                `01`,
	"a minus alone":                         `-`,
	"a plus":                                `+1`,
	"a point without digits behind":         `1.`,
	"a point without digits before":         `.5`,
	"an exponent without digits":            `1e`,
	"an exponent with a sign alone":         `1e-`,
	"a hexadecimal number":                  `0x1`,
	"not a number":                          `NaN`,
	"a string without an end":               `"a`,
	"a string that ends in a backslash":     `"a\`,
	"a string with an escaped end":          `"a\"`,
	"an unknown escape":                     `"\x41"`,
	"an escape of upper case":               `"\N"`,
	"an escaped zero":                       "\"\\\x00\"",
	"an escape with too few digits":         `"\u12"`,
	"an escape with three digits":           `"\u123"`,
	"an escape with a bad digit at its end": `"\u123g"`,
	"an escape with a bad digit":            `"\u12g4"`,
	"an escape that is cut":                 `"\u12`,
	"a line break in a string":              "\"a\nb\"",
	"a zero byte in a string":               "\"\x00\"",
	"a zero byte":                           "\x00",
	"single quotes":                         `'a'`,
	"an object without an end":              `{"a":1`,
	"an object that ends as an array":       `{"a":1]`,
	"an array that ends as an object":       `[1}`,
	"an array without an end":               `[1`,
	"an array that has not begun":           `]`,
	"a comma before the end":                `[1,]`,
	"a comma before the end of object":      `{"a":1,}`,
	"a comma first":                         `[,1]`,
	"two commas":                            `[1,,2]`,
	"no comma":                              `[1 2]`,
	"no comma in an object":                 `{"a":1 "b":2}`,
	"no colon":                              `{"a" 1}`,
	"a key alone":                           `{"a"}`,
	"a key without a value":                 `{"a":}`,
	"a key without quotes":                  `{a:1}`,
	"a key that is a number":                `{1:2}`,
	"a colon in an array":                   `["a":1]`,
	"a comment":                             `/**/1`,
	"two values":                            `1 2`,
	"an object and a bracket":               `{}}`,
	"two byte order marks":                  "\ufeff\ufeff{}",
	"half a byte order mark":                "\xef\xbb{}",
	"a byte order mark of UTF-16":           "\xff\xfe{\x00}\x00",
	"a byte order mark alone":               "\ufeff",
	"a vertical tab":                        "1\v",
	"a space outside of ASCII":              "\u00a01",
}

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
