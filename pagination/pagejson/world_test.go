package pagejson_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

// readAny reads a value as encoding/json reads it into an any, with numbers as their text.
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
	default: // null, or no value
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

// requireSameAsEncodingJSON compares the Reader with the standard library for one body.
func requireSameAsEncodingJSON(t testing.TB, body []byte) {
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
	"a string of eight bytes":                `"12345678"`,
	"a string of nine bytes":                 `"123456789"`,
	"every escape":                           `"a\"\\\/\b\f\n\r\t\u0041\u00e4\u4F60z"`,
	"an escaped surrogate pair":              `"\ud83d\ude00"`,
	"a high surrogate alone":                 `"\ud83d"`,
	"a high surrogate before text":           `"\ud83dx"`,
	"a high surrogate before another escape": `"\ud83d\n"`,
	"a high surrogate before a plain character":       `"\ud83d\u0041"`,
	"a high surrogate before the digits of a low one": `"\ud83dxxde00"`,
	"two high surrogates and a low one":               `"\ud83d\ud83d\ude00"`,
	"a low surrogate alone":                           `"\ude00"`,
	"an escaped zero byte":                            `"\u0000"`,
	"text outside of ASCII":                           `"Grüße 你好 🚀"`,
	"bytes that are not UTF-8":                        "\"a\xff\xfeb\"",
	"a byte that is not UTF-8 among eight bytes":      "\"abc\x85efgh\"",
	"a truncated character":                           "\"\xe4\xbd\"",
	"a surrogate in UTF-8":                            "\"\xed\xa0\xbd\"",
	"bytes that are not UTF-8 and an escape":          "\"\\n\xff\"",
	"delete, which is no control character here":      "\"\x7f\"",
	"a control character at the end of eight bytes":   "\"1234567\x1f\"",
	"a quote within eight bytes":                      `"123\"567"`,
	"an empty object":                                 `{}`,
	"an empty array":                                  `[]`,
	"white space between all tokens":                  " \t\r\n{ \"a\" : [ 1 , { } , [ ] ] , \"b\" : null } \n",
	"a key with escapes":                              `{"\u0061\n":1}`,
	"an empty key":                                    `{"":1}`,
	"a key that comes twice":                          `{"a":1,"a":2}`,
	"nested objects and arrays":                       `[{"a":[{"b":{}}]},[[]]]`,

	"an empty body":                         ``,
	"white space alone":                     ` `,
	"a truncated word":                      `nul`,
	"a word with another letter":            `nulll`,
	"a word in upper case":                  `True`,
	"an unknown word":                       `foo`,
	"a leading zero":                        `01`,
	"a minus alone":                         `-`,
	"a plus":                                `+1`,
	"a point without digits after it":       `1.`,
	"a point without digits before it":      `.5`,
	"an exponent without digits":            `1e`,
	"an exponent with a sign alone":         `1e-`,
	"a hexadecimal number":                  `0x1`,
	"not a number":                          `NaN`,
	"a string without an end":               `"a`,
	"a string that ends in a backslash":     `"a\`,
	"a string with an escaped end":          `"a\"`,
	"an unknown escape":                     `"\x41"`,
	"an escape of upper case":               `"\N"`,
	"a backslash before a zero byte":        "\"\\\x00\"",
	"an escape with too few digits":         `"\u12"`,
	"an escape with three digits":           `"\u123"`,
	"an escape with a bad digit at its end": `"\u123g"`,
	"an escape with a bad digit":            `"\u12g4"`,
	"a truncated escape":                    `"\u12`,
	"a line break in a string":              "\"a\nb\"",
	"a zero byte in a string":               "\"\x00\"",
	"a zero byte":                           "\x00",
	"single quotes":                         `'a'`,
	"an object without an end":              `{"a":1`,
	"an object that ends as an array":       `{"a":1]`,
	"an array that ends as an object":       `[1}`,
	"an array without an end":               `[1`,
	"an array without a beginning":          `]`,
	"a comma at the end of an array":        `[1,]`,
	"a comma at the end of an object":       `{"a":1,}`,
	"a comma at the beginning":              `[,1]`,
	"two commas":                            `[1,,2]`,
	"no comma in an array":                  `[1 2]`,
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
