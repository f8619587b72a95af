package auth

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	defaultMaxRetries     = 4
	defaultMinWait        = 200 * time.Millisecond
	defaultMaxWait        = 20 * time.Second
	defaultMaxElapsed     = 6 * time.Minute
	defaultAttemptTimeout = 30 * time.Second
)

// maxSpread bounds the random part of a wait that the service asks for. Whoever is asked
// to wait for five minutes should not wait for ten.
const maxSpread = 10 * time.Second

// lastMinute is how close to its end a session may be the reason of a refusal.
const lastMinute = time.Minute

func (r Retry) check() error {
	for _, d := range []time.Duration{r.MinWait, r.MaxWait, r.MaxElapsed, r.AttemptTimeout, r.SettleTime} {
		if d < 0 {
			return errors.New("a duration of Retry is negative: 0 is the default")
		}
	}
	if full := r.withDefaults(); full.MinWait > full.MaxWait {
		return fmt.Errorf("the Retry.MinWait (%v) is more than MaxWait (%v)", full.MinWait, full.MaxWait)
	}
	return nil
}

func (r Retry) withDefaults() Retry {
	if r.MaxRetries == 0 {
		r.MaxRetries = defaultMaxRetries
	}
	for _, f := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&r.MinWait, defaultMinWait}, {&r.MaxWait, defaultMaxWait},
		{&r.MaxElapsed, defaultMaxElapsed}, {&r.AttemptTimeout, defaultAttemptTimeout},
	} {
		if *f.field == 0 {
			*f.field = f.value
		}
	}
	return r
}

// next decides whether and when the call is tried again. It sets the wait, or gives
// the error that the call ends with.
func (s *sending) next(verdict Verdict, asked time.Duration) error {
	again := false
	switch verdict {
	case Refused:
		again = s.backOff(asked)
	case Ambiguous:
		again = s.call.Safe && s.backOff(asked)
	case Throttled:
		again = s.holdOff(asked)
	case ClockSkew:
		again = s.correct()
	case StaleCredentials:
		// The date only confirms the clock here: it was not what was refused.
		s.client.clock.compare(s.resp.Header, s.client.now(), s.attempt.ahead)
		again = s.renew()
	}
	if !again || s.client.retry.MaxRetries < 0 {
		return s.last
	}
	if deadline, ok := s.ctx.Deadline(); ok && s.wait >= time.Until(deadline) {
		return s.givenUp(fmt.Errorf("the next attempt, in %v, would be after the context's deadline", s.wait))
	}
	return nil
}

// backOff waits after a failure, for as long as the service asks at least. Failures
// are bounded by count.
func (s *sending) backOff(asked time.Duration) bool {
	s.failures++
	s.wait = max(s.spread(asked), s.client.jitter(s.client.retry.ceiling(s.failures)))
	return s.failures <= s.client.retry.MaxRetries && (asked <= 0 || s.fits())
}

// holdOff waits for as long as a service that throttles asks, and at least as long as
// after a failure: one that asks for a moment each time would be asked for ever. It is
// bounded by time alone, so that no wait is less than MinWait.
func (s *sending) holdOff(asked time.Duration) bool {
	s.throttled++
	s.wait = max(s.spread(asked), s.client.retry.MinWait, s.client.jitter(s.client.retry.ceiling(s.throttled)))
	return s.fits()
}

// spread is the wait that the service asks for, and a random part on top of it. All that
// were refused at one moment are told the same wait, and without the random part they
// would come back at one moment, too. The part is cut short rather than let the call
// fail: half of what the bounds leave behind the wait stays for the attempt.
func (s *sending) spread(asked time.Duration) time.Duration {
	if asked <= 0 {
		return 0
	}
	room := max(0, (s.left()-asked)/2)
	return asked + min(s.client.jitter(min(asked, maxSpread)), room)
}

// left is how much time the bounds leave: MaxElapsed and the context's deadline.
func (s *sending) left() time.Duration {
	left := s.client.retry.MaxElapsed - time.Since(s.start)
	if deadline, ok := s.ctx.Deadline(); ok {
		left = min(left, time.Until(deadline))
	}
	return left
}

// fits reports whether the wait ends before MaxElapsed has passed.
func (s *sending) fits() bool {
	return s.wait <= s.client.retry.MaxElapsed-time.Since(s.start)
}

// correct learns the service's clock, once a call. Where the clock is right, what
// the service finds wrong may be a session that is about to end.
func (s *sending) correct() bool {
	s.wait = 0
	if s.corrected {
		return false
	}
	if s.client.clock.learn(s.resp.Header, s.client.now(), s.attempt.ahead) {
		s.corrected = true
		return true
	}
	ends := s.creds.Expires
	return s.creds.SecurityToken != "" && !ends.IsZero() &&
		ends.Sub(s.client.now().Add(s.attempt.ahead)) < lastMinute && s.renew()
}

// renew forgets the credentials that were rejected, once a call.
func (s *sending) renew() bool {
	s.wait = 0
	if s.rejected != nil {
		return false
	}
	rejected := s.creds
	s.rejected = &rejected
	s.client.provider.Invalidate(rejected)
	return true
}

// ceiling is the longest backoff after the nth failure in a row: MinWait, doubled
// each time up to MaxWait.
func (r Retry) ceiling(n int) time.Duration {
	wait := r.MinWait
	for range n - 1 {
		if wait > r.MaxWait/2 {
			return r.MaxWait
		}
		wait *= 2
	}
	return wait
}

// jitter is a random part of ceiling.
func (c *Client) jitter(ceiling time.Duration) time.Duration {
	if c.config.Jitter == nil {
		return rand.N(ceiling)
	}
	return min(max(c.config.Jitter(ceiling), 0), ceiling)
}
