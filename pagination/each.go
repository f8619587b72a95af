package pagination

import (
	"context"
	"fmt"
	"iter"
)

// A Result is what came of one item of [Each].
type Result[T, R any] struct {
	Item T
	// Value and Err are what the action returned.
	Value R
	Err   error
}

// Each calls do for each item of a sequence, at most concurrency at once, and yields
// the results in any order. An action that fails stops nothing: its error is in its
// [Result]. An error of the sequence comes once, last, with the zero Result, when the
// actions under way have ended.
//
// The sequence runs in a goroutine of its own, and its next item is taken only when
// there is room for a further action. A context that ends before the sequence does ends
// the stream with its error; each item that was taken from the sequence has its Result
// before. An item that was taken too late for its action has the context's error in it.
//
// Leaving the loop ends the context of the actions, and range returns when they and the
// sequence have returned; their results are lost. If taking the next item can block, the
// sequence must watch a context, and the caller must cancel it before leaving the loop.
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
