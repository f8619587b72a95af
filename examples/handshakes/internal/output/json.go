package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// Line writes a value as one line of JSON. Characters that a terminal would act upon are
// escaped, which changes no value. A file of such lines can be read from any line on, and
// added to.
func Line(w io.Writer, v any) error {
	text, err := encode(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// jsonLines writes each row as [Line] does.
type jsonLines[T any] struct{ value func(T) any }

func (j jsonLines[T]) row(b *bytes.Buffer, row T) error { return Line(b, j.value(row)) }
func (j jsonLines[T]) settle(*bytes.Buffer)             {}
func (j jsonLines[T]) end(*bytes.Buffer)                {}
func (j jsonLines[T]) enough() bool                     { return true }

// jsonArray writes one array with each row on a line of its own.
type jsonArray[T any] struct {
	value func(T) any
	open  bool
	last  []byte // held back: a comma follows only if another row does
}

func (j *jsonArray[T]) row(b *bytes.Buffer, row T) error {
	text, err := encode(j.value(row))
	if err != nil {
		return err
	}
	if j.open {
		b.Write(append(j.last, ",\n"...))
	} else {
		b.WriteString("[\n")
	}
	j.open, j.last = true, append([]byte("  "), text...)
	return nil
}

func (j *jsonArray[T]) settle(*bytes.Buffer) {}
func (j *jsonArray[T]) enough() bool         { return true }

// end makes the array valid JSON.
func (j *jsonArray[T]) end(b *bytes.Buffer) {
	if !j.open {
		b.WriteString("[]\n")
		return
	}
	b.Write(append(j.last, "\n]\n"...))
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // notes stay readable
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(safeJSON(string(bytes.TrimSpace(b.Bytes())))), nil
}

// safeJSON escapes within strings, the only place where such characters can be.
func safeJSON(s string) string {
	return escape(s, func(r rune) string {
		switch {
		case terminal.Visible(r):
			return ""
		case r <= 0xffff:
			return fmt.Sprintf(`\u%04x`, r)
		default:
			r -= 0x10000
			return fmt.Sprintf(`\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
	})
}
