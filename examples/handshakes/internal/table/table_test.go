package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTextAlignsByDisplayWidth(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := NewText(&b, Column{Name: "NAME"}, Column{Name: "ID"}, Column{Name: "NOTES", Max: 8})
	require.NoError(t, w.Row("研发-prod", "h-1", "a longer note"))
	require.NoError(t, w.Row("labor-köln", "h-22", ""))
	require.NoError(t, w.Row("x", "h-3", "a\nb\x1b[0m"))
	assert.Empty(t, b.String(), "widths are not known yet")
	require.NoError(t, w.Close())
	assert.Equal(t, ""+
		"NAME        ID    NOTES\n"+
		"研发-prod   h-1   a longe…\n"+
		"labor-köln  h-22\n"+
		"x           h-3   a↵b\\x1b…\n", b.String())
}

func TestTextWithoutRowsIsNothing(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, NewText(&b, Column{Name: "NAME"}).Close())
	assert.Empty(t, b.String())
}

func TestTextStreamsBehindItsSample(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := NewText(&b, Column{Name: "A"}, Column{Name: "B"})
	for i := range sampleRows {
		assert.Empty(t, b.String())
		require.NoError(t, w.Row(fmt.Sprint(i), "b"))
	}
	assert.Equal(t, sampleRows+1, strings.Count(b.String(), "\n"))
	b.Reset()
	require.NoError(t, w.Row("1", "b"))
	assert.Equal(t, "1    b\n", b.String())
	b.Reset()
	require.NoError(t, w.Row("wider than all", "b"))
	assert.Equal(t, "wider than all  b\n", b.String(), "an ID is never cut")
	b.Reset()
	require.NoError(t, w.Close())
	assert.Empty(t, b.String())
}

var cells = []struct{ name, in, want string }{
	{"plain text stays", "Please join", "Please join"},
	{"quotes, commas and line breaks are for the encoder", "a \"b\", c\nd", "a \"b\", c\nd"},
	{"a formula is text", "=HYPERLINK(\"http://evil\")", "'=HYPERLINK(\"http://evil\")"},
	{"so is one that begins with plus", "+1", "'+1"},
	{"so is one that begins with minus", "-1", "'-1"},
	{"so is one that begins with at", "@SUM(1)", "'@SUM(1)"},
	{"so is one behind space", " \t\n=1", "' \t\n=1"},
	{"so is one in wide characters", "＝1", "'＝1"},
	{"a sign in the middle is none", "a=1", "a=1"},
	{"an escape sequence is text", "\x1b[2Jx\u009b\u202e", `\x1b[2Jx\u009b\u202e`},
	{"a lone carriage return is text", "a\rb\r\nc", "a\\rb\nc"},
	{"bytes that are no text are replaced", "a\x9bb", "a\ufffdb"},
	{"nothing is nothing", "", ""},
}

func TestCSVCells(t *testing.T) {
	t.Parallel()
	for _, c := range cells {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			w := NewCSV(&b, "first", "second")
			require.NoError(t, w.Row(c.in, "x"))
			require.NoError(t, w.Close())
			got, err := csv.NewReader(&b).ReadAll()
			require.NoError(t, err)
			assert.Equal(t, [][]string{{"first", "second"}, {c.want, "x"}}, got)
		})
	}
}

func TestCSVWithoutRowsHasAHeader(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := NewCSV(&b, "a", "b")
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	assert.Equal(t, "a,b\n", b.String())
}

func TestJSONIsAnArrayOfLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		values []any
		want   string
	}{
		{"none", nil, "[]\n"},
		{"one", []any{1}, "[\n  1\n]\n"},
		{"two", []any{"<a> & b", map[string]int{"n": 2}}, "[\n  \"<a> & b\",\n  {\"n\":2}\n]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			w := NewJSON(&b)
			for _, v := range c.values {
				require.NoError(t, w.Value(v))
			}
			require.NoError(t, w.Close())
			assert.Equal(t, c.want, b.String())
		})
	}
}

func TestJSONEscapesWhatATerminalActsUponAndKeepsTheValue(t *testing.T) {
	t.Parallel()
	in := "研发 👨‍👩 \x1b[2J \x7f \u009b2J \u202e \ufeff \U000e0041 \"\\\n"
	var b bytes.Buffer
	w := NewJSON(&b)
	require.NoError(t, w.Value(in))
	require.NoError(t, w.Close())
	for _, r := range "\x1b\x7f\u009b\u202e\ufeff\U000e0041" {
		assert.NotContains(t, b.String(), string(r))
	}
	assert.Contains(t, b.String(), "研发 👨‍👩")
	var out []string
	require.NoError(t, json.Unmarshal(b.Bytes(), &out))
	assert.Equal(t, []string{in}, out)
}

func TestALineIsOneLineAndKeepsTheValue(t *testing.T) {
	t.Parallel()
	in := "<a> & b\n\x1b[2J\u2028\u202e"
	var b bytes.Buffer
	require.NoError(t, Line(&b, in))
	assert.Equal(t, "\"<a> & b\\n\\u001b[2J\\u2028\\u202e\"\n", b.String())
	var out string
	require.NoError(t, json.Unmarshal(b.Bytes(), &out))
	assert.Equal(t, in, out)
	assert.Error(t, Line(&b, func() {}))
}

func TestAWriteThatFailsIsTold(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left")
	text, file, array := NewText(broken{full}, Column{Name: "A"}), NewCSV(broken{full}, "a"), NewJSON(broken{full})
	require.NoError(t, text.Row("held back"))
	assert.ErrorIs(t, text.Close(), full)
	assert.ErrorIs(t, file.Row("x"), full)
	assert.ErrorIs(t, array.Value(1), full)
	assert.ErrorIs(t, array.Close(), full)
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }
