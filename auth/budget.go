package auth

import (
	"context"
	"math/rand/v2"
	"time"
)

// maxSpread limits the random part of a wait that the service asks for. A caller that should
// wait for five minutes should not wait for ten.
const maxSpread = 10 * time.Second

// A budget is what one call may spend on retries, and what it has spent. A count limits retries
// after failures. A time limits retries after throttling and waits that the service asks for.
type budget struct {
	limits   Retry                                     // no field is zero
	jitter   func(ceiling time.Duration) time.Duration // nil means random
	start    time.Time
	deadline time.Time // the deadline of the context, or zero

	failures  int
	throttled int
	wait      time.Duration // the wait before the next attempt
}

func newBudget(ctx context.Context, start time.Time, limits Retry, jitter func(time.Duration) time.Duration) budget {
	deadline, _ := ctx.Deadline()
	return budget{limits: limits, jitter: jitter, start: start, deadline: deadline}
}

// mayRetry is false for a call that sends one request only, whatever the response.
func (b *budget) mayRetry() bool { return b.limits.MaxRetries >= 0 }

// afterFailure sets the wait after a failure: the backoff, and at least what the service
// asked for. It reports whether the limits allow a retry after it.
func (b *budget) afterFailure(asked time.Duration) bool {
	b.failures++
	b.wait = max(b.spread(asked), b.random(b.limits.ceiling(b.failures)))
	return b.failures <= b.limits.MaxRetries && (asked <= 0 || b.fits())
}

// afterThrottling sets the wait after a throttled response: at least what the service asked
// for, and at least the backoff, because the client would otherwise call a service that always
// asks for a moment for ever. The number of retries has no limit, so no wait is shorter than
// MinWait. It reports whether the limits allow a retry after it.
func (b *budget) afterThrottling(asked time.Duration) bool {
	b.throttled++
	b.wait = max(b.spread(asked), b.limits.MinWait, b.random(b.limits.ceiling(b.throttled)))
	return b.fits()
}

// atOnce sets no wait. The client corrected what it signs with.
func (b *budget) atOnce() { b.wait = 0 }

// spread returns the wait that the service asks for, plus a random part. The service asks all
// callers that it refuses at one moment for the same wait, so without the random part they
// would all return at one moment. If the limits leave little time, spread shortens the random
// part instead of letting the call fail: half of what they leave after the wait stays for the
// attempt.
func (b *budget) spread(asked time.Duration) time.Duration {
	if asked <= 0 {
		return 0
	}
	room := max(0, (b.left()-asked)/2)
	return asked + min(b.random(min(asked, maxSpread)), room)
}

// left returns how much time MaxElapsed and the context's deadline leave.
func (b *budget) left() time.Duration {
	left := b.limits.MaxElapsed - time.Since(b.start)
	if !b.deadline.IsZero() {
		left = min(left, time.Until(b.deadline))
	}
	return left
}

// fits reports whether the wait ends before MaxElapsed has passed.
func (b *budget) fits() bool {
	return b.wait <= b.limits.MaxElapsed-time.Since(b.start)
}

// outlastsDeadline reports whether the context would end during the wait.
func (b *budget) outlastsDeadline() bool {
	return !b.deadline.IsZero() && b.wait >= time.Until(b.deadline)
}

// random returns a random part of ceiling.
func (b *budget) random(ceiling time.Duration) time.Duration {
	if b.jitter == nil {
		return rand.N(ceiling)
	}
	return min(max(b.jitter(ceiling), 0), ceiling)
}
