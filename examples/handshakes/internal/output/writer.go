// Package output writes rows in every format that the tool has: as tables that fit the terminal
// for people, as CSV for spreadsheets, and as JSON for programs.
package output

import (
	"bytes"
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// bufferSize is how much is collected before it is written, at the end of a row.
const bufferSize = 4 << 10

// A Writer writes rows in one format. It writes complete lines at once, so that other lines of
// the same terminal can stand between them. Close it also after an error, so that what was
// written before is complete.
type Writer[T any] struct {
	w      io.Writer
	buf    bytes.Buffer
	format format[T]
	table  *table[T] // the format, if it is one
}

// A format adds rows to a buffer.
type format[T any] interface {
	row(*bytes.Buffer, T) error
	end(*bytes.Buffer)
}

// New makes a writer to w, which shows its text on the screen. It expects flags that
// [Flags.Check] accepted.
func New[T any](w io.Writer, screen terminal.Screen, f Flags, s Shape[T]) *Writer[T] {
	switch f.Format {
	case CSV:
		return &Writer[T]{w: w, format: &csvRows[T]{shape: s, excel: f.Excel}}
	case JSON:
		return &Writer[T]{w: w, format: &jsonArray[T]{shape: s}}
	case JSONLines:
		return &Writer[T]{w: w, format: jsonLines[T]{s}}
	}
	t := newTable(screen, f, s)
	return &Writer[T]{w: w, format: t, table: t}
}

// Write adds a row. An error is one of the writer beneath, or of encoding JSON.
func (w *Writer[T]) Write(row T) error {
	if err := w.format.row(&w.buf, row); err != nil || w.buf.Len() < bufferSize {
		return err
	}
	return w.write()
}

// PageEnd writes what there is before something that may take its time, unless a table has
// seen too few rows to choose the widths of its columns.
func (w *Writer[T]) PageEnd() error {
	if w.table != nil && !w.table.enough() {
		return nil
	}
	return w.Flush()
}

// Flush writes every row that there is. The columns of a table keep their places from then on.
// Only an array of JSON holds its last row back, since a comma follows if another row does.
func (w *Writer[T]) Flush() error {
	if w.table != nil {
		w.table.place(&w.buf, true)
	}
	return w.write()
}

// Close writes the rest, and ends the file.
func (w *Writer[T]) Close() error {
	w.format.end(&w.buf)
	return w.write()
}

// LeftOut are the columns that a table left out because the terminal is too narrow, as -columns
// names them.
func (w *Writer[T]) LeftOut() []string {
	if w.table == nil {
		return nil
	}
	return w.table.leftOut()
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
