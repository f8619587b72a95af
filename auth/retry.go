package auth

import (
	"errors"
	"fmt"
	"time"
)

const (
	defaultMaxRetries     = 4
	defaultMinWait        = 200 * time.Millisecond
	defaultMaxWait        = 20 * time.Second
	defaultMaxElapsed     = 6 * time.Minute
	defaultAttemptTimeout = 30 * time.Second
)

// Retry limits how often and how long a call is retried. A zero field takes its
// default; negative durations are [ErrInvalid]. No wait outlasts the context.
type Retry struct {
	// MaxRetries is how many failures are retried; throttling does not count.
	// Default 4. If it is negative, each call sends one request, whatever the
	// response.
	MaxRetries int
	// MinWait and MaxWait are the first and the greatest ceiling of the backoff,
	// which doubles from failure to failure; the wait is a random part of it.
	// Default 200 ms and 20 s.
	MinWait, MaxWait time.Duration
	// MaxElapsed is how long after the start of the call a wait for throttling,
	// or one that the service asks for, may end. The random part on top of
	// such a wait is at most 10 seconds and never the reason to fail. Default 6
	// minutes.
	MaxElapsed time.Duration
	// AttemptTimeout bounds one attempt from the dial to the last byte of the
	// body. Default 30 s.
	AttemptTimeout time.Duration
	// SettleTime is how long what a write did may take to show. A client that
	// reads back the state after a lost response looks for so long before it
	// resends the write or gives up. Default 15 s.
	SettleTime time.Duration
}

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
