package pagination

import (
	"fmt"
	"iter"
)

// Map turns each item of a sequence into another with f. An error is passed on
// with the zero item, and f is not called for it.
func Map[T, U any](seq iter.Seq2[T, error], f func(T) U) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		if seq == nil || f == nil {
			var none U
			yield(none, fmt.Errorf("pagination: %w: Map needs a sequence and a function", ErrBadOption))
			return
		}
		for item, err := range seq {
			var mapped U
			if err == nil {
				mapped = f(item)
			}
			if !yield(mapped, err) {
				return
			}
		}
	}
}

// Filter passes on the items that keep likes, and every error.
func Filter[T any](seq iter.Seq2[T, error], keep func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if seq == nil || keep == nil {
			var none T
			yield(none, fmt.Errorf("pagination: %w: Filter needs a sequence and a function", ErrBadOption))
			return
		}
		for item, err := range seq {
			if err == nil && !keep(item) {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}
}
