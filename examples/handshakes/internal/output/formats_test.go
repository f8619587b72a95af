package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

var csvCells = []struct{ name, in, want string }{
	{name: "plain text stays", in: "Please join", want: "Please join"},
	{name: "quotes, commas and line breaks are for the encoder", in: "a \"b\", c\nd", want: "a \"b\", c\nd"},
	{name: "an apostrophe stops a formula", in: "=HYPERLINK(\"http://evil\")", want: "'=HYPERLINK(\"http://evil\")"},
	{name: "an apostrophe stops a formula that begins with plus", in: "+1", want: "'+1"},
	{name: "an apostrophe stops a formula that begins with minus", in: "-1", want: "'-1"},
	{name: "an apostrophe stops a formula that begins with at", in: "@SUM(1)", want: "'@SUM(1)"},
	{name: "an apostrophe stops a formula behind space", in: " \t\n=1", want: "' \t\n=1"},
	{name: "an apostrophe stops a formula in wide characters", in: "＝1", want: "'＝1"},
	{name: "a sign in the middle begins no formula", in: "a=1", want: "a=1"},
	{name: "an escape sequence is text", in: "\x1b[2Jx\u009b\u202e", want: `\x1b[2Jx\u009b\u202e`},
	{name: "a lone carriage return is text", in: "a\rb\r\nc", want: "a\\rb\nc"},
	{name: "bytes that are no text are replaced", in: "a\x9bb", want: "a\ufffdb"},
	{name: "digits stay", in: "1109479477665209", want: "1109479477665209"},
	{name: "nothing is nothing", in: "", want: ""},
}

func TestCSV_Cells(t *testing.T) {
	t.Parallel()
	for _, c := range csvCells {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := csv.NewReader(strings.NewReader(print(t, 0, "-format csv", entry{ID: c.in, Note: "x"}))).ReadAll()
			require.NoError(t, err)
			assert.Equal(t, [][]string{{"id", "status", "name", "note"}, {c.want, "", "", "x"}}, got)
		})
	}
}

func TestCSV_Excel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{name: "an ID of digits is text, which is not rounded", in: "1109479477665209", want: "\t1109479477665209"},
		{name: "a long ID of digits is text", in: strings.Repeat("9", 32), want: "\t" + strings.Repeat("9", 32)},
		{name: "an ID with leading zeros is text", in: "007", want: "\t007"},
		{name: "an ID that looks like an exponent is text", in: "12e7", want: "\t12e7"},
		{name: "a name that looks like a day is text", in: "dec-01", want: "\tdec-01"},
		{name: "a name that looks like a date is text", in: "3-4", want: "\t3-4"},
		{name: "a name that looks like a truth value is text", in: "true", want: "\ttrue"},
		{name: "a small number stays one", in: "42", want: "42"},
		{name: "an ID with letters stays", in: "f1e486e33198406088b454abfca66899", want: "f1e486e33198406088b454abfca66899"},
		{name: "an account's name stays", in: "data-dr-16", want: "data-dr-16"},
		{name: "a time stays", in: "2026-02-03T13:59:39Z", want: "2026-02-03T13:59:39Z"},
		{name: "an apostrophe stops a formula as without -excel", in: "=1109479477665209", want: "'=1109479477665209"},
		{name: "a tab of a stranger does not hide a formula", in: "\t=1", want: "'\t=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := print(t, 0, "-format csv -excel", entry{ID: c.in, Note: "欢迎"})
			require.True(t, strings.HasPrefix(out, "\xef\xbb\xbfid,status"), out)
			got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
			require.NoError(t, err)
			assert.Equal(t, []string{c.want, "", "", "欢迎"}, got[1])
			assert.Equal(t, c.in, Cell(got[1][0]), "it reads back")
			if strings.HasPrefix(c.want, "\t") {
				assert.Contains(t, out, `"`+c.want+`"`, "a tab in quotes separates no cells")
			}
		})
	}
	assert.Equal(t, "\xef\xbb\xbfid,status,name,note\n", print(t, 0, "-format csv -excel"), "a file without rows has the mark and the header")
}

func TestCell(t *testing.T) {
	t.Parallel()
	for _, c := range csvCells {
		if strings.ContainsAny(c.want, `\`+"\ufffd") {
			continue // Cell cannot restore what is not visible
		}
		assert.Equal(t, c.in, Cell(c.want), c.name)
	}
	for _, s := range []string{"'quoted'", "\tindented", "it's"} {
		assert.Equal(t, s, Cell(s), "the tool did not write this cell")
	}
}

func TestCSV_NoRows(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "id,status,name,note\n", print(t, 0, "-format csv"))
}

func TestJSON(t *testing.T) {
	t.Parallel()
	const first, second = `{"id":"h-1","status":"","name":"<a> & b","note":""}`, `{"id":"h-2","status":"","name":"","note":""}`
	a, b := entry{ID: "h-1", Name: "<a> & b"}, entry{ID: "h-2"}
	assert.Equal(t, "[]\n", print(t, 0, "-format json"))
	assert.Equal(t, "[\n  "+first+"\n]\n", print(t, 0, "-format json", a))
	assert.Equal(t, "[\n  "+first+",\n  "+second+"\n]\n", print(t, 0, "-format json", a, b))
	assert.Empty(t, print(t, 0, "-format jsonl"))
	assert.Equal(t, first+"\n"+second+"\n", print(t, 0, "-format jsonl", a, b))
}

func TestJSON_EscapesWhatATerminalActsUpon(t *testing.T) {
	t.Parallel()
	in := entry{Note: "研发 👨‍👩 \x1b[2J \x7f \u009b2J \u202e \ufeff \U000e0041 \u2028 \"\\\n"}
	for _, format := range []string{"json", "jsonl"} {
		out := print(t, 0, "-format "+format, in)
		for _, r := range strings.ReplaceAll(out, "\n", "") {
			assert.True(t, terminal.Visible(r), "%q", r)
		}
		assert.Contains(t, out, "研发 👨‍👩")
		var got []entry
		if format == "jsonl" {
			out = "[" + out + "]"
		}
		require.NoError(t, json.Unmarshal([]byte(out), &got))
		assert.Equal(t, []entry{in}, got, "the value is as it was")
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, Line(&b, "<a> & b\n\x1b[2J\u2028\u202e"))
	assert.Equal(t, "\"<a> & b\\n\\u001b[2J\\u2028\\u202e\"\n", b.String())
	assert.Error(t, Line(&b, func() {}))
}

func TestWriter_Errors(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left")
	for _, format := range []string{Table, CSV, JSON, JSONLines} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			w := New(broken{full}, terminal.Screen{}, flags(t, "-format "+format), entries())
			require.NoError(t, w.Write(short), "it is collected")
			assert.ErrorIs(t, w.Flush(), full)
			if format != Table { // it has nothing more to write
				require.NoError(t, w.Write(short))
				assert.ErrorIs(t, w.Close(), full)
			}
		})
	}
}

// Each write is of complete lines: a line of progress can stand beneath them.
func TestWriter_CompleteLines(t *testing.T) {
	t.Parallel()
	for _, format := range []string{Table, CSV, JSON, JSONLines} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			writes := 0
			w := New(writer(func(p []byte) (int, error) {
				writes++
				assert.True(t, bytes.HasSuffix(p, []byte("\n")))
				return len(p), nil
			}), terminal.Screen{}, flags(t, "-format "+format), entries())
			for range 1000 {
				require.NoError(t, w.Write(long))
			}
			require.NoError(t, w.Close())
			assert.Greater(t, writes, 3, "it is written while rows come")
		})
	}
}
