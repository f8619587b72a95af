package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// A Field is a line of a record: what it is, and its value.
type Field struct{ Name, Value string }

// WriteRecord writes a title, if there is one, and the fields that have a value, one a line, with
// nothing that a terminal would act upon.
func WriteRecord(w io.Writer, title string, fields ...Field) error {
	var b strings.Builder
	indent := ""
	if title != "" {
		fmt.Fprintf(&b, "%s\n", terminal.Printable(title))
		indent = "  "
	}
	width := 0
	for _, f := range fields {
		width = max(width, len(f.Name))
	}
	for _, f := range fields {
		if f.Value != "" {
			fmt.Fprintf(&b, "%s%-*s  %s\n", indent, width, f.Name, terminal.Printable(f.Value))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
