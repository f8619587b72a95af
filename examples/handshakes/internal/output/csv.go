package output

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// byteOrderMark tells spreadsheets that a file is UTF-8. Without it, Excel and WPS read it in
// the code page of the system, which garbles Chinese.
const byteOrderMark = "\ufeff"

// csvRows writes comma-separated values after RFC 4180. A stranger's text can harm a
// spreadsheet, so two things are changed, and who needs the exact text takes JSON. A cell that
// a spreadsheet would run as a formula, because it begins with =, +, - or @, gets an apostrophe
// in front. And what is not [terminal.Visible], except line breaks and tabs, is written as in
// Go source.
type csvRows[T any] struct {
	header []string // until it is written
	record func(T) []string
	csv    *csv.Writer
	out    bytes.Buffer // the encoder's
	excel  bool
}

func newCSVRows[T any](excel bool, s Shape[T]) *csvRows[T] {
	c := &csvRows[T]{header: s.CSVHeader, record: s.CSVRecord, excel: excel}
	c.csv = csv.NewWriter(&c.out)
	return c
}

func (c *csvRows[T]) row(b *bytes.Buffer, row T) error {
	c.end(b)
	cells := c.record(row)
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = safeCell(cell)
		if c.excel && readAsValue.MatchString(cell) {
			safe[i] = "\t" + cell
		}
	}
	c.write(b, safe)
	return nil
}

// end writes the header, even if there is no row.
func (c *csvRows[T]) end(b *bytes.Buffer) {
	if c.header == nil {
		return
	}
	if c.excel {
		b.WriteString(byteOrderMark)
	}
	c.write(b, c.header)
	c.header = nil
}

func (c *csvRows[T]) settle(*bytes.Buffer) {}
func (c *csvRows[T]) enough() bool         { return true }

func (c *csvRows[T]) write(b *bytes.Buffer, cells []string) {
	_ = c.csv.Write(cells) // into memory: it cannot fail
	c.csv.Flush()
	_, _ = c.out.WriteTo(b)
}

// readAsValue matches text that a spreadsheet takes for a number or a date, and so changes: it
// rounds an account's ID after 15 digits, drops leading zeros, reads 12e7 as 120000000, and
// dec-01 as a day. A tab in front keeps such a cell as it is: Excel, WPS and LibreOffice then
// take it for text, and do not show the tab. An apostrophe would be shown, and ="…" is a
// formula that LibreOffice shows and that protected views do not run. Numbers of few digits are
// left as numbers.
var readAsValue = regexp.MustCompile(`^(?i:` +
	`0\d+|\d{12,}|\d[\d.,]*[ed]\d+|` + // numbers that would be changed
	`\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|` + // dates
	`\d{0,2}[-/ ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]?\d{1,4}|` +
	`true|false)$`)

// Cell returns the text that a cell of our CSV was written for: without the tab that keeps it
// from being read as a number, and without the apostrophe that keeps it from being run.
func Cell(s string) string {
	if text, ok := strings.CutPrefix(s, "\t"); ok && readAsValue.MatchString(text) {
		return text
	}
	if text, ok := strings.CutPrefix(s, "'"); ok && formula(text) {
		return text
	}
	return s
}

func safeCell(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	s = escape(s, func(r rune) string {
		if r == '\n' || r == '\t' || terminal.Visible(r) {
			return ""
		}
		return terminal.Escape(r)
	})
	if formula(s) {
		return "'" + s
	}
	return s
}

// formula reports whether a spreadsheet would run the cell. Spreadsheets skip the space before
// a formula, and take the wide forms of the signs for the signs.
func formula(s string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", first)
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
