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
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
