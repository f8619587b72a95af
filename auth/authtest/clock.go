package authtest

import (
	"sync/atomic"
	"time"
)

// A Clock is the clock of a service and of its clients. The two can differ. The zero Clock is
// right. All methods are safe for concurrent use.
type Clock struct {
	// Base is the clock that this one follows, or nil for [time.Now]. Do not change it once the
	// clock is in use.
	Base func() time.Time

	ahead atomic.Int64 // how far the clock is ahead of Base, in nanoseconds
	skew  atomic.Int64 // how far the service's clock is ahead, in nanoseconds
}

// Now is the time of the clients, in UTC.
func (c *Clock) Now() time.Time {
	now := time.Now
	if c.Base != nil {
		now = c.Base
	}
	return now().Add(time.Duration(c.ahead.Load())).UTC()
}

// Advance moves the clock of the service and of its clients.
func (c *Clock) Advance(d time.Duration) { c.ahead.Add(int64(d)) }

// Skew sets the clock of the service d ahead of that of its clients, or behind it. 0 sets it
// right.
func (c *Clock) Skew(d time.Duration) { c.skew.Store(int64(d)) }

// Skewed is the time of the service, in UTC.
func (c *Clock) Skewed() time.Time { return c.Now().Add(time.Duration(c.skew.Load())) }
