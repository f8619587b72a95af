package auth

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

const defaultWindow = 5 * time.Minute

// Cache remembers the credentials of p and returns them at once while they are valid. One
// refresh at a time serves any number of callers.
//   - A background refresh starts within window before the credentials expire, or within
//     a quarter of their lifetime if that is shorter. A window <= 0 means 5 minutes. If
//     the refresh fails, the Cache keeps the credentials while they are valid, and
//     retries after a pause. Credentials without an expiry are refreshed after window,
//     and kept if that fails. A process runs at most 32 such refreshes at a time. If the
//     sessions of many accounts expire together, the next caller starts the refresh that
//     was left out.
//   - If the Cache has no valid credentials, the callers wait for the refresh, each
//     until its own context ends, and all get its error. The refresh has the values of
//     the first caller's context but not its end. It is cancelled after 30 s, which is
//     [ErrUnavailable], or when the last caller has left.
//
// Credentials expire by the service's clock if a [Client] asks for them, and by the local clock
// otherwise. Because a clock may be wrong, the callers that wait also get credentials that seem
// to have expired when p returns them, and the next caller asks p again. Credentials that ended
// more than 5 minutes ago are an error if the date of a refusal has just confirmed the Client's
// clock. Empty credentials and a panic of p are always an error.
//
// The result is an [Invalidator], which passes the invalidation on to p. Cache returns a
// [Static] provider or a Cache unchanged.
func Cache(p Provider, window time.Duration) Provider {
	switch p.(type) {
	case *static, *cache:
		return p
	}
	if window <= 0 {
		window = defaultWindow
	}
	return &cache{provider: func() Provider { return p }, window: window, watch: watch{time.Now, new(clock)}}
}

// cache keeps its provider in a function, as [static] does its credentials.
type cache struct {
	provider func() Provider
	window   time.Duration
	watch    watch // for callers that have no watch

	mu     sync.Mutex
	keys   *Credentials // nil if there are none
	since  time.Time    // when the credentials came, by this machine's clock
	paused time.Time    // no early refresh before this time, by this machine's clock
	flight *flight      // nil if there is none

	rejected *Credentials // the latest rejected credentials, or nil

	endpoints map[string]Provider // see ForEndpoint
}

func (c *cache) Credentials(ctx context.Context) (Credentials, error) {
	return c.credentials(ctx, c.watch)
}

// credentials decides about expiry by the caller's watch.
func (c *cache) credentials(ctx context.Context, w watch) (Credentials, error) {
	if err := checkContext(ctx); err != nil {
		return Credentials{}, err
	}
	if c.provider() == nil {
		return Credentials{}, fmt.Errorf("auth: the Provider of the Cache is nil: give one: %w", ErrNoCredentials)
	}
	for {
		keys, f := c.take(ctx, w)
		if keys != nil {
			return *keys, nil
		}
		if f == nil {
			return Credentials{}, EndOf(ctx)
		}
		select {
		case <-f.done:
		case <-f.limit.Done():
		case <-ctx.Done():
		}
		c.leave(f)
		switch {
		case !closed(f.done) && ctx.Err() != nil:
			return Credentials{}, EndOf(ctx)
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

// take returns valid credentials, or else joins the flight. If ctx has ended, it does neither.
func (c *cache) take(ctx context.Context, w watch) (*Credentials, *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := w.read()
	if c.flight != nil && c.flight.limit.Err() != nil {
		c.flight = nil // the cache may still use its result, but no new caller waits for it
	}
	if c.valid(now) {
		if c.flight == nil && c.due(now) && early.begin() {
			f := c.start(ctx, w)
			f.waiters++
			context.AfterFunc(f.limit, early.end)
		}
		return c.keys, nil
	}
	if ctx.Err() != nil {
		return nil, nil
	}
	f := c.flight
	if f == nil {
		f = c.start(ctx, w)
	}
	f.waiters++
	return nil, f
}

func (c *cache) valid(now moment) bool { return c.keys != nil && now.alive(c.keys) }

// due reports whether to refresh valid credentials. The client may have learned the service's
// clock, and so their lifetime, since they came.
func (c *cache) due(now moment) bool {
	age, left := now.passing.Sub(c.since), c.keys.Expires.Sub(now.service)
	switch {
	case now.passing.Before(c.paused):
		return false
	case c.keys.Expires.IsZero():
		return age >= c.window
	}
	return left <= min(c.window, (age+left)/4)
}

func (*cache) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "auth.Cache") }

// ForEndpoint returns a cache for the provider of the endpoint, the same for all clients, or
// nil if the provider does not depend on the endpoint.
func (c *cache) ForEndpoint(endpoint string) Provider {
	own, differs := forEndpoint(c.provider(), endpoint)
	if !differs {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.endpoints[endpoint]; known != nil {
		return known
	}
	if c.endpoints == nil {
		c.endpoints = make(map[string]Provider)
	}
	c.endpoints[endpoint] = Cache(own, c.window)
	return c.endpoints[endpoint]
}

// AccountID returns that of the provider.
func (c *cache) AccountID() string { return accountOf(c.provider()) }

// Hint returns that of the provider.
func (c *cache) Hint() string { return hintOf(c.provider()) }

// Invalidate implements [Invalidator].
func (c *cache) Invalidate(rejected Credentials) {
	c.mu.Lock()
	if c.keys != nil && sameKeys(*c.keys, rejected) {
		c.keys, c.rejected = nil, &rejected
		if c.flight != nil {
			c.flight.rejected = &rejected
		}
	}
	c.mu.Unlock()
	c.reject(rejected)
}

func (c *cache) reject(keys Credentials) {
	if i, ok := c.provider().(Invalidator); ok {
		i.Invalidate(keys)
	}
}
