package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClient_Do_deadlineBeforeWait(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		step step
		want error
	}{
		"throttled":   {step: status(429, "Retry-After", "11"), want: ErrThrottled},
		"unavailable": {step: status(503, "Retry-After", "10"), want: ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				resp, err := testClient(t, serving(c.step)).Do(ctx, read(t, "/"))
				require.ErrorIs(t, err, c.want)
				assert.ErrorAs(t, err, new(*refusedCall))
				assert.NotErrorIs(t, err, context.DeadlineExceeded, "the deadline has not passed")
				assert.NotNil(t, resp)
				assert.Zero(t, time.Since(start))
			})
		})
	}
}

func TestClient_Do_endOfContext(t *testing.T) {
	t.Parallel()
	why := errors.New("the user pressed Ctrl-C")
	waiting := func(ctx context.Context) error { <-ctx.Done(); return errors.New("no more waiting") }
	for name, c := range map[string]struct {
		script   []step
		change   func(*Config)
		keeps    bool // what the service responded before
		sent     bool
		responds bool
		arrived  int
		backsOff bool
	}{
		"while the limiter holds back the first attempt": {
			script: []step{status(200)}, change: func(c *Config) { c.Limiter = limit(waiting) },
		},
		"while the provider returns credentials": {
			script: []step{status(200)},
			change: func(c *Config) {
				c.Provider = ProviderFunc(func(ctx context.Context) (Credentials, error) {
					return Credentials{}, waiting(ctx)
				})
			},
		},
		"during an attempt": {
			script: []step{hangs}, sent: true, arrived: 1,
		},
		"during an attempt after a 503": {
			script: []step{status(503), hangs}, keeps: true, sent: true, arrived: 2,
		},
		"while a body arrives": {
			script: []step{drips}, sent: true, responds: true, arrived: 1,
		},
		"during a backoff": {
			script: []step{status(503, "Retry-After", "60")}, keeps: true, responds: true,
			arrived: 1, backsOff: true,
		},
		"during a wait for throttling": {
			script: []step{status(429, "Retry-After", "60")}, keeps: true, responds: true,
			arrived: 1, backsOff: true,
		},
		"while the limiter holds back a retry after a 503": {
			script: []step{status(503)},
			change: func(c *Config) { c.Limiter = limitAfter(1, waiting) }, keeps: true,
			responds: true, arrived: 1,
		},
	} {
		for _, end := range []struct {
			name string
			with error
		}{
			{name: "cancelled", with: context.Canceled},
			{name: "past its deadline", with: context.DeadlineExceeded},
		} {
			if c.backsOff && end.with == context.DeadlineExceeded {
				continue // the client begins no wait that outlasts the deadline
			}
			t.Run(name+"/"+end.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancelCause(t.Context())
					defer cancel(nil)
					if end.with == context.DeadlineExceeded {
						var stop context.CancelFunc
						ctx, stop = context.WithTimeoutCause(ctx, 5*time.Second, why)
						defer stop()
					} else {
						time.AfterFunc(5*time.Second, func() { cancel(why) })
					}
					service := serving(c.script...)
					client := testClient(t, service, func(config *Config) {
						if c.change != nil {
							c.change(config)
						}
					})
					start := time.Now()
					resp, err := client.Do(ctx, read(t, "/"))
					assert.Equal(t, 5*time.Second, time.Since(start))
					require.ErrorIs(t, err, end.with)
					assert.True(t, strings.HasPrefix(err.Error(), "auth: "), err)
					assert.ErrorIs(t, err, why)
					assert.Len(t, service.requests, c.arrived)
					assert.Equal(t, c.responds, resp != nil)
					assert.Equal(t, c.keeps, errors.As(err, new(*refusedCall)))
					fault, ok := errors.AsType[*TransportError](err)
					assert.Equal(t, c.sent, ok && fault.Sent)
					if !c.keeps {
						assert.NotErrorIs(t, err, ErrUnavailable, "the service did not fail")
					}
				})
			})
		}
	}
}

type limit func(context.Context) error

func (l limit) Wait(ctx context.Context) error { return l(ctx) }

func limitAfter(free int, then func(context.Context) error) Limiter {
	return limit(func(ctx context.Context) error {
		if free--; free >= 0 {
			return nil
		}
		return then(ctx)
	})
}

func TestClient_Do_endedContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	service := serving(status(200))
	_, err := testClient(t, service).Do(ctx, read(t, "/"))
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, service.requests)
}
