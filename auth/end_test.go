package auth

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// A lateContext has a deadline, but no timer that ends it.
type lateContext struct {
	context.Context
	deadline time.Time
}

func (c lateContext) Deadline() (time.Time, bool) { return c.deadline, true }

func TestEndOf(t *testing.T) {
	t.Parallel()
	why := errors.New("the user pressed Ctrl-C")
	both := fmt.Errorf("%w: %w", why, context.Canceled)
	for _, c := range []struct {
		name string
		ctx  func(context.Context) (context.Context, context.CancelFunc)
		want []error
		text string
	}{
		{
			name: "is nil while the context goes on",
			ctx:  context.WithCancel,
		},
		{
			name: "is nil a moment before the deadline",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return lateContext{Context: ctx, deadline: time.Now().Add(1)}, func() {}
			},
		},
		{
			name: "is the deadline's error as soon as it passes",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return lateContext{Context: ctx, deadline: time.Now()}, func() {}
			},
			want: []error{context.DeadlineExceeded},
			text: "context deadline exceeded",
		},
		{
			name: "is the error alone if there is no cause",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return ended(ctx, nil)
			},
			want: []error{context.Canceled},
			text: "context canceled",
		},
		{
			name: "is the error and the cause",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return ended(ctx, why)
			},
			want: []error{context.Canceled, why},
			text: "context canceled: the user pressed Ctrl-C",
		},
		{
			name: "is the cause alone if it holds the error",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return ended(ctx, both)
			},
			want: []error{context.Canceled, why},
			text: "the user pressed Ctrl-C: context canceled",
		},
		{
			name: "is also the cause of a deadline",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeoutCause(ctx, -1, why)
			},
			want: []error{context.DeadlineExceeded, why},
			text: "context deadline exceeded: the user pressed Ctrl-C",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := c.ctx(t.Context())
				defer cancel()
				err := EndOf(ctx)
				if c.want == nil {
					assert.NoError(t, err)
					return
				}
				assert.EqualError(t, err, c.text)
				for _, want := range c.want {
					assert.ErrorIs(t, err, want)
				}
			})
		})
	}
}

func TestEndOf_nil(t *testing.T) {
	t.Parallel()
	var none context.Context
	assert.ErrorIs(t, EndOf(none), ErrInvalid)
}

// ended returns a context that was cancelled with this cause.
func ended(ctx context.Context, cause error) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(cause)
	return ctx, func() {}
}
