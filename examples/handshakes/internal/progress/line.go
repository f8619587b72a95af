// Package progress shows how far a command is on the last line of the terminal, beneath its
// output: what was done so far, and, while nothing comes, what the command waits for.
package progress

import (
	"io"
	"log/slog"
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
	mu       sync.Mutex
	w        io.Writer
	screen   func() terminal.Screen
	text     string
	since    time.Time // when something came last
	waits    []wait    // at most one for each source
	columns  int       // those that the line takes now
	midline  bool      // other output ended within a line: there is no room for this one
	terminal func(io.Writer) bool
	records  slog.Handler // those that -v asks for, or nil

	closed chan struct{} // nil if nothing is shown
	ended  sync.WaitGroup
}

// A wait is for something that begins again at a time.
type wait struct {
	source, why string
	until       time.Time
}

// New makes a line for a command. It takes no room before [Line.Show]. Close it.
func New(p *cli.Process) *Line {
	l := &Line{
		w:        p.Stderr,
		screen:   func() terminal.Screen { return p.Screen(p.Stderr) },
		terminal: func(w io.Writer) bool { return p.Screen(w).Terminal },
	}
	if l.terminal(p.Stderr) {
		closed := make(chan struct{})
		l.closed = closed
		l.ended.Go(func() { l.tick(closed) })
	}
	if p.Verbose {
		l.records = slog.NewTextHandler(l.Above(p.Stderr), &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	return l
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
	l.drop(source)
	l.waits = append(l.waits, wait{source, why, time.Now().Add(pause)})
	l.draw()
}

// Close removes the line for good. What is written through [Line.Above] passes on.
func (l *Line) Close() {
	l.mu.Lock()
	if l.closed != nil {
		close(l.closed)
		l.closed = nil
		l.erase()
	}
	l.mu.Unlock()
	l.ended.Wait()
}

// Above returns a writer to w that keeps the line beneath what is written, if w is the same
// terminal. The line comes back only where a write ends a line.
func (l *Line) Above(w io.Writer) io.Writer {
	if !l.shows() || !l.terminal(w) {
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
	if n > 0 {
		a.line.midline = p[n-1] != '\n'
	}
	a.line.draw()
	return n, err
}

func (l *Line) shows() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed != nil
}

func (l *Line) tick(closed <-chan struct{}) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-closed:
			return
		case <-second.C:
			l.mu.Lock()
			l.draw()
			l.mu.Unlock()
		}
	}
}
