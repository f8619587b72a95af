package output

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
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
	shape Shape[T]
	excel bool
	begun bool // the header is written
}

func (c *csvRows[T]) row(b *bytes.Buffer, row T) error {
	c.end(b)
	cells := slices.Clone(c.shape.CSVRecord(row))
	for i, cell := range cells {
		if c.excel && readAsValue.MatchString(cell) {
			cells[i] = "\t" + cell
		} else {
			cells[i] = safeCell(cell)
		}
	}
	return writeCSV(b, cells)
}

func (c *csvRows[T]) flush(*bytes.Buffer) {}

// end writes the header, even if there is no row.
func (c *csvRows[T]) end(b *bytes.Buffer) {
	if c.begun {
		return
	}
	c.begun = true
	if c.excel {
		b.WriteString(byteOrderMark)
	}
	_ = writeCSV(b, c.shape.CSVHeader) // into memory: it cannot fail
}

func writeCSV(b *bytes.Buffer, cells []string) error {
	w := csv.NewWriter(b)
	_ = w.Write(cells) // Error has it
	w.Flush()
	return w.Error()
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
	s = escape(strings.ReplaceAll(s, "\r\n", "\n"), func(r rune) bool {
		return r == '\n' || r == '\t' || terminal.Visible(r)
	}, terminal.Escape)
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

// escape puts what with returns in place of the characters that are not kept. Bytes that are no
// text become U+FFFD.
func escape(s string, keep func(rune) bool, with func(rune) string) string {
	var b strings.Builder
	for _, r := range s {
		if keep(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(with(r))
		}
	}
	return b.String()
}
