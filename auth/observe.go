package auth

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"
)

// CallInfo describes a call that has ended: one page of a list, one read, or one write with its
// retries. It has no header and no body.
type CallInfo struct {
	// Op is the service's own name of the operation.
	Op string
	// RequestID and StatusCode are those of the response to the last attempt, or "" and 0 if
	// that attempt got no response, or if there was no attempt. A truncated response has both.
	RequestID  string
	StatusCode int
	// Attempts counts the attempts to send the request, also those that got no connection.
	Attempts int
	// Start is when the call began, by the clock of this machine. Duration includes the waits
	// for the limiter, the credentials and the retries. If a list resumes from a cursor and its
	// account is not known beforehand, the list asks for the credentials before the call of its
	// first page. That wait is not included, and if the context ends meanwhile, there is no
	// call.
	Start    time.Time
	Duration time.Duration
	// Err is the error that the caller gets, or nil. It matches the same conditions under
	// [errors.Is].
	Err error
}

// Refuse ends a call that cannot be sent, for example because of an empty ID: it reports err to
// the observers, and returns it. Only the client packages need it.
func (c *Client) Refuse(ctx context.Context, op string, err error) error {
	if c.usable() == nil {
		c.observe(ctx, CallInfo{Op: op, Start: time.Now(), Err: err})
	}
	return err
}

// wrap returns the error of a call as its caller gets it.
func (c *Client) wrap(op string, err error) error {
	if err == nil || c.config.Wrap == nil {
		return err
	}
	return c.config.Wrap(op, err)
}

// observe calls the observers for a call that has ended.
func (c *Client) observe(ctx context.Context, info CallInfo) {
	if ctx == nil {
		ctx = context.Background()
	}
	for _, observer := range c.config.Observers {
		observer(ctx, info)
	}
}

// info describes the call. The response and the error are those of the last attempt.
func (s *sending) info(err error) CallInfo {
	info := CallInfo{Op: s.call.Op, Attempts: s.attempts, Start: s.budget.start, Duration: time.Since(s.budget.start), Err: err}
	if s.attempt == nil || s.attempt.resp == nil {
		return info
	}
	info.StatusCode = s.attempt.resp.StatusCode
	// Without a complete response, s.last may belong to an earlier attempt.
	if refusal, ok := errors.AsType[*ServiceError](s.last); ok && err != nil && s.attempt.complete {
		info.RequestID = refusal.RequestID // the ID may be only in the body
	}
	info.RequestID = cmp.Or(info.RequestID, s.attempt.requestID)
	return info
}

// requestID returns the ID of a response.
func (c *Client) requestID(r *Response) string {
	if c.config.RequestID != nil {
		return c.config.RequestID(r)
	}
	return requestID(r)
}

// requestID is the service's ID of the request, cut to the form of an ID.
func requestID(r *Response) string {
	const longest = 128
	return r.Excerpt(cmp.Or(r.Header.Get("X-Request-Id"), r.Header.Get("X-Acs-Request-Id")), longest)
}

// logAttempt logs one attempt. It leaves out errors of the service, because they may quote the
// request.
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
