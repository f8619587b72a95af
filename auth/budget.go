package auth

import (
	"context"
	"math/rand/v2"
	"time"
)

// maxSpread bounds the random part of a wait that the service asks for. A caller that is
// asked to wait for five minutes should not wait for ten.
const maxSpread = 10 * time.Second

// A budget is what one call may spend on retries, and what it has spent. Failures are
// bounded by their number. Throttling, and what the service asks for, is bounded by time.
type budget struct {
	limits   Retry                                     // without a zero field
	jitter   func(ceiling time.Duration) time.Duration // nil is random
	start    time.Time
	deadline time.Time // the context's; zero if it has none

	failures  int
	throttled int
	wait      time.Duration // before the next attempt
}

func newBudget(ctx context.Context, start time.Time, limits Retry, jitter func(time.Duration) time.Duration) budget {
	deadline, _ := ctx.Deadline()
	return budget{limits: limits, jitter: jitter, start: start, deadline: deadline}
}

// mayRetry is false for a call that sends one request, whatever the response.
func (b *budget) mayRetry() bool { return b.limits.MaxRetries >= 0 }

// afterFailure sets the wait after a failure: the backoff, and at least what the service
// asked for. It reports whether the limits allow a retry after it.
func (b *budget) afterFailure(asked time.Duration) bool {
	b.failures++
	b.wait = max(b.spread(asked), b.random(b.limits.ceiling(b.failures)))
	return b.failures <= b.limits.MaxRetries && (asked <= 0 || b.fits())
}

// afterThrottling sets the wait after a response that throttles: at least what the service
// asked for, and at least the backoff, because a service that asks for a moment each time
// would be called for ever. The number of retries has no bound, so no wait is shorter
// than MinWait. It reports whether the limits allow a retry after it.
func (b *budget) afterThrottling(asked time.Duration) bool {
	b.throttled++
	b.wait = max(b.spread(asked), b.limits.MinWait, b.random(b.limits.ceiling(b.throttled)))
	return b.fits()
}

// atOnce sets no wait, as after a correction of what the call was signed with.
func (b *budget) atOnce() { b.wait = 0 }

// spread returns the wait that the service asks for, with a random part on top of it.
// The service asks everyone whom it refuses at one moment for the same wait, and without
// the random part they would all come back at one moment, too. The part is shortened
// rather than let the call fail: half of what the limits leave after the wait stays for
// the attempt.
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
