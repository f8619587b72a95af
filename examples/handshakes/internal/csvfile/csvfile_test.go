package csvfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// secret is a text that no error may show.
const secret = "LTAI5tKeyThatSomebodyPasted"

var people = Table{Columns: []string{"name", "cloud", "notes"}, Required: 2}

// read returns the cells of the lines, and the numbers of the lines.
func read(t *testing.T, table Table, in string) (cells [][]string, lines []int, err error) {
	t.Helper()
	_, err = Read(t.Context(), "people", "-", strings.NewReader(in), table, func(r Row) (Row, error) {
		cells = append(cells, []string{r.Cell("name"), r.Cell("cloud"), r.Cell("notes")})
		lines = append(lines, r.Line)
		return r, nil
	})
	return cells, lines, err
}

func TestRead(t *testing.T) {
	t.Parallel()
	ignoring := people
	ignoring.Ignored = []string{"id"}
	for _, c := range []struct {
		name  string
		table Table
		in    string
		cells [][]string
		lines []int
	}{
		{name: "takes the columns in any order and case", table: people, in: "Cloud, NAME\nx,a\n",
			cells: [][]string{{"a", "x", ""}}, lines: []int{2}},
		{name: "leaves out a byte order mark, CRLF and empty lines", table: people, in: "\ufeffname,cloud\r\n\r\na,x\r\n,\r\n",
			cells: [][]string{{"a", "x", ""}}, lines: []int{3}},
		{name: "takes lines without the cells of empty columns", table: people, in: "name,cloud,,\na,x\nb,y,\n",
			cells: [][]string{{"a", "x", ""}, {"b", "y", ""}}, lines: []int{2, 3}},
		{name: "takes an empty column at the end, which spreadsheets leave", table: people, in: "name,cloud,\na,x,\n",
			cells: [][]string{{"a", "x", ""}}, lines: []int{2}},
		{name: "takes a cell with line ends", table: people, in: "name,cloud,notes\na,x,\"1\n2\"\nb,y,\n",
			cells: [][]string{{"a", "x", "1\n2"}, {"b", "y", ""}}, lines: []int{2, 4}},
		{name: "does not read ignored columns", table: ignoring, in: "id,name,cloud\n1,a,x\n",
			cells: [][]string{{"a", "x", ""}}, lines: []int{2}},
		{name: "takes a line that begins with # for data", table: people, in: "name,cloud\n#1,x\n",
			cells: [][]string{{"#1", "x", ""}}, lines: []int{2}},
		{name: "removes the apostrophe in front of a formula, and no other", table: people,
			in:    "name,cloud,notes\no'neil,'=1+1,' ＠x\n'x,'quoted',-1\n",
			cells: [][]string{{"o'neil", "=1+1", " ＠x"}, {"'x", "'quoted'", "-1"}}, lines: []int{2, 3}},
		{name: "removes the tab that keeps digits from being rounded", table: people,
			in:    "name,cloud\n\"\t1447738463228192\",x\n\"\ta\",y\n",
			cells: [][]string{{"1447738463228192", "x", ""}, {"\ta", "y", ""}}, lines: []int{2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cells, lines, err := read(t, c.table, c.in)
			require.NoError(t, err)
			assert.Equal(t, c.cells, cells)
			assert.Equal(t, c.lines, lines)
		})
	}
}

func TestRead_WrongFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		says     []string
	}{
		{name: "an empty file", in: "", says: []string{"empty"}},
		{name: "a file with a byte order mark only", in: "\ufeff", says: []string{"empty"}},
		{name: "UTF-16, little endian", in: "\xff\xfen\x00a\x00", says: []string{"UTF-16", "CSV UTF-8"}},
		{name: "UTF-16, big endian", in: "\xfe\xff\x00n\x00a", says: []string{"UTF-16", "CSV UTF-8"}},
		{name: "UTF-16 without a mark", in: "n\x00a\x00m\x00e\x00", says: []string{"UTF-16", "CSV UTF-8"}},
		{name: "a workbook", in: "PK\x03\x04\x14\x00" + secret, says: []string{"workbook", "CSV UTF-8"}},
		{name: "wide commas", in: "name，cloud\na，x\n", says: []string{"line 1", "with commas"}},
		{name: "GBK in the header", in: "name,cloud,\xb1\xb8\xd7\xa2\na,x,\n", says: []string{"line 1", "GBK", "CSV UTF-8"}},
		{name: "semicolons", in: "name;cloud\na;x\n", says: []string{"line 1", "commas"}},
		{name: "tabs", in: "name\tcloud\na\tx\n", says: []string{"line 1", "commas"}},
		{name: "a column twice", in: "name,cloud,Name\n", says: []string{"line 1", "name comes twice"}},
		{name: "a missing column", in: "name,notes\n", says: []string{"line 1", "cloud is missing", "name, cloud, notes"}},
		{name: "a misspelled column", in: "name,cloud,note\n", says: []string{"line 1", "column 3 is not known", "name, cloud, notes"}},
		{name: "another column", in: "name,cloud," + secret + "\n", says: []string{"line 1", "name, cloud, notes"}},
		{name: "a file without a header", in: "a,x," + secret + "\n", says: []string{"line 1", "first line", "name, cloud, notes"}},
		{name: "a quotation mark in the header", in: "name,cl\"" + secret + "\n", says: []string{"line 1", "quotation"}},
		{name: "more than 10 MiB", in: "name,cloud\n" + strings.Repeat("x", maxBytes), says: []string{"10 MiB"}},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			_, lines, err := read(t, people, c.in)
			var misuse *cli.UsageError
			require.ErrorAs(t, err, &misuse)
			assert.True(t, strings.HasPrefix(err.Error(), "people: "), err)
			assert.Empty(t, lines)
			for _, what := range c.says {
				assert.Contains(t, err.Error(), what)
			}
			assert.NotContains(t, err.Error(), strings.ToLower(secret))
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func TestRead_BadLines(t *testing.T) {
	t.Parallel()
	const head = "name,cloud,notes\n"
	for _, c := range []struct {
		name, in string
		bad      []int
		good     []int
		says     string
	}{
		{name: "a line with a cell too few", in: head + "a,x,\n" + secret + ",x\nb,x,\n", bad: []int{3}, good: []int{2, 4}, says: "2 cells"},
		{name: "a line with a cell too many", in: head + "a,x,Hello, " + secret + "\n", bad: []int{2}, says: "4 cells"},
		{name: "GBK in each line", in: head + "a,x,\xb2\xe2\xca\xd4\nb,y,\nc,z,\xb2\xe2" + secret + "\n", bad: []int{2, 4}, good: []int{3}, says: "GBK"},
		{name: "a quotation mark in a cell", in: head + "a,x\"" + secret + ",\nb,y,\n", bad: []int{2}, good: []int{3}, says: "quotation"},
		{name: "a quotation mark without an end", in: head + "a,x,\nb,y,\"" + secret + "\nc,z,\n", bad: []int{3}, good: []int{2}, says: "quotation"},
		{name: "semicolons in one line", in: head + "a,x,\n" + secret + ";x;\n", bad: []int{3}, good: []int{2}, says: "semicolons"},
		{name: "a lost character", in: head + "a,x,\ufffd" + secret + "\n", bad: []int{2}, says: "cell 3 is not UTF-8"},
		{name: "a control character", in: head + "a\x00,x,\nb,y,\n", bad: []int{2}, good: []int{3}, says: "cell 1 has a control character"},
		{name: "a cell under no column", in: "name,cloud,\na,x," + secret + "\n", bad: []int{2}, says: "it has 3 cells"},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			t.Parallel()
			_, good, err := read(t, people, c.in)
			assert.Equal(t, c.good, good)
			var misuse *cli.UsageError
			require.ErrorAs(t, err, &misuse)
			for _, line := range c.bad {
				assert.Regexp(t, fmt.Sprintf("people:%d: .*%s", line, regexp.QuoteMeta(c.says)), err)
			}
			assert.ErrorContains(t, err, fmt.Sprintf("bad lines: %d of %d", len(c.bad), len(c.bad)+len(c.good)))
			assert.NotContains(t, err.Error(), secret)
		})
	}
}

func TestRead_File(t *testing.T) {
	t.Parallel()
	row := func(r Row) (Row, error) { return r, nil }
	pipe, writer := io.Pipe()
	defer func() { _ = writer.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Read(ctx, "people", "-", pipe, people, row)
	assert.ErrorIs(t, err, context.Canceled)

	broken := errors.New("broken")
	_, err = Read(t.Context(), "people", "-", iotest.ErrReader(broken), people, row)
	assert.ErrorIs(t, err, broken)

	_, err = Read(t.Context(), "people", filepath.Join(t.TempDir(), "missing"), nil, people, row)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	path := filepath.Join(t.TempDir(), "people.csv")
	require.NoError(t, os.WriteFile(path, []byte("name,cloud\na,x\n"), 0o600))
	rows, err := Read(t.Context(), "people", path, nil, people, row)
	require.NoError(t, err)
	assert.Len(t, rows, 1)
}

func TestRead_Parse(t *testing.T) {
	t.Parallel()
	parse := func(r Row) (string, error) {
		if r.Cell("cloud") == "" {
			return "", errors.New("the cloud is missing")
		}
		return r.Cell("name"), nil
	}
	read := func(in string) ([]string, error) {
		return Read(t.Context(), "f.csv", "-", strings.NewReader("name,cloud\n"+in), people, parse)
	}
	names, err := read("a,x\nb,y\n")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, names)
	names, err = read("a,\nb,y\nc\n")
	assert.Empty(t, names)
	assert.EqualError(t, err, "f.csv:2: the cloud is missing\n"+
		"f.csv:4: it has 1 cells, and the header has 2: is a comma missing, or are quotation marks missing around a comma?\nbad lines: 2 of 3")
	_, err = read(strings.Repeat("a,\n", 50) + "b,y\n")
	assert.ErrorContains(t, err, "f.csv:21: the cloud is missing\nand 30 more\nbad lines: 50 of 51")
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"name,cloud\na,x\n", "\ufeffname,cloud,notes\r\na,x,'=1\r\n", "name;cloud\n", "name,cloud\n\"a\nb\",c\n", "\"", ",,\n,,\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		seen, most := map[int]bool{}, 1+bytes.Count(data, []byte("\n"))
		_, _ = Read(t.Context(), "people", "-", bytes.NewReader(data), people, func(r Row) (Row, error) {
			assert.True(t, r.Line > 1 && r.Line <= most && !seen[r.Line], "%d of %d", r.Line, most)
			seen[r.Line] = true
			return r, nil
		})
	})
}
