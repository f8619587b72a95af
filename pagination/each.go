package pagination

import (
	"context"
	"fmt"
	"iter"
)

// A Result is the outcome of the action for one item of [Each].
type Result[T, R any] struct {
	Item T
	// Value and Err are what the action returned.
	Value R
	Err   error
}

// Each calls do for each item of a sequence, at most concurrency at once, and yields the
// results in any order. An action that fails does not stop the others: its error is in its
// [Result]. An error of the sequence comes once and last, with the zero Result, when the
// running actions have ended.
//
// The sequence runs in its own goroutine. Each takes the next item only when a further action
// may start. If the context ends before the sequence does, the stream ends with the error of
// the context, after the Result of each item that Each has taken. If an item was taken too late
// for its action, its Result holds the error of the context.
//
// Leaving the loop cancels the context of the actions. The range then returns when the actions
// and the sequence have returned, and their results are lost. If producing the next item can
// block, the sequence must watch a context, and the caller must cancel it before leaving the
// loop.
func Each[T, R any](ctx context.Context, concurrency int, in iter.Seq2[T, error], do func(context.Context, T) (R, error)) iter.Seq2[Result[T, R], error] {
	return func(yield func(Result[T, R], error) bool) {
		if ctx == nil || concurrency < 1 || in == nil || do == nil {
			yield(Result[T, R]{}, fmt.Errorf("pagination: %w: Each needs a context, a sequence, a function and a concurrency of at least 1", ErrBadOption))
			return
		}
		runPool(ctx, concurrency, in, job[T, Result[T, R]]{
			name: "Each", inputs: "items",
			run: func(ctx context.Context, item T, send func(Result[T, R]) bool) error {
				value, err := do(ctx, item)
				send(Result[T, R]{Item: item, Value: value, Err: err})
				return nil
			},
			failed: func(item T, err error) (Result[T, R], error) {
				return Result[T, R]{Item: item, Err: err}, nil
			},
		}, yield)
	}
}
