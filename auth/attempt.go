package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// An attempt is one request: its timeout, the state of its connection, and the response.
type attempt struct {
	ctx    context.Context
	cancel context.CancelFunc
	conn   connection
	began  time.Time
	ahead  time.Duration // the clock offset in the signed date
	header http.Header   // of the response
	resp   *Response     // nil while there is none

	complete  bool   // the body of the response was read to its end
	requestID string // the ID of the response, for observers
}

// begin starts the timeout, which includes the last byte of the response. The transport finds
// the operation and the number of the attempt in the context.
func begin(ctx context.Context, op string, number int, limit, ahead time.Duration) *attempt {
	a := &attempt{began: time.Now(), ahead: ahead}
	ctx, a.cancel = context.WithTimeoutCause(ctx, limit, attemptTimeout(limit))
	trace := a.conn.trace(httptrace.ContextClientTrace(ctx))
	a.ctx = attemptContext{ctx, trace, op, number}
	a.conn.traced = httptrace.ContextClientTrace(a.ctx) == trace
	return a
}

// AttemptFrom returns the operation of a call and the number of its attempt, from 1, if ctx is
// the context of a request that a [Client] sends. Use it for the spans and logs of an
// [http.RoundTripper] that is the client's transport.
func AttemptFrom(ctx context.Context) (op string, attempt int, ok bool) {
	if ctx == nil {
		return "", 0, false
	}
	if s, ok := ctx.Value(attemptKey{}).(attemptContext); ok {
		return s.op, s.number, true
	}
	return "", 0, false
}

type attemptKey struct{}

// An attemptContext is the context of one attempt. It holds the operation, the number of the
// attempt and the trace of its connection.
//
// [httptrace.WithClientTrace] would do the same. But it calls the hooks of an earlier trace by
// reflection, which makes a program 28 kB larger.
type attemptContext struct {
	context.Context
	trace  *httptrace.ClientTrace
	op     string
	number int
}

func (c attemptContext) Value(key any) any {
	switch key {
	case traceKey:
		return c.trace
	case attemptKey{}:
		return c
	}
	return c.Context.Value(key)
}

// traceKey is the key under which [httptrace.ContextClientTrace] looks for a trace. The package
// does not export it, but asks every context for it.
var traceKey = func() any {
	asked := &askedContext{Context: context.Background()}
	httptrace.ContextClientTrace(asked)
	return asked.key
}()

// An askedContext remembers the key that a caller asks it for.
type askedContext struct {
	context.Context
	key any
}

func (c *askedContext) Value(key any) any {
	c.key = key
	return nil
}

// attemptTimeout ends an attempt. It is not [context.DeadlineExceeded], because the caller set
// no such deadline.
type attemptTimeout time.Duration

func (t attemptTimeout) Error() string {
	return fmt.Sprintf("the attempt took longer than %v: raise Retry.AttemptTimeout if the service needs more", time.Duration(t))
}

func (t attemptTimeout) Timeout() bool { return true }

// A connection records whether a request got a connection.
type connection struct {
	// own is true for a client's own pool, which reports every connection to [httptrace]. Other
	// transports may not: even an [http.Transport] does not if another transport is registered
	// with it.
	own bool
	// traced is true if [httptrace] finds the hooks. If another version of it does not, a pool
	// that reports nothing may have sent the request.
	traced     bool
	over       bool // the attempt ended before the client called the transport
	asked, got atomic.Bool
}

var noTrace httptrace.ClientTrace

// trace returns the hooks that record the connection. They also call those of the caller's own
// trace, if there is one.
func (c *connection) trace(callers *httptrace.ClientTrace) *httptrace.ClientTrace {
	if callers == nil {
		callers = &noTrace
	}
	t := *callers
	t.GetConn = func(hostPort string) {
		c.asked.Store(true)
		if callers.GetConn != nil {
			callers.GetConn(hostPort)
		}
	}
	t.GotConn = func(info httptrace.GotConnInfo) {
		c.got.Store(true)
		if callers.GotConn != nil {
			callers.GotConn(info)
		}
	}
	t.WroteHeaders = func() {
		c.got.Store(true)
		if callers.WroteHeaders != nil {
			callers.WroteHeaders()
		}
	}
	return &t
}

// sent is true unless the request certainly did not leave: the client never called the
// transport, a transport that reports connections never had one, or another transport failed to
// make one.
func (c *connection) sent(err error) bool {
	switch {
	case c.got.Load():
		return true
	case c.own && c.traced || c.over || c.asked.Load():
		return false
	}
	return !unconnected(err)
}

// A guardedBase is the base of one attempt. It refuses a request whose context has ended,
// because a transport would not say whether the context ended before there was a connection.
type guardedBase struct {
	base http.RoundTripper
	conn *connection
}

func (g guardedBase) RoundTrip(req *http.Request) (*http.Response, error) {
	if ctx := req.Context(); ctx.Err() != nil {
		g.conn.over = true
		return nil, context.Cause(ctx)
	}
	return g.base.RoundTrip(req)
}

// An attemptTransport is the [http.RoundTripper] of one call, below its retries. Each round
// trip is an attempt, and is signed anew.
type attemptTransport struct{ s *sending }

func (t attemptTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	s, c := t.s, t.s.client
	ahead := c.clock.ahead()
	s.attempt = begin(req.Context(), s.call.Op, s.attempts+1, c.retry.AttemptTimeout, ahead)
	s.attempt.conn.own = c.config.Base == nil
	signing := &Transport{
		Base:     guardedBase{c.base, &s.attempt.conn},
		Provider: fixed(s.renewal.creds),
		Signer:   c.config.Signer,
		Host:     c.endpoint.Host,
		Now:      func() time.Time { return c.now().Add(ahead) },
	}
	resp, err := signing.roundTrip(s.attempt.ctx, req)
	if _, unsigned := errors.AsType[*SignError](err); !unsigned {
		s.attempts++
	}
	if resp != nil {
		s.attempt.header = resp.Header
		// http.Client parses Location before it asks whether to follow it, and fails if it
		// cannot. To this client, a redirect is a response like any other.
		if resp.Header.Get("Location") != "" {
			resp.Header = resp.Header.Clone()
			resp.Header.Del("Location")
		}
	}
	return resp, err
}
