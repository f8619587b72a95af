// Package terminaltest is a terminal for tests, which shows what a user sees in the end.
package terminaltest

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/mattn/go-runewidth"
)

// A Screen is a terminal with this many columns, and rows without end. It knows line breaks,
// carriage returns and colours, which it does not show. Its methods can be called from several
// goroutines.
type Screen struct {
	width int
	mu    sync.Mutex
	text  bytes.Buffer // all that was written
}

// New makes an empty screen.
func New(width int) *Screen { return &Screen{width: width} }

// Write shows the text.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

var (
	colors = regexp.MustCompile("\x1b\\[[0-9]*m")
	widths = &runewidth.Condition{StrictEmojiNeutral: true} // whatever the locale is
)

// Rows are what the screen shows, without the spaces at the end of a row and the empty rows at
// the end.
func (s *Screen) Rows() (rows []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for line := range strings.SplitSeq(colors.ReplaceAllString(s.text.String(), ""), "\n") {
		row := ""
		for part := range strings.SplitSeq(line, "\r") {
			for i, part := range strings.Split(widths.Wrap(part, s.width), "\n") {
				if i > 0 {
					rows, row = append(rows, strings.TrimRight(row, " ")), ""
				}
				row = part + widths.TruncateLeft(row, widths.StringWidth(part), "")
			}
		}
		rows = append(rows, strings.TrimRight(row, " "))
	}
	for len(rows) > 0 && rows[len(rows)-1] == "" {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// String returns the rows, each with a line break.
func (s *Screen) String() string { return strings.Join(append(s.Rows(), ""), "\n") }
