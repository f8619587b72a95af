// Package output writes rows in every format that the tool has: as tables that fit the terminal
// for people, as CSV for spreadsheets, and as JSON for programs.
package output

import (
	"bytes"
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// bufferSize is how much a [Writer] collects before it writes, at the end of a row.
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
	// flush adds what was held back.
	flush(*bytes.Buffer)
	// end adds the rest of the file.
	end(*bytes.Buffer)
}

// New makes a writer to w, which shows its text on the screen. It expects flags that
// [Flags.Check] accepted.
func New[T any](w io.Writer, screen terminal.Screen, f Flags, s Shape[T]) *Writer[T] {
	return &Writer[T]{w: w, format: newFormat(screen, f, s)}
}

func newFormat[T any](screen terminal.Screen, f Flags, s Shape[T]) format[T] {
	columns, colored := s.shown(f.columns), f.colored(screen)
	if f.wide {
		screen.Width = 0
	}
	switch {
	case f.Format == CSV:
		return &csvRows[T]{shape: s, excel: f.excel}
	case f.Format == JSON:
		return &jsonArray[T]{}
	case f.Format == JSONLines:
		return jsonLines[T]{}
	case f.Format == Record || screen.Width > 0 && screen.Width < narrow:
		return &records[T]{columns: columns, width: screen.Width, colored: colored}
	}
	return &table[T]{columns: columns, width: screen.Width, keep: f.columns != nil, colored: colored}
}

// Write adds a row. An error is one of the writer beneath, or of encoding JSON.
func (w *Writer[T]) Write(row T) error {
	if err := w.format.row(&w.buf, row); err != nil || w.buf.Len() < bufferSize {
		return err
	}
	return w.write()
}

// Flush writes every row that there is. The columns of a table keep their places from then on.
// Only an array of JSON holds its last row back, since a comma follows if another row does.
func (w *Writer[T]) Flush() error {
	w.format.flush(&w.buf)
	return w.write()
}

// Close writes the rest, and ends the file.
func (w *Writer[T]) Close() error {
	w.format.end(&w.buf)
	return w.write()
}

// LeftOut returns the columns that a table left out because the terminal is too narrow, as
// -columns names them.
func (w *Writer[T]) LeftOut() []string {
	if t, ok := w.format.(*table[T]); ok {
		return t.leftOut()
	}
	return nil
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
