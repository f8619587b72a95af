package auth

import (
	"cmp"
	"log/slog"
	"time"
)

// logAttempt records one attempt. Errors of the service are left out, for they may
// quote what was sent.
func (s *sending) logAttempt(fault error) {
	if !s.logs(slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{
		slog.String("op", s.call.Op),
		slog.Int("attempt", s.attempts),
		slog.Duration("duration", time.Since(s.attempt.began)),
	}
	if s.resp != nil {
		attrs = append(attrs, slog.Int("status", s.resp.StatusCode), slog.String("request_id", requestID(s.resp)))
	}
	if fault != nil {
		attrs = append(attrs, slog.String("error", fault.Error()))
	}
	s.client.config.Logger.LogAttrs(s.ctx, slog.LevelDebug, "attempt", attrs...)
}

func (s *sending) logRetry(v Verdict) {
	if !s.logs(slog.LevelWarn) {
		return
	}
	s.client.config.Logger.LogAttrs(s.ctx, slog.LevelWarn, "retry",
		slog.String("op", s.call.Op),
		slog.Int("attempt", s.attempts),
		slog.Duration("wait", s.wait),
		slog.String("reason", v.String()),
	)
}

func (s *sending) logs(level slog.Level) bool {
	logger := s.client.config.Logger
	return logger != nil && logger.Enabled(s.ctx, level)
}

// requestID is what the service calls the request, cut to what an ID can be.
func requestID(r *Response) string {
	const longest = 128
	return r.Excerpt(cmp.Or(r.Header.Get("X-Request-Id"), r.Header.Get("X-Acs-Request-Id")), longest)
}
