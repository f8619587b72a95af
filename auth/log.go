package auth

import (
	"cmp"
	"context"
	"log/slog"
	"time"
)

// logAttempt records one attempt. Errors of the service are left out, for they may
// quote what was sent.
func (s *sending) logAttempt(fault error) {
	if !s.client.logs(s.ctx, slog.LevelDebug) {
		return
	}
	attrs := []any{
		slog.String("op", s.call.Op),
		slog.Int("attempt", s.attempts),
		slog.Duration("duration", time.Since(s.attempt.began)),
	}
	if resp := s.attempt.resp; resp != nil {
		attrs = append(attrs, slog.Int("status", resp.StatusCode), slog.String("request_id", requestID(resp)))
	}
	if fault != nil {
		attrs = append(attrs, slog.String("error", fault.Error()))
	}
	s.client.config.Logger.Log(s.ctx, slog.LevelDebug, "attempt", attrs...)
}

func (s *sending) logRetry(v Verdict) {
	if !s.client.logs(s.ctx, slog.LevelWarn) {
		return
	}
	s.client.config.Logger.Log(s.ctx, slog.LevelWarn, "retry",
		slog.String("op", s.call.Op),
		slog.Int("attempt", s.attempts),
		slog.Duration("wait", s.budget.wait),
		slog.String("reason", v.String()),
	)
}

func (c *Client) logs(ctx context.Context, level slog.Level) bool {
	logger := c.config.Logger
	return logger != nil && logger.Enabled(ctx, level)
}

// requestID is what the service calls the request, cut to what an ID can be.
func requestID(r *Response) string {
	const longest = 128
	return r.Excerpt(cmp.Or(r.Header.Get("X-Request-Id"), r.Header.Get("X-Acs-Request-Id")), longest)
}
