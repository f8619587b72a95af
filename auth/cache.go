package auth

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

const defaultWindow = 5 * time.Minute

// Cache remembers the credentials of p and gives them at once while they are
// valid. One refresh is in flight for any number of callers:
//
//   - It starts in the background within window before the keys expire, or a
//     quarter of their lifetime where that is shorter; window <= 0 is 5 minutes.
//     If it fails, the keys are kept while they are valid, and the Cache retries
//     after a pause. Keys without an expiry are asked for again when window has
//     passed, and kept if that fails. At most 32 such refreshes are under way in a
//     process: where the sessions of many accounts expire together, the next caller
//     starts the one that is left out.
//   - Without valid keys the callers wait for it, each until its own context
//     ends, and all get its error. It has the values of the first caller's
//     context but not its end; it is cancelled after 30 s, which is
//     [ErrUnavailable], or when the last caller has left.
//
// Keys expire by the service's clock: a [Client] corrects its own by that, anybody else
// has the local one. As a clock may be wrong, keys that seem to have expired when p
// returns them are given to the callers that wait, and p is asked again by the next one.
// Those that ended more than 5 minutes ago are an error where the date of a refusal
// has just confirmed the Client's clock; empty credentials and panics of p always are.
//
// The result is an [Invalidator]; it tells p, if that is one. A [Static] provider or
// a Cache is returned as it is.
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

// cache keeps its provider as [static] does its keys.
type cache struct {
	provider func() Provider
	window   time.Duration
	watch    watch // of callers that have none

	mu     sync.Mutex
	keys   *Credentials // nil: none
	since  time.Time    // when they came, by this machine's clock
	paused time.Time    // until when not to refresh them, by this machine's clock
	flight *flight      // nil: none

	rejected *Credentials // the last ones; nil: none

	endpoints map[string]Provider // see ForEndpoint
}

func (c *cache) Credentials(ctx context.Context) (Credentials, error) {
	return c.credentials(ctx, c.watch)
}

// credentials judges expiry by the caller's watch.
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

// take gives valid keys, or else joins the flight; neither if ctx has ended.
func (c *cache) take(ctx context.Context, w watch) (*Credentials, *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := w.read()
	if c.flight != nil && c.flight.limit.Err() != nil {
		c.flight = nil // it may land yet, but is waited for no longer
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

// due reports whether to refresh valid keys. What is known of the service's clock,
// and so of their lifetime, may have changed since they came.
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

// ForEndpoint is a cache of its own for what the provider gives for the endpoint, one for
// all clients; nil if the provider does not depend on it.
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

// AccountID is that of the provider.
func (c *cache) AccountID() string { return accountOf(c.provider()) }

// Hint is that of the provider.
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
