package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// safeCells returns the cells of a row of CSV. A stranger's text can harm a spreadsheet, so two
// things are changed; JSON has the exact text. A cell that a spreadsheet would run as a formula,
// because it begins with =, +, - or @, gets an apostrophe in front. And what is not
// [terminal.Visible], except line breaks and tabs, is written as in Go source.
func safeCells(record []string, excel bool) []string {
	cells := make([]string, len(record))
	for i, s := range record {
		if excel && readAsValue.MatchString(s) {
			cells[i] = "\t" + s
			continue
		}
		cells[i] = escape(strings.ReplaceAll(s, "\r\n", "\n"), func(r rune) bool {
			return r == '\n' || r == '\t' || terminal.Visible(r)
		}, terminal.Escape)
		if formula(cells[i]) {
			cells[i] = "'" + cells[i]
		}
	}
	return cells
}

// readAsValue matches text that a spreadsheet takes for a number or a date, and so changes: it
// rounds an account's ID after 15 digits, and reads 12e7 as 120000000 and dec-01 as a day. With a
// tab in front, which they do not show, Excel, WPS and LibreOffice take the cell for text.
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

// formula reports whether a spreadsheet would run the cell. Spreadsheets skip the space before
// a formula, and take the wide forms of the signs for the signs.
func formula(s string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", first)
}

// Line writes a value as one line of JSON. Characters that a terminal would act upon are
// escaped, which changes no value. A file of such lines can be read from any line on, and
// added to.
func Line(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // notes stay readable
	if err := e.Encode(v); err != nil {
		return err
	}
	text := escape(strings.TrimSpace(b.String()), terminal.Visible, escapeJSON)
	_, err := io.WriteString(w, text+"\n")
	return err
}

// escapeJSON writes a character as strings of JSON may have it.
func escapeJSON(r rune) string {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// escape puts what with returns instead of the characters that are not kept. Bytes that are no
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
