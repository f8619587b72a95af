package progress

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// draw writes the line over what it was.
func (l *Line) draw() {
	text := l.say(time.Now())
	if l.closed == nil || l.midline || text == "" && l.columns == 0 {
		return
	}
	// A terminal that fills its last column goes on in the next row, which cannot be rewritten.
	text = terminal.Truncate(terminal.Printable(text), l.screen().Width-1)
	columns := terminal.Width(text)
	_, _ = io.WriteString(l.w, "\r"+text+strings.Repeat(" ", max(0, l.columns-columns)))
	l.columns = max(columns, l.columns)
}

// erase leaves the row empty, with the cursor at its beginning.
func (l *Line) erase() {
	if l.columns == 0 {
		return
	}
	columns := min(l.columns, l.screen().Width-1) // it may have become narrower
	_, _ = io.WriteString(l.w, "\r"+strings.Repeat(" ", columns)+"\r")
	l.columns = 0
}

// say is what the line says now: waits first, since they are why nothing else moves.
func (l *Line) say(now time.Time) string {
	l.waits = slices.DeleteFunc(l.waits, func(w wait) bool { return !w.until.After(now) })
	var parts []string
	for _, w := range l.waits {
		seconds := (w.until.Sub(now) + time.Second - 1) / time.Second
		parts = append(parts, fmt.Sprintf("%s: %s in %d s", w.source, w.why, seconds))
	}
	if quiet := now.Sub(l.since); parts == nil && l.text != "" && quiet >= silence {
		parts = append(parts, fmt.Sprintf("no response for %d s", quiet/time.Second))
	}
	if l.text != "" {
		parts = append(parts, l.text)
	}
	return strings.Join(parts, "; ")
}

// drop forgets what a source waits for.
func (l *Line) drop(source string) {
	l.waits = slices.DeleteFunc(l.waits, func(w wait) bool { return w.source == source })
}
