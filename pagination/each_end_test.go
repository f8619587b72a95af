package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestEach_GoroutineThatIsEnded(t *testing.T) {
	before := goleak.IgnoreCurrent()
	for _, concurrency := range []int{1, 8} {
		t.Run(fmt.Sprintf("by an action, concurrency %d: its result has an error", concurrency), func(t *testing.T) {
			taken := 0
			all, err := results(t, pagination.Each(t.Context(), concurrency, sequence(5, nil, &taken), func(_ context.Context, i int) (string, error) {
				if i == 2 {
					runtime.Goexit()
				}
				return "", nil
			}))
			require.NoError(t, err)
			require.Len(t, all, 5)
			for i, r := range all {
				assert.Equal(t, i == 2, r.Err != nil, "item %d", i)
			}
		})
		t.Run(fmt.Sprintf("by the sequence, concurrency %d: the stream ends with an error", concurrency), func(t *testing.T) {
			a := &actions{}
			all, err := results(t, pagination.Each(t.Context(), concurrency, func(yield func(int, error) bool) {
				yield(1, nil)
				runtime.Goexit()
			}, a.do))
			require.Error(t, err)
			assert.Len(t, all, 1)
		})
	}
	goleak.VerifyNone(t, before)
}

func TestEach_ContextEnds(t *testing.T) {
	why := errors.New("the user left")
	t.Run("midway: each item that was taken has its result", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(2500*time.Millisecond, func() { cancel(why) })
			a := &actions{latency: time.Second}
			taken := 0
			all, err := results(t, pagination.Each(ctx, 4, sequence(100, nil, &taken), a.do))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, why)
			assert.Equal(t, 12, taken)
			require.Len(t, all, taken)
			failed := 0
			for _, r := range all {
				if r.Err != nil {
					failed++
					assert.ErrorIs(t, r.Err, context.Canceled)
				}
			}
			assert.Equal(t, 4, failed, "those under way")
		})
	})
	t.Run("while an item is taken: it has a result, and no action", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		a := &actions{}
		all, err := results(t, pagination.Each(ctx, 1, func(yield func(int, error) bool) {
			cancel(why)
			yield(7, nil)
		}, a.do))
		require.ErrorIs(t, err, why)
		require.Len(t, all, 1)
		assert.ErrorIs(t, all[7].Err, why)
		assert.Zero(t, a.begun.Load())
	})
	t.Run("before it begins: nothing is taken", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(why)
		a, taken := &actions{}, 0
		all, err := results(t, pagination.Each(ctx, 4, sequence(5, nil, &taken), a.do))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, why)
		assert.Empty(t, all)
		assert.Zero(t, taken)
	})
	t.Run("behind the last item: all results, and no error", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			a, taken := &actions{latency: time.Minute}, 0
			all, err := results(t, pagination.Each(ctx, 8, sequence(5, nil, &taken), a.do))
			require.NoError(t, err)
			require.Len(t, all, 5)
			assert.ErrorIs(t, all[0].Err, context.DeadlineExceeded)
		})
	})
	t.Run("and the sequence fails for it: the error says both", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		a := &actions{}
		_, err := results(t, pagination.Each(ctx, 4, func(yield func(int, error) bool) {
			cancel(why)
			yield(0, errService)
		}, a.do))
		require.ErrorIs(t, err, errService)
		require.ErrorIs(t, err, why)
	})
}
