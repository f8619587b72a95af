package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"

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
	_, err = io.WriteString(w, text+"\n")
	return err
}

type jsonLines[T any] struct{}

func (jsonLines[T]) row(b *bytes.Buffer, row T) error { return Line(b, row) }
func (jsonLines[T]) flush(*bytes.Buffer)              {}
func (jsonLines[T]) end(*bytes.Buffer)                {}

// jsonArray writes one array with each row on a line of its own. The line of the last row is
// open, since a comma follows if another row does.
type jsonArray[T any] struct{ open bool }

func (j *jsonArray[T]) row(b *bytes.Buffer, row T) error {
	text, err := encode(row)
	if err != nil {
		return err
	}
	before := "[\n  "
	if j.open {
		before = ",\n  "
	}
	j.open = true
	b.WriteString(before + text)
	return nil
}

func (j *jsonArray[T]) flush(*bytes.Buffer) {}

func (j *jsonArray[T]) end(b *bytes.Buffer) {
	if j.open {
		b.WriteString("\n]\n")
	} else {
		b.WriteString("[]\n")
	}
}

func encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // notes stay readable
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return escape(string(bytes.TrimSpace(b.Bytes())), terminal.Visible, escapeJSON), nil
}

// escapeJSON writes a character as strings of JSON may have it.
func escapeJSON(r rune) string {
	if r <= 0xffff {
		return fmt.Sprintf(`\u%04x`, r)
	}
	high, low := utf16.EncodeRune(r)
	return fmt.Sprintf(`\u%04x\u%04x`, high, low)
}
