// Package output writes rows in every format that the tool has: as tables that fit the terminal
// for people, as CSV for spreadsheets, and as JSON for programs.
package output

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	// bufferSize is how much a [Writer] collects before it writes, at the end of a row.
	bufferSize = 4 << 10

	// byteOrderMark tells spreadsheets that a file is UTF-8. Without it, Excel and WPS read it in
	// the code page of the system, which garbles Chinese.
	byteOrderMark = "\ufeff"
)

// A Writer writes rows in one format. It writes complete lines at once, so that other lines of
// the same terminal can stand between them. Close it also after an error, so that what was
// written before is complete.
type Writer[T any] struct {
	w     io.Writer
	buf   bytes.Buffer
	flags Flags
	shape Shape[T]
	table table[T]
	csv   *csv.Writer
	comma string // before the next element of an array
}

// New makes a writer to w, which shows its text on the screen. It expects flags that
// [Flags.Check] accepted.
func New[T any](w io.Writer, screen terminal.Screen, f Flags, s Shape[T]) *Writer[T] {
	out := &Writer[T]{w: w, flags: f, shape: s, table: newTable(screen, f, s)}
	out.csv = csv.NewWriter(&out.buf)
	switch f.Format {
	case CSV:
		if f.excel {
			out.buf.WriteString(byteOrderMark)
		}
		_ = out.csv.Write(s.CSVHeader) // a buffer takes everything
		out.csv.Flush()
	case JSON:
		out.buf.WriteByte('[')
	}
	return out
}

// Write adds a row. An error is one of the writer beneath, or of encoding JSON.
func (w *Writer[T]) Write(row T) (err error) {
	switch w.flags.Format {
	case CSV:
		err = w.csv.Write(safeCells(w.shape.CSVRecord(row), w.flags.excel))
		w.csv.Flush()
	case JSON:
		var text bytes.Buffer
		if err = Line(&text, row); err == nil {
			w.buf.WriteString(w.comma + "\n  " + strings.TrimSuffix(text.String(), "\n"))
			w.comma = ","
		}
	case JSONLines:
		err = Line(&w.buf, row)
	default:
		w.table.row(&w.buf, row)
	}
	if err != nil || w.buf.Len() < bufferSize {
		return err
	}
	return w.write()
}

// Flush writes every row that there is. The columns of a table keep their places from then on.
// Only an array of JSON holds its last row back, since a comma follows if another row does.
func (w *Writer[T]) Flush() error {
	w.table.place(&w.buf, true)
	return w.write()
}

// Close writes the rest, and ends the file.
func (w *Writer[T]) Close() error {
	w.table.place(&w.buf, false)
	if w.flags.Format == JSON {
		if w.comma != "" {
			w.buf.WriteByte('\n')
		}
		w.buf.WriteString("]\n")
	}
	return w.write()
}

// LeftOut says which columns a table left out because the terminal is too narrow. It returns ""
// for none.
func (w *Writer[T]) LeftOut() string {
	var names []string
	for i, s := range w.table.spans {
		if s.width == 0 {
			names = append(names, key(w.table.columns[i].Name))
		}
	}
	if names == nil {
		return ""
	}
	return "no room for " + strings.Join(names, ", ") + "; -wide shows every column"
}

// write writes the complete lines.
func (w *Writer[T]) write() error {
	n := bytes.LastIndexByte(w.buf.Bytes(), '\n') + 1
	if n == 0 {
		return nil
	}
	_, err := w.w.Write(w.buf.Next(n))
	return err
}
