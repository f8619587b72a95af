package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestEach_Goexit(t *testing.T) {
	before := goleak.IgnoreCurrent()
	for _, concurrency := range []int{1, 8} {
		t.Run(fmt.Sprintf("the result of an action that exits its goroutine has an error, concurrency %d", concurrency), func(t *testing.T) {
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
		t.Run(fmt.Sprintf("a sequence that exits its goroutine ends the stream with an error, concurrency %d", concurrency), func(t *testing.T) {
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
	cause := errors.New("the user left")
	t.Run("each item that Each has taken has its result", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(2500*time.Millisecond, func() { cancel(cause) })
			a := &actions{latency: time.Second}
			taken := 0
			all, err := results(t, pagination.Each(ctx, 4, sequence(100, nil, &taken), a.do))
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, err, cause)
			assert.Equal(t, 12, taken)
			require.Len(t, all, taken)
			failed := 0
			for _, r := range all {
				if r.Err != nil {
					failed++
					assert.ErrorIs(t, r.Err, context.Canceled)
				}
			}
			assert.Equal(t, 4, failed, "the actions that were running")
		})
	})
	t.Run("an item that the sequence yields meanwhile has a result without an action", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		a := &actions{}
		all, err := results(t, pagination.Each(ctx, 1, func(yield func(int, error) bool) {
			cancel(cause)
			yield(7, nil)
		}, a.do))
		require.ErrorIs(t, err, cause)
		require.Len(t, all, 1)
		assert.ErrorIs(t, all[7].Err, cause)
		assert.Zero(t, a.begun.Load())
	})
	t.Run("Each takes nothing if the context has ended before", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(cause)
		a, taken := &actions{}, 0
		all, err := results(t, pagination.Each(ctx, 4, sequence(5, nil, &taken), a.do))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, cause)
		assert.Empty(t, all)
		assert.Zero(t, taken)
	})
	t.Run("all results come without an error if the context ends after the last item", func(t *testing.T) {
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
	t.Run("the error has both reasons if the sequence fails because of the context", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		a := &actions{}
		_, err := results(t, pagination.Each(ctx, 4, func(yield func(int, error) bool) {
			cancel(cause)
			yield(0, errService)
		}, a.do))
		require.ErrorIs(t, err, errService)
		require.ErrorIs(t, err, cause)
	})
}

func TestEach_BadOption(t *testing.T) {
	t.Parallel()
	a, taken := &actions{}, 0
	in := sequence(3, nil, &taken)
	var none context.Context
	for name, seq := range map[string]iter.Seq2[result, error]{
		"no context":           pagination.Each(none, 1, in, a.do),
		"no concurrency":       pagination.Each(t.Context(), 0, in, a.do),
		"negative concurrency": pagination.Each(t.Context(), -1, in, a.do),
		"no sequence":          pagination.Each(t.Context(), 1, nil, a.do),
		"no function":          pagination.Each[int, string](t.Context(), 1, in, nil),
	} {
		all, err := results(t, seq)
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
		assert.ErrorContains(t, err, "Each", name)
		assert.Empty(t, all, name)
	}
	assert.Zero(t, taken)
}
