package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"sync/atomic"
	"time"
)

// An attempt is one request on its way: its time limit and what became of its
// connection.
type attempt struct {
	ctx    context.Context
	cancel context.CancelFunc
	conn   connection
	began  time.Time
	ahead  time.Duration // the clock offset that it was signed with
	header http.Header   // of the answer
}

// begin starts the time limit, which ends with the last byte of the answer.
func begin(ctx context.Context, limit, ahead time.Duration) *attempt {
	a := &attempt{began: time.Now(), ahead: ahead}
	a.ctx, a.cancel = context.WithTimeoutCause(ctx, limit, attemptTimeout(limit))
	a.ctx = httptrace.WithClientTrace(a.ctx, a.conn.trace())
	return a
}

// attemptTimeout ends an attempt. It is not [context.DeadlineExceeded]: the caller
// set no such deadline.
type attemptTimeout time.Duration

func (t attemptTimeout) Error() string {
	return fmt.Sprintf("the attempt took longer than %v: raise Retry.AttemptTimeout if the service needs more", time.Duration(t))
}

func (t attemptTimeout) Timeout() bool { return true }

// A connection follows whether a request came as far as having one.
type connection struct {
	// own is true for a client's own pool, which tells [httptrace] of every
	// connection. Others may: even an [http.Transport] does not where another
	// transport was registered with it.
	own        bool
	over       bool // the attempt had ended before a transport was asked
	asked, got atomic.Bool
}

func (c *connection) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:      func(string) { c.asked.Store(true) },
		GotConn:      func(httptrace.GotConnInfo) { c.got.Store(true) },
		WroteHeaders: func() { c.got.Store(true) },
	}
}

// sent is true unless it is certain that nothing left: a transport was never asked,
// one that reports never had a connection, or another failed to make one.
func (c *connection) sent(err error) bool {
	switch {
	case c.got.Load():
		return true
	case c.own || c.over || c.asked.Load():
		return false
	}
	return !unconnected(err)
}

// A gate is the base of one attempt. It lets no request through whose context has
// ended, of which a transport would not say whether it came before a connection.
type gate struct {
	base http.RoundTripper
	conn *connection
}

func (g gate) RoundTrip(req *http.Request) (*http.Response, error) {
	if ctx := req.Context(); ctx.Err() != nil {
		g.conn.over = true
		return nil, context.Cause(ctx)
	}
	return g.base.RoundTrip(req)
}

// unconnected reports whether err can only come from making a connection.
func unconnected(err error) bool {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Op == "dial"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return true
	}
	known := permanentFaultOf(err)
	return known != nil && known.unsent
}

// fault is what became of an attempt without a whole answer.
func (s *sending) fault(err error) *TransportError {
	fault := &TransportError{Sent: s.resp != nil || s.attempt.conn.sent(err), Attempts: s.attempts}
	if end := EndOf(s.ctx); end != nil {
		fault.Err = end
	} else if limit, ok := errors.AsType[attemptTimeout](context.Cause(s.attempt.ctx)); ok {
		fault.Err = limit
	} else {
		if known := permanentFaultOf(err); known != nil && (s.resp == nil || errors.Is(err, errSwitched)) {
			fault.Permanent, fault.advice = true, known.advice
		}
		fault.Err = &wireError{func() foreignError { return foreignError{withoutProxy(withoutURL(err))} }, s.secrets}
	}
	return fault
}

// withoutURL drops what quotes the request's URL.
func withoutURL(err error) error {
	for {
		quoting, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = quoting.Err
	}
}

// A wireError is an error of the transport below. net/http quotes answers that are no
// HTTP in its own, and these may echo what was sent. The cause is kept in a function,
// as [static] keeps its keys.
type wireError struct {
	cause   func() foreignError
	secrets Secrets
}

// longestFault is how many bytes of a transport's or a provider's error are shown.
const longestFault = 512

func (e *wireError) Error() string {
	return e.secrets.Excerpt(e.cause().Error(), longestFault)
}

func (e *wireError) Is(target error) bool { return errors.Is(e.cause(), target) }

// As gives everything but the error whose whole text is a quoted line.
func (e *wireError) As(target any) bool {
	if _, quoting := target.(*textproto.ProtocolError); quoting {
		return false
	}
	return errors.As(e.cause(), target)
}

// A trip is the [http.RoundTripper] of one call, beneath its retries.
type trip struct{ s *sending }

func (t trip) RoundTrip(req *http.Request) (*http.Response, error) {
	s, c := t.s, t.s.client
	ahead := c.clock.ahead()
	s.attempt = begin(req.Context(), c.retry.AttemptTimeout, ahead)
	s.attempt.conn.own = c.config.Base == nil
	signing := &Transport{
		Base:     gate{c.base, &s.attempt.conn},
		Provider: fixed(s.creds),
		Signer:   c.config.Signer,
		Host:     c.endpoint.Host,
		Now:      func() time.Time { return c.now().Add(ahead) },
	}
	resp, err := signing.RoundTrip(req.WithContext(s.attempt.ctx))
	if _, unsigned := errors.AsType[*SignError](err); !unsigned {
		s.attempts++
	}
	if resp != nil {
		s.attempt.header = resp.Header
		// http.Client parses Location before it asks whether to follow it, and
		// fails if it cannot: a redirect is an answer like any other here.
		resp.Header = resp.Header.Clone()
		resp.Header.Del("Location")
	}
	return resp, err
}
