package pagination

import (
	"fmt"
	"iter"
)

// Map converts each item of a sequence with f. It passes an error on with the zero item and
// does not call f for it.
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

// Filter yields the items for which keep returns true, and every error.
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

// Collect returns all items of a sequence. It stops at the first error and returns it with the
// items before. Over [Merge], that is the first source that fails. [Pager.Collect] does the
// same for a Pager.
func Collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	if seq == nil {
		return nil, fmt.Errorf("pagination: %w: Collect needs a sequence", ErrBadOption)
	}
	var all []T
	for item, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, item)
	}
	return all, nil
}

// First returns the first item of a sequence and ends the sequence. ok is false if the sequence
// has no item or an error comes first. To fetch only that item, give the Pager [WithLimit](1).
func First[T any](seq iter.Seq2[T, error]) (item T, ok bool, err error) {
	if seq == nil {
		return item, false, fmt.Errorf("pagination: %w: First needs a sequence", ErrBadOption)
	}
	for first, err := range seq {
		if err != nil {
			return item, false, err
		}
		return first, true, nil
	}
	return item, false, nil
}

// Take yields the first n items, and every error before item n. After item n it ends the
// sequence, so that a Pager fetches no further page. If n is 0, it does not begin the sequence.
// If n is negative, it yields [ErrBadOption].
func Take[T any](seq iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if seq == nil || n < 0 {
			var none T
			yield(none, fmt.Errorf("pagination: %w: Take needs a sequence and a number of at least 0", ErrBadOption))
			return
		}
		if n == 0 {
			return
		}
		left := n // for this range
		for item, err := range seq {
			if err == nil {
				left--
			}
			if !yield(item, err) || left == 0 {
				return
			}
		}
	}
}
