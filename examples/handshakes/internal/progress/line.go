// Package progress shows how far a command is on the last line of the terminal, beneath its
// output: what was done so far, and, while nothing comes, what the command waits for.
package progress

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// silence is how long nothing may come before the line says so.
const silence = 3 * time.Second

// A Line is rewritten in place on stderr, once a second and when something happens. It uses no
// escape sequences, so that it works on every terminal. Where stderr is no terminal, nothing is
// shown. Its methods can be called from several goroutines.
type Line struct {
	w       io.Writer
	screen  func(io.Writer) terminal.Screen
	shown   bool         // w is a terminal
	records slog.Handler // those that -v asks for

	mu      sync.Mutex
	text    string
	since   time.Time       // when something came last
	waits   map[string]wait // of each source
	columns int             // those that the line takes now
	closed  bool
	second  *time.Timer // until the line is drawn again
}

// A wait is for something that begins again at a time.
type wait struct {
	why   string
	until time.Time
}

// New makes a line for a command. It takes no room before [Line.Show]. Close it.
func New(p *cli.Process) *Line {
	l := &Line{w: p.Stderr, screen: p.Screen, shown: p.Screen(p.Stderr).Terminal, waits: map[string]wait{}, records: slog.DiscardHandler}
	if p.Verbose {
		l.records = slog.NewTextHandler(l.Above(p.Stderr), &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shown {
		l.second = time.AfterFunc(time.Second, l.tick)
	}
	return l
}

func (l *Line) tick() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.draw()
	if !l.closed {
		l.second.Reset(time.Second)
	}
}

// Show says how far the command is, in place of what the line said before.
func (l *Line) Show(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text, l.since = text, time.Now()
	l.draw()
}

// Wait says for what a source, such as a cloud, waits, and counts down until it begins again.
func (l *Line) Wait(source, why string, pause time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waits[source] = wait{why, time.Now().Add(pause)}
	l.draw()
}

// Close removes the line for good. What is written through [Line.Above] passes on.
func (l *Line) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	l.closed = true
	if l.second != nil {
		l.second.Stop()
	}
}

// Above returns a writer to w that keeps the line beneath what is written, if w is a terminal. Each
// write must end a line.
func (l *Line) Above(w io.Writer) io.Writer {
	if !l.shown || !l.screen(w).Terminal {
		return w
	}
	return above{l, w}
}

type above struct {
	line *Line
	w    io.Writer
}

func (a above) Write(p []byte) (int, error) {
	a.line.mu.Lock()
	defer a.line.mu.Unlock()
	a.line.erase()
	n, err := a.w.Write(p)
	a.line.draw()
	return n, err
}

// draw writes the line over what it was.
func (l *Line) draw() {
	text := l.say(time.Now())
	if !l.shown || l.closed || text == "" && l.columns == 0 {
		return
	}
	// A terminal that fills its last column goes on in the next row, which cannot be rewritten.
	text = terminal.Truncate(terminal.Printable(text), l.screen(l.w).Width-1)
	columns := terminal.Width(text)
	_, _ = io.WriteString(l.w, "\r"+text+strings.Repeat(" ", max(0, l.columns-columns)))
	l.columns = max(columns, l.columns)
}

// erase leaves the row empty, with the cursor at its beginning.
func (l *Line) erase() {
	if l.columns == 0 {
		return
	}
	columns := min(l.columns, l.screen(l.w).Width-1) // it may have become narrower
	_, _ = io.WriteString(l.w, "\r"+strings.Repeat(" ", columns)+"\r")
	l.columns = 0
}

// say is what the line says now: waits first, since they are why nothing else moves.
func (l *Line) say(now time.Time) string {
	var parts []string
	for _, source := range slices.Sorted(maps.Keys(l.waits)) {
		w := l.waits[source]
		if seconds := (w.until.Sub(now) + time.Second - 1) / time.Second; seconds > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s in %d s", source, w.why, seconds))
		}
	}
	if l.text == "" {
		return strings.Join(parts, "; ")
	}
	if quiet := now.Sub(l.since); parts == nil && quiet >= silence {
		parts = append(parts, fmt.Sprintf("no response for %d s", quiet/time.Second))
	}
	return strings.Join(append(parts, l.text), "; ")
}
