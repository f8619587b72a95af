package invitation

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSleep(t *testing.T) {
	t.Parallel()
	t.Run("ends with the wait", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			assert.NoError(t, sleep(t.Context(), time.Hour))
			assert.Equal(t, time.Hour, time.Since(start))
		})
	})
	t.Run("ends with the context, for its reason", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			start, why := time.Now(), errors.New("why")
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Minute, func() { cancel(why) })
			err := sleep(ctx, time.Hour)
			assert.Equal(t, time.Minute, time.Since(start))
			assert.ErrorIs(t, err, context.Canceled)
			assert.ErrorIs(t, err, why)
		})
	})
}

func TestSleepWithin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		deadline time.Duration
		fails    bool
	}{
		{name: "waits if the deadline is a moment later", deadline: time.Hour + 1},
		{name: "fails at once if the deadline ends the wait", deadline: time.Hour, fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				start := time.Now()
				err := sleepWithin(ctx, time.Hour)
				if !c.fails {
					assert.NoError(t, err)
					assert.Equal(t, time.Hour, time.Since(start))
					return
				}
				assert.Error(t, err)
				assert.NotErrorIs(t, err, context.DeadlineExceeded, "it has not passed")
				assert.Zero(t, time.Since(start))
			})
		})
	}
}

func TestPauseBeforeResend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		n     int
		asked time.Duration
		wait  time.Duration
		fails bool
	}{
		{name: "waits a second at first", wait: time.Second},
		{name: "doubles the wait", n: 3, wait: 8 * time.Second},
		{name: "waits no longer than 16 seconds of its own", n: 5, wait: 16 * time.Second},
		{name: "does not overflow", n: 1000, wait: 16 * time.Second},
		{name: "waits as long as the service asks", asked: longestAsked, wait: longestAsked},
		{name: "waits longer than the service asks", n: 2, asked: time.Second, wait: 4 * time.Second},
		{name: "fails at once if the service asks for more than six minutes", asked: longestAsked + 1, fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				err := pauseBeforeResend(t.Context(), c.n, c.asked)
				assert.Equal(t, c.fails, err != nil)
				assert.Equal(t, c.wait, time.Since(start))
			})
		})
	}
}
