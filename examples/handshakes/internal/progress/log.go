package progress

import (
	"context"
	"log/slog"
	"time"
)

// Logger returns the logger for the client of a source, such as a cloud: its warnings of
// retries become what the line waits for, and with -v, its records go to stderr.
func (l *Line) Logger(source string) *slog.Logger {
	return slog.New(handler{l, source, l.records.WithAttrs([]slog.Attr{slog.String("cloud", source)})})
}

// handler is a [slog.Handler] in front of that of -v.
type handler struct {
	line   *Line
	source string
	next   slog.Handler
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level) || h.line.shown && level >= slog.LevelWarn
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if r.Message == "retry" {
		h.retry(r)
	}
	if !h.next.Enabled(ctx, r.Level) {
		return nil
	}
	return h.next.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h.next = h.next.WithAttrs(attrs)
	return h
}

func (h handler) WithGroup(name string) slog.Handler {
	h.next = h.next.WithGroup(name)
	return h
}

func (h handler) retry(r slog.Record) {
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
	h.line.Wait(h.source, reason+", next attempt", pause)
}
