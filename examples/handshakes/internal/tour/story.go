package tour

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

//go:embed stories.txt
var storiesText string

var stories = template.Must(template.New("").Option("missingkey=error").Parse(storiesText))

// facts are what happened in a step, by the names of its story.
type facts map[string]any

// tell writes a story: its title, and three parts with a label each.
func tell(number int, name string, f facts) ([]byte, error) {
	var text, b bytes.Buffer
	if err := stories.ExecuteTemplate(&text, name, f); err != nil {
		return nil, err
	}
	title, parts, _ := strings.Cut(text.String(), "\n")
	if number > 1 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%d. %s\n", number, title)
	for part := range strings.Lines(parts) {
		label, prose, _ := strings.Cut(part, ": ")
		for _, line := range wrap(prose, 68) {
			fmt.Fprintf(&b, "   %-14s %s\n", label, line)
			label = ""
		}
	}
	return b.Bytes(), nil
}

// wrap breaks a text into lines of at most width columns, between words.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case terminal.Width(line)+1+terminal.Width(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// short is the beginning of what nobody reads to the end.
func short(s string) string { return s[:min(len(s), 8)] + "…" }
