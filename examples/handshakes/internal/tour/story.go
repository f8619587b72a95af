package tour

import (
	"fmt"
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// A story is what one step tells.
type story struct {
	title                   string
	happens, naive, library string
}

func (s story) write(w io.Writer, number int) {
	if number > 1 {
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprintf(w, "%d. %s\n", number, s.title)
	for _, part := range [][2]string{
		{"what happens", s.happens}, {"a naive loop", s.naive}, {"this library", s.library},
	} {
		label := part[0]
		for _, line := range wrap(part[1], 68) {
			_, _ = fmt.Fprintf(w, "   %-14s %s\n", label, line)
			label = ""
		}
	}
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
