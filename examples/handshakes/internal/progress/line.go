// Package progress shows how far a command is on the last line of the terminal, beneath its
// output: what was done so far, and, while nothing comes, what the command waits for.
package progress

import (
	"context"
	"fmt"
	"io"
	"log/slog"
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
	records slog.Handler // those that -v asks for

	mu      sync.Mutex
	text    string
	since   time.Time   // when something came last
	why     string      // the command waits
	until   time.Time   // when that ends
	columns int         // those that the line takes now
	second  *time.Timer // until the line is drawn again; nil: it is shown no more
}

// New makes a line for a command. It takes no room before [Line.Show]. Close it.
func New(p *cli.Process) *Line {
	l := &Line{w: p.Stderr, screen: p.Screen, records: slog.DiscardHandler}
	if p.Verbose {
		l.records = slog.NewTextHandler(l.Above(p.Stderr), &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	if p.Screen(p.Stderr).Terminal {
		l.change(func() { l.second = time.AfterFunc(time.Second, func() { l.change(func() {}) }) })
	}
	return l
}

// change changes the line, and draws it anew.
func (l *Line) change(what func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	what()
	l.draw()
}

// Show says how far the command is, instead of what the line said before.
func (l *Line) Show(text string) {
	l.change(func() { l.text, l.since = text, time.Now() })
}

// wait says why the command waits, and counts down until it continues. Of several waits, the
// longest counts.
func (l *Line) wait(why string, pause time.Duration) {
	l.change(func() {
		if until := time.Now().Add(pause); until.After(l.until) {
			l.why, l.until = why, until
		}
	})
}

// Close removes the line for good. What is written through [Line.Above] passes on.
func (l *Line) Close() {
	l.change(func() {
		l.erase()
		if l.second != nil {
			l.second.Stop()
			l.second = nil
		}
	})
}

// Above returns a writer to w that keeps the line beneath what is written, if w is a terminal. Each
// write must end a line.
func (l *Line) Above(w io.Writer) io.Writer {
	if !l.screen(w).Terminal {
		return w
	}
	return writer(func(p []byte) (n int, err error) {
		l.change(func() {
			l.erase()
			n, err = w.Write(p)
		})
		return n, err
	})
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// draw writes the line over what it was, and does so again in a second.
func (l *Line) draw() {
	if l.second == nil {
		return
	}
	l.second.Reset(time.Second)
	l.erase()
	// A terminal that fills its last column goes on in the next row, which cannot be rewritten.
	text := terminal.Truncate(terminal.Printable(l.say(time.Now())), l.screen(l.w).Width-1)
	_, _ = io.WriteString(l.w, text)
	l.columns = terminal.Width(text)
}

// erase leaves the row empty, with the cursor at its beginning.
func (l *Line) erase() {
	if l.columns > 0 {
		columns := min(l.columns, l.screen(l.w).Width-1) // it may have become narrower
		_, _ = io.WriteString(l.w, "\r"+strings.Repeat(" ", columns)+"\r")
		l.columns = 0
	}
}

// say is what the line says now: a wait first, since it is why nothing else moves.
func (l *Line) say(now time.Time) string {
	text := l.text
	if seconds := (l.until.Sub(now) + time.Second - 1) / time.Second; seconds > 0 {
		text = fmt.Sprintf("%s in %d s; %s", l.why, seconds, text)
	} else if quiet := now.Sub(l.since); text != "" && quiet >= silence {
		text = fmt.Sprintf("no response for %d s; %s", quiet/time.Second, text)
	}
	return strings.TrimSuffix(text, "; ")
}

// Logger returns the logger for the client of a source, such as a cloud: its warnings of
// retries become what the line waits for, and with -v, its records go to stderr.
func (l *Line) Logger(source string) *slog.Logger {
	return slog.New(handler{l.records.WithAttrs([]slog.Attr{slog.String("cloud", source)}), l, source})
}

// handler shows retries in front of the handler of -v. Clients add no attributes or groups.
type handler struct {
	slog.Handler
	line   *Line
	source string
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.Handler.Enabled(ctx, level) || level >= slog.LevelWarn
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	var pause time.Duration
	var reason string
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "wait":
			pause, _ = a.Value.Any().(time.Duration)
		case "reason":
			reason = a.Value.String()
		}
		return true
	})
	if r.Message == "retry" {
		h.line.wait(h.source+": "+reason+", next attempt", pause)
	}
	if !h.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}
