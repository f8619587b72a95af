package auth

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

const refreshTimeout = 30 * time.Second

var (
	errRefreshTimeout = fmt.Errorf("the provider did not return within 30 s: %w", ErrUnavailable)
	errGone           = errors.New("the provider ended its goroutine")
	errExpired        = errors.New("the provider returned credentials that have expired")
)

// A flight is one call of the provider. Its fields after done are set before done is closed.
// The cache's mutex guards the others.
type flight struct {
	cancel   context.CancelFunc
	limit    context.Context // ends with the flight, or else after refreshTimeout
	waiters  int             // a background flight counts itself, so that it is never left
	left     bool            // cancelled, because the last waiter left
	rejected *Credentials    // credentials invalidated since the flight began

	done  chan struct{}
	keys  *Credentials
	err   error
	again bool // a caller that still waits needs another flight
}

func (c *cache) start(ctx context.Context, w watch) *flight {
	limit, stop := context.WithTimeoutCause(context.WithoutCancel(ctx), refreshTimeout, errRefreshTimeout)
	run, cancel := context.WithCancel(limit)
	f := &flight{cancel: cancel, limit: limit, done: make(chan struct{}), err: errGone}
	c.flight = f
	go func() {
		defer func() { // runs also if the provider ends the goroutine
			c.land(f, w)
			close(f.done)
			cancel()
			stop()
		}()
		f.keys, f.err = c.ask(run, w)
	}()
	return f
}

// ask calls the provider, and turns a panic, an exit and a timeout into errors.
func (c *cache) ask(ctx context.Context, w watch) (keys *Credentials, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the provider panicked: %s", Excerpt(fmt.Sprint(cause), longestFault))
		}
	}()
	got, err := c.provider().Credentials(ctx)
	if err != nil && context.Cause(ctx) == errRefreshTimeout {
		err = fmt.Errorf("%w: %v", errRefreshTimeout, err)
	}
	if err == nil {
		err = got.check()
	}
	if err == nil && w.read().dead(&got) {
		err = errExpired
		c.reject(got) // the credentials may be from a cache whose clock is behind
	}
	if err != nil {
		return nil, err
	}
	return &got, nil
}

// land takes the result of f, even if no caller waits for it any more.
func (c *cache) land(f *flight, w watch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := w.read()
	current := c.flight == f
	if current {
		c.flight = nil
	}
	switch {
	case f.err != nil:
		f.again = f.left && f.limit.Err() == nil
		if current && c.valid(now) {
			c.pause(now)
		}
	case f.rejected != nil && sameKeys(*f.keys, *f.rejected),
		!current && c.rejected != nil && sameKeys(*f.keys, *c.rejected):
		f.again = true // the flight began before the rejection, so a new one may get other credentials
	case !c.valid(now) || current && now.alive(f.keys):
		c.keys, c.since, c.paused = f.keys, now.passing, time.Time{}
	case current:
		c.pause(now) // the new credentials have expired, and the current ones have not
	}
}

// pause waits after a failed early refresh.
func (c *cache) pause(now moment) {
	wait := refreshTimeout
	if !c.keys.Expires.IsZero() {
		wait = min(wait, max(time.Second, c.keys.Expires.Sub(now.service)/4))
	}
	c.paused = now.passing.Add(wait)
}

func (c *cache) leave(f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiters--; f.waiters == 0 {
		f.left = true
		f.cancel()
	}
}

// maxEarly is enough to refresh 5,000 sessions within the minutes before they expire, and
// leaves connections to the callers that wait for credentials.
const maxEarly = 32

// early counts the early refreshes of all caches.
var early refreshes

// refreshes are those in flight, up to maxEarly.
type refreshes struct{ underWay atomic.Int64 }

// begin returns false if too many are in flight. The caller does not wait, because the
// credentials are still valid and the next caller retries.
func (r *refreshes) begin() bool {
	if r.underWay.Add(1) <= maxEarly {
		return true
	}
	r.end()
	return false
}

func (r *refreshes) end() { r.underWay.Add(-1) }
