package progress

import (
	"cmp"
	"context"
	"log/slog"
	"time"
)

// Logger returns the logger for the client of a source, such as a cloud: its warnings of
// retries become what the line waits for, and with -v, its records go to stderr.
func (l *Line) Logger(source string) *slog.Logger {
	h := handler{line: l, source: source, next: slog.DiscardHandler}
	if l.records != nil {
		h.next = l.records.WithAttrs([]slog.Attr{slog.String("cloud", source)})
	}
	return slog.New(h)
}

// handler is a [slog.Handler] in front of that of -v.
type handler struct {
	line   *Line
	source string
	next   slog.Handler
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level) || h.line.shows() && level >= slog.LevelWarn
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
		switch {
		case a.Key == "wait" && a.Value.Kind() == slog.KindDuration:
			pause = a.Value.Duration()
		case a.Key == "reason":
			reason = a.Value.String()
		}
		return true
	})
	h.line.Wait(h.source, cmp.Or(reasons[reason], reason, "no success")+", next attempt", pause)
}

// reasons are what the client's words for a failed attempt mean to its user.
var reasons = map[string]string{
	"throttled":         "throttled",
	"refused":           "not ready",
	"ambiguous":         "no response",
	"clock skew":        "clocks differ",
	"stale credentials": "credentials expired",
	"unauthenticated":   "signature refused",
}
