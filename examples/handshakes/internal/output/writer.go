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
}

// A format adds rows to a buffer.
type format[T any] interface {
	row(*bytes.Buffer, T) error
	// settle adds what is held back to see more rows.
	settle(*bytes.Buffer)
	end(*bytes.Buffer)
	// enough reports whether a table has seen enough rows to choose the widths of its columns.
	enough() bool
}

// New makes a writer to w, which shows its text on the screen. It expects flags that
// [Flags.Check] accepted.
func New[T any](w io.Writer, screen terminal.Screen, f Flags, s Shape[T]) *Writer[T] {
	return &Writer[T]{w: w, format: newFormat(screen, f, s)}
}

func newFormat[T any](screen terminal.Screen, f Flags, s Shape[T]) format[T] {
	value := s.JSON
	if value == nil {
		value = func(row T) any { return row }
	}
	switch f.Format {
	case CSV:
		return newCSVRows(f.Excel, s)
	case JSON:
		return &jsonArray[T]{value: value}
	case JSONLines:
		return jsonLines[T]{value: value}
	default:
		return newTable(screen, f, s)
	}
}

// Write adds a row. An error is one of the writer beneath, or of encoding JSON.
func (w *Writer[T]) Write(row T) error {
	if err := w.format.row(&w.buf, row); err != nil {
		return err
	}
	if w.buf.Len() < bufferSize {
		return nil
	}
	return w.write()
}

// PageEnd writes what there is before something that may take its time, unless a table has
// seen too few rows to choose the widths of its columns.
func (w *Writer[T]) PageEnd() error {
	if !w.format.enough() {
		return nil
	}
	return w.Flush()
}

// Flush writes every row that there is. The columns of a table keep their places from then on.
// Only an array of JSON holds its last row back, since a comma follows if another row does.
func (w *Writer[T]) Flush() error {
	w.format.settle(&w.buf)
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
	if t, ok := w.format.(*table[T]); ok {
		return t.leftOut()
	}
	return nil
}

func (w *Writer[T]) write() error {
	if w.buf.Len() == 0 {
		return nil
	}
	defer w.buf.Reset()
	_, err := w.w.Write(w.buf.Bytes())
	return err
}
