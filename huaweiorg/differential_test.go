//go:build !race

// The race detector finds nothing here, because these tests have one goroutine.

package huaweiorg

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sameAsOracle compares the decoders on one body. The oracle does not accept a byte order mark.
func sameAsOracle(t testing.TB, body []byte) {
	t.Helper()
	plain := bytes.TrimPrefix(body, []byte("\ufeff"))
	items, next, err := decodeList(body)
	wantItems, wantNext, wantErr := oracleList(plain)
	require.Equal(t, wantErr == nil, err == nil, "decodeList: %q", body)
	require.Equal(t, wantItems, items, "%q", body)
	require.Equal(t, wantNext, next, "%q", body)

	one, err := decodeOne(body)
	wantOne, wantErr := oracleOne(plain)
	require.Equal(t, wantErr == nil, err == nil, "decodeOne: %q", body)
	require.Equal(t, wantOne, one, "%q", body)
}

func TestDecodeList_Oracle(t *testing.T) {
	t.Parallel()
	for _, body := range seeds(t) {
		sameAsOracle(t, body)
	}
}

// TestDecodeList_DiffersFromOracle lists every difference between the decoders and the oracle.
func TestDecodeList_DiffersFromOracle(t *testing.T) {
	t.Parallel()
	// The decoder refuses a repeated handshake, as it refuses repeated rows. The oracle merges
	// them.
	_, err := decodeOne([]byte(`{"handshake":{"id":"h-1"},"handshake":{"status":"pending"}}`))
	assert.Error(t, err)
	// The decoder merges a repeated target. The oracle takes the last one.
	items, _, err := decodeList([]byte(`{"handshakes":[{"target":{"type":"account","entity":"a"},"target":{"entity":"b"}}]}`))
	require.NoError(t, err)
	assert.Equal(t, []Handshake{{Target: Target{TargetTypeAccount, "b"}}}, items)
	// Names ignore the case of ASCII letters only: the Kelvin sign is not a K.
	_, _, err = decodeList([]byte("{\"handsha\u212Aes\":[]}"))
	assert.Error(t, err)
	// Containers nest 1,000 deep, not 10,000.
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	_, _, err = decodeList([]byte(`{"handshakes":[],"x":` + deep + `}`))
	assert.Error(t, err)
	// A page has at most 10,000 rows.
	_, _, err = decodeList([]byte(`{"handshakes":[` + strings.Repeat("{},", 10_000) + `{}]}`))
	assert.Error(t, err)
}

// mayDiffer reports whether a body has one of the differences of the test above.
func mayDiffer(body []byte) bool {
	return bytes.Count(body, []byte("{"))+bytes.Count(body, []byte("[")) > 999 ||
		foldsToASCII.Match(body) || repeats(body, "handshake", "target")
}

var foldsToASCII = regexp.MustCompile(`\x{212A}|\x{17F}|(?i:\\u212a|\\u017f)`)

// repeats reports whether an object has one of the names twice. A name may also be in a value.
// The tests then do not compare that body.
func repeats(body []byte, names ...string) bool {
	times := map[string]int{}
	for d := json.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		if text, ok := token.(string); ok {
			times[strings.ToLower(text)]++
		}
	}
	for _, name := range names {
		if times[name] > 1 {
			return true
		}
	}
	return false
}

// seeds returns all bodies of the tables, and rows with every unexpected value.
func seeds(t testing.TB) [][]byte {
	t.Helper()
	var bodies [][]byte
	names, err := filepath.Glob("testdata/F*")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		bodies = append(bodies, fixture(t, filepath.Base(name)))
	}
	for _, body := range notAResponse {
		bodies = append(bodies, []byte(body))
	}
	for _, body := range bodies[:len(bodies):len(bodies)] {
		bodies = append(bodies, append([]byte("\ufeff"), body...))
	}
	for _, name := range []string{"handshakes", "HANDSHAKES", "page_info", "handshake", "id", "x", `\u0069d`, ""} {
		for _, value := range unexpectedValues {
			bodies = append(bodies,
				[]byte(`{"`+name+`":`+value+`}`),
				[]byte(`{"handshakes":[],"`+name+`":`+value+`}`),
				[]byte(`{"handshakes":[`+value+`]}`),
				[]byte(`{"handshakes":[{"id":"a"},{"`+name+`":`+value+`,"ID":"b"}],"page_info":{"next_marker":`+value+`}}`),
				[]byte(`{"handshake":{"id":"a","notes":`+value+`,"status":`+value+`,"target":`+value+`,"created_at":`+value+`}}`),
				[]byte(`{"handshake":{"id":"a","`+name+`":`+value+`,"target":{"entity":`+value+`,"type":`+value+`}}}`),
			)
		}
	}
	kept := bodies[:0]
	for _, body := range bodies {
		if !mayDiffer(body) {
			kept = append(kept, body)
		}
	}
	return kept
}

// unexpectedValues are valid JSON, and almost valid JSON.
var unexpectedValues = []string{
	`null`, `true`, `false`, `0`, `-0`, `1.5e+3`, `12345678901234567890`, `""`, `"x"`,
	`"2025-02-03T04:05:06Z"`, `"2025-02-03T04:05:06.5+01:00"`,
	`"a\"\\\/\b\f\n\r\tb"`, `"\u00e4\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx\ude00"`, `"\ud83d\n"`,
	`"ä😀"`, "\"a\xffb\"", "\"\xed\xa0\xbd\"", "\"\\n\xff\"", "\"\x7f\"",
	`[]`, `{}`, `[1,"a",{"b":null}]`, `{"a":{"b":[]}}`, ` { "a" : [ 1 , 2 ] } `, `[[]]`,
	`{"next_marker":"m"}`, `{"next_marker":7}`, `{"Handshake":[{}]}`, `{"":[]}`,
	`nul`, `nulll`, `tru`, `True`, `01`, `1.`, `.5`, `-`, `+1`, `1e`, `1e+`, `0x1`, `NaN`, `"`,
	`"\`, `"\x"`, `"\u12"`, `"\u12g4"`, "\"\n\"", "\"\x00\"", "\x00", `'a'`, ``,
	`[`, `]`, `[1,]`, `[,1]`, `[1 2]`, `[1}`, `{`, `}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`,
	`{a:1}`, `{"a" 1}`, `{"a":1 "b":2}`, `{1:2}`, `{"a":1]`, `1 1`, "\ufeff1", "1\v", "\u00a01",
}

// FuzzDecodeList_Oracle looks for bodies that the decoders and the oracle read differently.
func FuzzDecodeList_Oracle(f *testing.F) {
	for _, body := range seeds(f) {
		if len(body) < 4096 { // long seeds only make the fuzzer slow
			f.Add(body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if !mayDiffer(body) {
			sameAsOracle(t, body)
		}
	})
}
