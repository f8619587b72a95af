package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	defaultWindow  = 5 * time.Minute
	refreshTimeout = 30 * time.Second
)

var errRefreshTimeout = fmt.Errorf("the provider did not answer within 30 s: %w", ErrUnavailable)

// Cache remembers the credentials of p and gives them at once while they are
// valid. One refresh is in flight for any number of callers:
//
//   - It starts in the background within window before the keys expire, or a
//     quarter of their lifetime where that is shorter; window <= 0 is 5 minutes.
//     If it fails, the keys are kept while they are valid, and it is tried again
//     after a pause. Keys without an expiry are asked for again when window has
//     passed, and kept if that fails.
//   - Without valid keys the callers wait for it, each until its own context
//     ends, and all get its error. It has the values of the first caller's
//     context but not its end; it is cancelled after 30 s, which is
//     [ErrUnavailable], or when the last caller has left.
//
// Empty or expired answers and panics of p are errors. The result is an
// [Invalidator]; it tells p, if that is one. A [Static] provider or a Cache is
// returned as it is.
func Cache(p Provider, window time.Duration) Provider { return newCache(p, window, time.Now) }

// newCache is [Cache] with a clock of its own to judge expiry by.
func newCache(p Provider, window time.Duration, now func() time.Time) Provider {
	switch p.(type) {
	case *static, *cache:
		return p
	}
	if window <= 0 {
		window = defaultWindow
	}
	return &cache{provider: func() Provider { return p }, window: window, now: now}
}

// cache keeps its provider as [static] does its keys.
type cache struct {
	provider func() Provider
	window   time.Duration
	now      func() time.Time

	mu     sync.Mutex
	keys   *Credentials // nil: none
	due    time.Time    // when to refresh keys
	flight *flight      // nil: none
}

// A flight is one call of the provider. The fields after done are set before it
// is closed; the cache's mutex guards the others.
type flight struct {
	cancel   context.CancelFunc
	overdue  <-chan struct{} // closed after refreshTimeout
	waiters  int             // a background flight counts itself, so that it is never left
	left     bool            // cancelled, since the last waiter left
	rejected *Credentials    // invalidated since it began

	done  chan struct{}
	keys  *Credentials
	err   error
	again bool // the result is of no use to a caller that still waits
}

func (c *cache) Credentials(ctx context.Context) (Credentials, error) {
	for {
		keys, f := c.take(ctx)
		if keys != nil {
			return *keys, nil
		}
		if f == nil {
			return Credentials{}, endOf(ctx)
		}
		select {
		case <-f.done:
		case <-f.overdue:
		case <-ctx.Done():
		}
		c.leave(f)
		switch {
		case !closed(f.done) && ctx.Err() != nil:
			return Credentials{}, endOf(ctx)
		case !closed(f.done):
			return Credentials{}, errRefreshTimeout
		case f.again:
			continue
		case f.err != nil:
			return Credentials{}, f.err
		}
		return *f.keys, nil
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// take gives valid keys, or else joins the flight; neither if ctx has ended.
func (c *cache) take(ctx context.Context) (*Credentials, *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.flight != nil && closed(c.flight.overdue) {
		c.flight = nil // it may land yet, but is waited for no longer
	}
	if c.valid(now) {
		if c.flight == nil && !now.Before(c.due) {
			c.start(ctx).waiters++
		}
		return c.keys, nil
	}
	if ctx.Err() != nil {
		return nil, nil
	}
	f := c.flight
	if f == nil {
		f = c.start(ctx)
	}
	f.waiters++
	return nil, f
}

func (c *cache) valid(now time.Time) bool {
	return c.keys != nil && (c.keys.Expires.IsZero() || now.Before(c.keys.Expires))
}

func (c *cache) start(ctx context.Context) *flight {
	limit, stop := context.WithTimeoutCause(context.WithoutCancel(ctx), refreshTimeout, errRefreshTimeout)
	run, cancel := context.WithCancel(limit)
	f := &flight{cancel: cancel, overdue: limit.Done(), done: make(chan struct{})}
	c.flight = f
	go func() {
		f.keys, f.err = c.ask(run)
		c.land(f)
		close(f.done)
		cancel()
		stop()
	}()
	return f
}

// ask calls the provider and turns what it may do wrong into errors.
func (c *cache) ask(ctx context.Context) (keys *Credentials, err error) {
	returned := false
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the provider panicked: %v", cause)
		} else if !returned {
			err = errors.New("the provider ended its goroutine")
		}
	}()
	got, err := c.provider().Credentials(ctx)
	returned = true
	if err != nil && context.Cause(ctx) == errRefreshTimeout {
		err = fmt.Errorf("%w: %v", errRefreshTimeout, err)
	}
	if err == nil {
		err = got.check()
	}
	if err == nil && !got.Expires.IsZero() && !c.now().Before(got.Expires) {
		err = errors.New("the provider answered credentials that have expired")
	}
	if err != nil {
		return nil, err
	}
	return &got, nil
}

// land takes the result of f, also where nobody waits for it any more.
func (c *cache) land(f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	current := c.flight == f
	if current {
		c.flight = nil
	}
	switch {
	case f.err != nil:
		f.again = f.left && !closed(f.overdue)
		if current && c.valid(now) {
			c.due = now.Add(c.pause(now))
		}
	case f.rejected != nil && sameKeys(*f.keys, *f.rejected):
		f.again = true // asked before the rejection: a new flight may know better
	case current || !c.valid(now):
		c.keys, c.due = f.keys, c.refreshAt(f.keys.Expires, now)
	}
}

func (c *cache) refreshAt(expires, now time.Time) time.Time {
	if expires.IsZero() {
		return now.Add(c.window)
	}
	return expires.Add(-min(c.window, expires.Sub(now)/4))
}

// pause is the wait after a failed early refresh.
func (c *cache) pause(now time.Time) time.Duration {
	if c.keys.Expires.IsZero() {
		return refreshTimeout
	}
	return min(refreshTimeout, max(time.Second, c.keys.Expires.Sub(now)/4))
}

func (c *cache) leave(f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiters--; f.waiters == 0 {
		f.left = true
		f.cancel()
	}
}

func (*cache) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth.Cache") }

// Invalidate implements [Invalidator].
func (c *cache) Invalidate(rejected Credentials) {
	c.mu.Lock()
	if c.keys != nil && sameKeys(*c.keys, rejected) {
		c.keys = nil
		if c.flight != nil {
			c.flight.rejected = &rejected
		}
	}
	c.mu.Unlock()
	if i, ok := c.provider().(Invalidator); ok {
		i.Invalidate(rejected)
	}
}
