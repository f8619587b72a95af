package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// JSON writes one array with each value on a line of its own, by whole lines. Characters that a
// terminal would act upon are escaped, which changes no value.
type JSON struct {
	w    io.Writer
	open bool
	held string // the last value: a comma follows only if another does
}

// NewJSON makes an array without values.
func NewJSON(w io.Writer) *JSON { return &JSON{w: w} }

// Value adds a value.
func (j *JSON) Value(v any) error {
	text, err := encode(v)
	if err != nil {
		return err
	}
	before := "[\n"
	if j.open {
		before = j.held + ",\n"
	}
	j.open, j.held = true, "  "+text
	_, err = io.WriteString(j.w, before)
	return err
}

// Close ends the array. It is valid JSON only from then on.
func (j *JSON) Close() error {
	end := "[]\n"
	if j.open {
		end = j.held + "\n]\n"
	}
	_, err := io.WriteString(j.w, end)
	return err
}

// Line writes a value as one line of JSON, and escapes as [JSON] does. A file of such
// lines can be read from any line on, and added to.
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
	return safeJSON(strings.TrimSpace(b.String())), nil
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
