package auth

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// A budgetCase is one plan of a budget that allows 3 retries, waits of 1 s to 8 s and a minute
// in total. The random part is the longest one, unless jitter says otherwise.
type budgetCase struct {
	name     string
	spent    int           // plans before this one
	elapsed  time.Duration // since the start
	deadline time.Duration // of the context, from now; 0 means none
	asked    time.Duration
	jitter   func(time.Duration) time.Duration
	wait     time.Duration
	ends     bool // whether the call ends
}

func testBudget(ctx context.Context, c budgetCase) budget {
	if c.jitter == nil {
		c.jitter = func(ceiling time.Duration) time.Duration { return ceiling }
	}
	limits := Retry{MaxRetries: 3, MinWait: time.Second, MaxWait: 8 * time.Second, MaxElapsed: time.Minute}
	return newBudget(ctx, time.Now().Add(-c.elapsed), limits, c.jitter)
}

// checkBudget plans c in a bubble, where time stands still.
func checkBudget(t *testing.T, c budgetCase, plan func(*budget, time.Duration) bool) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		if c.deadline > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, c.deadline)
			defer cancel()
		}
		b := testBudget(ctx, c)
		for range c.spent {
			plan(&b, 0)
		}
		assert.Equal(t, !c.ends, plan(&b, c.asked))
		assert.Equal(t, c.wait, b.wait)
	})
}

func none(time.Duration) time.Duration { return 0 }

func TestBudget_afterFailure(t *testing.T) {
	t.Parallel()
	for _, c := range []budgetCase{
		{name: "waits up to MinWait at first", wait: time.Second},
		{name: "doubles the backoff", spent: 1, wait: 2 * time.Second},
		{name: "allows the last retry", spent: 2, wait: 4 * time.Second},
		{name: "allows at most MaxRetries", spent: 3, wait: 8 * time.Second, ends: true},
		{name: "takes a random part of the backoff", spent: 1, jitter: half, wait: time.Second},
		{name: "may wait for no time at all", jitter: none, wait: 0},
		{name: "does not limit the backoff by time", elapsed: time.Hour, wait: time.Second},
		{
			name:  "waits as long as the service asks",
			asked: 3 * time.Second, jitter: none, wait: 3 * time.Second,
		},
		{
			name:  "waits for the backoff if the service asks for less",
			spent: 2, asked: time.Second, jitter: half, wait: 2 * time.Second,
		},
		{
			name:    "allows a wait that ends with MaxElapsed",
			elapsed: 50 * time.Second, asked: 10 * time.Second, wait: 10 * time.Second,
		},
		{
			name:    "refuses a wait that ends after MaxElapsed",
			elapsed: 50 * time.Second, asked: 10*time.Second + 1, wait: 10*time.Second + 1,
			ends: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkBudget(t, c, (*budget).afterFailure)
		})
	}
}

func TestBudget_afterThrottling(t *testing.T) {
	t.Parallel()
	for _, c := range []budgetCase{
		{name: "waits up to MinWait at first", wait: time.Second},
		{
			name:  "waits at least MinWait, whatever the random part",
			spent: 3, jitter: none, wait: time.Second,
		},
		{name: "doubles the backoff", spent: 2, wait: 4 * time.Second},
		{name: "does not limit the number of retries", spent: 1000, wait: 8 * time.Second},
		{
			name:  "waits for the backoff although the service asks for a moment",
			spent: 3, asked: time.Millisecond, wait: 8 * time.Second,
		},
		{name: "ends the call at MaxElapsed", elapsed: 59 * time.Second, wait: time.Second},
		{
			name:    "refuses a backoff that ends after MaxElapsed",
			elapsed: 59*time.Second + 1, wait: time.Second, ends: true,
		},
		{name: "uses all the time that MaxElapsed leaves", asked: time.Minute, wait: time.Minute},
		{
			name:  "refuses a requested wait that ends after MaxElapsed",
			asked: time.Minute + 1, wait: time.Minute + 1, ends: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkBudget(t, c, (*budget).afterThrottling)
		})
	}
}

func TestBudget_afterThrottling_countsApart(t *testing.T) {
	t.Parallel()
	t.Run("counts neither failures as throttling nor throttling as failures", func(t *testing.T) {
		t.Parallel()
		b := testBudget(t.Context(), budgetCase{})
		for range 3 {
			assert.True(t, b.afterFailure(0))
			assert.True(t, b.afterThrottling(0))
		}
		assert.Equal(t, 4*time.Second, b.wait)
		assert.False(t, b.afterFailure(0))
	})
}

func TestBudget_spread(t *testing.T) {
	t.Parallel()
	for _, c := range []budgetCase{
		{name: "adds nothing if the service asks for no wait", asked: 0, wait: 0},
		{name: "treats a wait in the past as no wait", asked: -time.Second, wait: 0},
		{
			name:  "adds at most the length of the wait",
			asked: 4 * time.Second, wait: 8 * time.Second,
		},
		{
			name:  "adds a random part of the wait",
			asked: 4 * time.Second, jitter: half, wait: 6 * time.Second,
		},
		{
			name:  "adds ten seconds to a wait of ten",
			asked: 10 * time.Second, wait: 20 * time.Second,
		},
		{name: "adds no more than ten seconds", asked: 11 * time.Second, wait: 21 * time.Second},
		{
			name:  "leaves half of the rest of MaxElapsed to the attempt",
			asked: 50 * time.Second, wait: 55 * time.Second,
		},
		{
			name:    "counts the time that has elapsed",
			elapsed: 20 * time.Second, asked: 30 * time.Second, wait: 35 * time.Second,
		},
		{
			name:  "leaves half of the rest of the deadline to the attempt",
			asked: 4 * time.Second, deadline: 6 * time.Second, wait: 5 * time.Second,
		},
		{
			name:  "uses MaxElapsed if it comes before the deadline",
			asked: 50 * time.Second, deadline: time.Hour, wait: 55 * time.Second,
		},
		{name: "never waits less than the service asks", asked: time.Hour, wait: time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			checkBudget(t, c, func(b *budget, asked time.Duration) bool {
				b.wait = b.spread(asked)
				return true
			})
		})
	}
	t.Run("does not ask Jitter for a part of nothing", func(t *testing.T) {
		t.Parallel()
		var b budget
		assert.Zero(t, b.spread(0))
	})
}

func TestBudget_outlastsDeadline(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		deadline time.Duration
		wait     time.Duration
		want     bool
	}{
		{name: "is false without a deadline", wait: 100 * 365 * 24 * time.Hour},
		{
			name:     "is false for a wait that ends a moment before the deadline",
			deadline: time.Second, wait: time.Second - 1,
		},
		{
			name:     "is true for a wait that ends at the deadline",
			deadline: time.Second, wait: time.Second, want: true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if c.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				b := testBudget(ctx, budgetCase{})
				b.wait = c.wait
				assert.Equal(t, c.want, b.outlastsDeadline())
				b.atOnce()
				assert.False(t, b.outlastsDeadline())
			})
		})
	}
}

func TestBudget_mayRetry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		maxRetries int
		want       bool
	}{
		{name: "is false if MaxRetries is negative", maxRetries: -1},
		{name: "is true for any other limit", maxRetries: 0, want: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := budget{limits: Retry{MaxRetries: c.maxRetries}}
			assert.Equal(t, c.want, b.mayRetry())
		})
	}
}

func TestBudget_random(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		jitter func(time.Duration) time.Duration
		want   time.Duration
	}{
		{name: "is the duration that Jitter picks", jitter: half, want: 30 * time.Second},
		{
			name:   "is no longer than the ceiling",
			jitter: func(ceiling time.Duration) time.Duration { return ceiling + 1 },
			want:   time.Minute,
		},
		{
			name:   "is never negative",
			jitter: func(time.Duration) time.Duration { return -1 }, want: 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := budget{jitter: c.jitter}
			assert.Equal(t, c.want, b.random(time.Minute))
		})
	}
	t.Run("without a Jitter, is any duration below the ceiling", func(t *testing.T) {
		t.Parallel()
		var b budget
		seen := map[time.Duration]bool{}
		for range 100 {
			wait := b.random(time.Second)
			assert.GreaterOrEqual(t, wait, time.Duration(0))
			assert.Less(t, wait, time.Second)
			seen[wait] = true
		}
		assert.Greater(t, len(seen), 50)
	})
}

func half(ceiling time.Duration) time.Duration { return ceiling / 2 }
