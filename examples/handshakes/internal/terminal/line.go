package terminal

import (
	"io"
	"strings"
)

// lineWidth keeps the line on one row of the narrowest usual terminal: one that
// wraps cannot be rewritten.
const lineWidth = 79

// A Line is one line of a terminal that is rewritten in place. It uses no escape
// sequences, so that it works on every terminal.
type Line struct {
	w     io.Writer
	width int // the columns that are taken now
}

// NewLine makes a line on w. It takes no room before [Line.Show]. Where w is nil,
// nothing is ever shown.
func NewLine(w io.Writer) *Line { return &Line{w: w} }

// Show puts text in place of what the line shows.
func (l *Line) Show(text string) {
	if l.w == nil {
		return
	}
	text = Truncate(Printable(text), lineWidth)
	width := Width(text)
	_, _ = io.WriteString(l.w, "\r"+text+strings.Repeat(" ", max(0, l.width-width)))
	l.width = max(width, l.width)
}

// Erase leaves the line empty, with the cursor at its beginning.
func (l *Line) Erase() {
	if l.width == 0 {
		return
	}
	_, _ = io.WriteString(l.w, "\r"+strings.Repeat(" ", l.width)+"\r")
	l.width = 0
}

// Beneath returns a writer to w that erases the line before each write, for
// output that may go to the same terminal.
func (l *Line) Beneath(w io.Writer) io.Writer { return beneath{l, w} }

type beneath struct {
	line *Line
	w    io.Writer
}

func (b beneath) Write(p []byte) (int, error) {
	b.line.Erase()
	return b.w.Write(p)
}
