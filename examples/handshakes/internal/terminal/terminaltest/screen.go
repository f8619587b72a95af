// Package terminaltest is a terminal for tests, which shows what a user sees in the end.
package terminaltest

import (
	"strings"
	"sync"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// A Screen is a terminal with this many columns, and rows without end. It knows line breaks,
// carriage returns and colours, which it does not show. Its methods can be called from several
// goroutines.
type Screen struct {
	width int
	mu    sync.Mutex
	rows  [][]string // characters as people see them; a wide one leaves the next place empty
	x     int        // where the cursor is in the last row
}

// New makes an empty screen.
func New(width int) *Screen { return &Screen{width: width, rows: [][]string{nil}} }

// Write shows the text, which must end between two characters.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := string(p)
	for text != "" {
		if rest, ok := strings.CutPrefix(text, "\x1b["); ok {
			_, text, _ = strings.Cut(rest, "m")
			continue
		}
		r := []rune(text)[0]
		s.put(r)
		text = text[len(string(r)):]
	}
	return len(p), nil
}

func (s *Screen) put(r rune) {
	row := &s.rows[len(s.rows)-1]
	width := terminal.Width(string(r))
	switch {
	case r == '\r':
		s.x = 0
	case r == '\n':
		s.rows, s.x = append(s.rows, nil), 0
	case s.join(r, width):
	case s.x+width > s.width:
		s.rows, s.x = append(s.rows, nil), 0
		s.put(r)
	default:
		for len(*row) < s.x+width {
			*row = append(*row, " ")
		}
		(*row)[s.x] = string(r)
		if width == 2 {
			(*row)[s.x+1] = ""
		}
		s.x += width
	}
}

// join adds to the character before the cursor what is drawn into it.
func (s *Screen) join(r rune, width int) bool {
	row := s.rows[len(s.rows)-1]
	at := s.x - 1
	for at > 0 && row[at] == "" {
		at--
	}
	if at < 0 || at >= len(row) {
		return width == 0
	}
	joined := row[at] + string(r)
	if width > 0 && terminal.Width(joined) >= terminal.Width(row[at])+width {
		return false
	}
	row[at] = joined
	return true
}

// Rows are what the screen shows, without the spaces at the end of a row and the empty rows at
// the end.
func (s *Screen) Rows() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]string, len(s.rows))
	for i, row := range s.rows {
		out[i] = strings.TrimRight(strings.Join(row, ""), " ")
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// String returns the rows, each with a line break.
func (s *Screen) String() string {
	var b strings.Builder
	for _, row := range s.Rows() {
		b.WriteString(row + "\n")
	}
	return b.String()
}
