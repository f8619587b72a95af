package table

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// CSV writes comma-separated values after RFC 4180, for spreadsheets. A stranger's
// text can harm there, so two things are changed, and who needs the exact text
// takes [JSON]: a cell that a spreadsheet would run as a formula, as it begins with
// =, +, - or @, gets an apostrophe in front; and what [terminal.Visible] is not,
// line breaks and tabs excepted, is written as in Go source.
type CSV struct {
	w      io.Writer
	header []string
	row    bytes.Buffer // one write per row, whatever the encoder's buffer
	csv    *csv.Writer
}

// NewCSV makes a file with this header, which is written even if no row comes.
func NewCSV(w io.Writer, header ...string) *CSV {
	c := &CSV{w: w, header: header}
	c.csv = csv.NewWriter(&c.row)
	return c
}

// Row adds a row, with one cell for each column.
func (c *CSV) Row(cells ...string) error {
	if err := c.Close(); err != nil {
		return err
	}
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = safeCell(cell)
	}
	return c.write(row)
}

// Close writes the header where no row did.
func (c *CSV) Close() error {
	header := c.header
	if header == nil {
		return nil
	}
	c.header = nil
	return c.write(header)
}

func (c *CSV) write(row []string) error {
	c.row.Reset()
	if err := c.csv.Write(row); err != nil {
		return err
	}
	c.csv.Flush()
	_, err := c.w.Write(c.row.Bytes())
	return err
}

func safeCell(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	s = escape(s, func(r rune) string {
		if r == '\n' || r == '\t' || terminal.Visible(r) {
			return ""
		}
		return terminal.Escape(r)
	})
	// Spreadsheets skip the space before a formula, and take the wide forms of the
	// signs for the signs.
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	if strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}

// escape puts what with returns in place of each character; "" keeps it.
func escape(s string, with func(rune) string) string {
	var b strings.Builder
	kept := 0
	for i, r := range s {
		text := with(r)
		if text == "" {
			continue
		}
		b.WriteString(s[kept:i] + text)
		kept = i + utf8.RuneLen(r)
	}
	if kept == 0 {
		return s
	}
	return b.String() + s[kept:]
}
