package pagejson_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination/pagejson"
)

func TestReader_Text_Kinds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"a"`: "a", `"a\nb"`: "a\nb", `""`: "",
		`12345678901234567890`: "12345678901234567890", `-1.50`: "-1.50",
		`null`: "", `true`: "", `false`: "", `{"a":"b"}`: "", `["a"]`: "",
	} {
		read := func(name string, read func(r *pagejson.Reader, s *string)) {
			got := "before"
			r := pagejson.NewReader([]byte(text))
			read(r, &got)
			require.NoError(t, r.End(), "%s %s", name, text)
			assert.Equal(t, want, got, "%s %s", name, text)
		}
		read("Text", (*pagejson.Reader).Text)
		read("Shared", func(r *pagejson.Reader, s *string) { *s = r.Shared() })
		read("Bytes", func(r *pagejson.Reader, s *string) { *s = string(r.Bytes()) })
	}
}

func TestReader_Text(t *testing.T) {
	t.Parallel()
	t.Run("writes an integer as its digits", func(t *testing.T) {
		t.Parallel()
		for number, want := range map[string]string{
			`0`: "0", `-0`: "0", `0.0`: "0", `-0.00`: "0", `0e5`: "0", `0E-5`: "0",
			`1`: "1", `-1`: "-1", `100`: "100", `1.0`: "1", `-1.0`: "-1", `10.00`: "10",
			`1e3`: "1000", `1E+3`: "1000", `-1e3`: "-1000", `1e0`: "1", `1e-0`: "1",
			`12e1`: "120", `1.2e1`: "12", `1.20e1`: "12", `1000e-3`: "1", `0.001e3`: "1",
			`0.0012e5`:          "120",
			`119002233445566e1`: "1190022334455660", `1.190022334455667e15`: "1190022334455667",
			`1.19002233445566e+15`: "1190022334455660", `1190022334455667.0`: "1190022334455667",
			`9007199254740993`: "9007199254740993", `9007199254740993.0`: "9007199254740993",
			`12345678901234567890123`:       "12345678901234567890123",
			`1.2345678901234567890123e22`:   "12345678901234567890123",
			`1e63`:                          "1" + strings.Repeat("0", 63),
			strings.Repeat("1234567890", 8): strings.Repeat("1234567890", 8),
		} {
			assert.Equal(t, want, readText(t, number), number)
			written := string(pagejson.NewReader([]byte(number)).Bytes())
			assert.Equal(t, number, written, "Bytes returns the number as it is written")
		}
	})
	t.Run("leaves a number with a fraction as it is written", func(t *testing.T) {
		t.Parallel()
		for _, number := range []string{
			`1.5`, `-1.50`, `1e-3`, `15e-1`, `0.1`, `1.05e1`, `1e-999999999999999999999`, `0.100`,
		} {
			assert.Equal(t, number, readText(t, number), number)
		}
	})
	t.Run("returns no text for a number that has too many digits", func(t *testing.T) {
		t.Parallel()
		for _, number := range []string{`1e64`, `-1e64`, `1e999999999`, `1.5e99999999999999999999`} {
			assert.Empty(t, readText(t, number), number)
		}
	})
	t.Run("leaves a string as it is", func(t *testing.T) {
		t.Parallel()
		for _, text := range []string{"1e3", "1.0", "-0", "007", " 1 "} {
			assert.Equal(t, text, readText(t, `"`+text+`"`))
		}
	})
}

// readText reads one value with both methods.
func readText(t *testing.T, value string) (text string) {
	t.Helper()
	r := pagejson.NewReader([]byte(value))
	r.Text(&text)
	require.NoError(t, r.End(), value)
	shared := pagejson.NewReader([]byte(value)).Shared()
	assert.Equal(t, text, shared, value)
	return text
}

func TestReader_Text_SameVariable(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`["a","b"]`: "b", `["a",null]`: "", `[null,"b"]`: "b", `["long enough","b"]`: "b",
	} {
		var s string
		r := pagejson.NewReader([]byte(body))
		pagejson.Rows(r, func(r *pagejson.Reader, _ *struct{}) { r.Text(&s) })
		require.NoError(t, r.End())
		assert.Equal(t, want, s, body)

		object := strings.NewReplacer("[", `{"a":`, ",", `,"a":`, "]", "}").Replace(body)
		r = pagejson.NewReader([]byte(object))
		for range r.Object {
			r.Text(&s)
		}
		require.NoError(t, r.End())
		assert.Equal(t, want, s, object)
	}
}

// TestReader_Text_RandomRows reads any number of rows with any texts.
func TestReader_Text_RandomRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.SliceOfN(rapid.String(), 0, 40)).Draw(t, "rows")
		var body strings.Builder
		body.WriteString("[")
		for i, row := range want {
			if i > 0 {
				body.WriteString(",")
			}
			body.WriteString("{")
			for j, text := range row {
				if j > 0 {
					body.WriteString(",")
				}
				fmt.Fprintf(&body, `"%d":%s`, j, quote(t, text))
			}
			body.WriteString("}")
		}
		body.WriteString("]")
		shared := rapid.Bool().Draw(t, "shared")
		r := pagejson.NewReader([]byte(body.String()))
		got := pagejson.Rows(r, func(r *pagejson.Reader, row *[40]string) {
			i := 0
			for range r.Object {
				if shared {
					row[i] = r.Shared()
				} else {
					r.Text(&row[i])
				}
				i++
			}
		})
		require.NoError(t, r.End())
		require.Len(t, got, len(want))
		for i, row := range want {
			require.Equal(t, row, append([]string{}, got[i][:len(row)]...))
		}
	})
}

// quote writes each character as it is or as an escape.
func quote(t *rapid.T, text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		switch escape := rapid.Bool().Draw(t, "escape"); {
		case c > 0xFFFF && escape:
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xD800+(c-0x10000)>>10, 0xDC00+(c-0x10000)&0x3FF)
		case c < ' ' || c == '"' || c == '\\' || escape && c <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func TestReader_Shared_AllocatesOnce(t *testing.T) {
	t.Parallel()
	rows, _, err := readHuaweiPage(huaweiPage())
	require.NoError(t, err)
	require.Len(t, rows, pageRows)
	for _, row := range rows {
		assert.Same(t, unsafe.StringData(rows[0].Organization), unsafe.StringData(row.Organization))
		assert.Same(t, unsafe.StringData(rows[0].Status), unsafe.StringData(row.Status))
		assert.NotSame(t, unsafe.StringData(rows[0].Status), unsafe.StringData(rows[0].Organization))
	}
}

func TestRows_AllocationsPerRow(t *testing.T) { // not parallel, because it counts allocations
	for name, read := range map[string]func() error{
		"Huawei":  func() error { _, _, err := readHuaweiPage(huaweiBody); return err },
		"Alibaba": func() error { _, _, err := readAlibabaPage(alibabaBody); return err },
	} {
		perRow := testing.AllocsPerRun(10, func() {
			if err := read(); err != nil {
				t.Error(err)
			}
		}) / pageRows
		assert.LessOrEqual(t, perRow, 1.15, name)
	}
}

// maxCollection is how long the garbage collector may take.
const maxCollection = 10 * time.Second

var huaweiBody, alibabaBody = huaweiPage(), alibabaPage()

// TestReader_Shared_ManyTexts reads more different texts than Shared remembers, and one that
// repeats.
func TestReader_Shared_ManyTexts(t *testing.T) {
	t.Parallel()
	var want []string
	for i := range 1000 {
		want = append(want, fmt.Sprint("text ", i), "repeated")
	}
	r := pagejson.NewReader([]byte(`["` + strings.Join(want, `","`) + `"]`))
	got := pagejson.Rows(r, func(r *pagejson.Reader, s *string) { *s = r.Shared() })
	require.NoError(t, r.End())
	assert.Equal(t, want, got)
}

// TestRows_KeptRow checks what the garbage collector frees while one row is still in use.
func TestRows_KeptRow(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]func() []byte{
		"plain text": huaweiPage,
		"escapes": func() []byte {
			return []byte(strings.ReplaceAll(string(huaweiPage()), "a", `\u0061`))
		},
	} {
		kept, body, other, shared := keepOne(t, page())
		require.Eventually(t, func() bool {
			runtime.GC()
			return body.Value() == nil && other.Value() == nil
		}, maxCollection, maxCollection/1000, name)
		assert.NotNil(t, shared.Value(), "%s: the weak pointer of a text in use stays", name)
		assert.Equal(t, "acme_root", kept.AccountName, name)
		runtime.KeepAlive(kept)
	}
}

// keepOne reads a page and keeps row 7. The weak pointers are to the body, to the text of row 8,
// and to a text that row 7 shares with all other rows.
//
//go:noinline
func keepOne(t *testing.T, page []byte) (kept pageRow, body, other, shared weak.Pointer[byte]) {
	rows, next, err := readHuaweiPage(page)
	require.NoError(t, err)
	require.Equal(t, "Zm9v+YmF6/cXV4==", next)
	body, other = weak.Make(&page[0]), weak.Make(unsafe.StringData(rows[8].ID))
	return rows[7], body, other, weak.Make(unsafe.StringData(rows[0].Organization))
}

// TestReader_Text_OutsideOfRows keeps the name of a page, which stands before the first row.
func TestReader_Text_OutsideOfRows(t *testing.T) {
	t.Parallel()
	name, row := keepName(t)
	require.Eventually(t, func() bool {
		runtime.GC()
		return row.Value() == nil
	}, maxCollection, maxCollection/1000)
	assert.Equal(t, "the name of this page", name)
	runtime.KeepAlive(name)
}

//go:noinline
func keepName(t *testing.T) (name string, row weak.Pointer[byte]) {
	var rows []string
	r := pagejson.NewReader([]byte(`{"name":"the name of this page","rows":["the text of its only row"]}`))
	for key := range r.Object {
		if key.Is("name") {
			r.Text(&name)
		} else {
			rows = pagejson.Rows(r, (*pagejson.Reader).Text)
		}
	}
	require.NoError(t, r.End())
	return name, weak.Make(unsafe.StringData(rows[0]))
}
