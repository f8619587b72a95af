package pagination

import (
	"context"
	"fmt"
	"iter"
)

// A Source is one of many lists that [Merge] reads as one, such as the list of an account.
type Source[T any] struct {
	// Name is the name of the list in errors.
	Name string
	// Items opens the list. [Pager.All] fits.
	Items func(context.Context) iter.Seq2[T, error]
}

// A SourceError names the source that failed.
type SourceError struct {
	Name string
	Err  error
}

func (e *SourceError) Error() string { return fmt.Sprintf("%s: %v", e.Name, e.Err) }

// Unwrap returns the error of the source.
func (e *SourceError) Unwrap() error { return e.Err }

// Merge reads many sources as one stream, in any order, at most concurrency at once. It takes
// the next source from the sequence only when another has finished, so the sequence may be
// long. A source that fails does not stop the others: Merge yields a [*SourceError] with the
// zero item and continues. If the context ends before the sources do, the stream ends with the
// error of the context.
//
// A concurrency of 32 to 64 is enough for thousands of accounts, because more calls at once
// only wait for the rate limit of the service. Over HTTP/1.1 the client opens at most 64
// connections to a host, so 256 calls at once gain nothing. If a program reads the same
// accounts repeatedly, it should keep its clients, or their cached providers, from run to run:
// a new provider requests new credentials.
//
// Leaving the loop ends all sources, then waits for the sources sequence to return. If
// producing the next source can block, the sequence must watch ctx, and the caller must cancel
// ctx before leaving the loop.
func Merge[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) iter.Seq2[T, error] {
	return merge(ctx, "Merge", concurrency, sources, func(_ string, item T) T { return item })
}

// A Sourced is an item with the name of its [Source].
type Sourced[T any] struct {
	Source string
	Item   T
}

// MergeSourced reads many sources as one stream, as [Merge] does, and yields each item with the
// name of its source.
func MergeSourced[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) iter.Seq2[Sourced[T], error] {
	return merge(ctx, "MergeSourced", concurrency, sources, func(source string, item T) Sourced[T] {
		return Sourced[T]{Source: source, Item: item}
	})
}

// merge reads sources and yields what as makes of each item and the name of its source.
func merge[T, U any](ctx context.Context, name string, concurrency int, sources iter.Seq[Source[T]], as func(string, T) U) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		if ctx == nil || concurrency < 1 || sources == nil {
			var none U
			yield(none, fmt.Errorf("pagination: %w: %s needs a context, sources and a concurrency of at least 1", ErrBadOption, name))
			return
		}
		inputs := func(yield func(Source[T], error) bool) {
			sources(func(source Source[T]) bool { return yield(source, nil) })
		}
		runPool(ctx, concurrency, inputs, job[Source[T], U]{
			name: name, inputs: "sources",
			run: func(ctx context.Context, source Source[T], send func(U) bool) error {
				return source.drain(ctx, func(item T) bool { return send(as(source.Name, item)) })
			},
			failed: func(source Source[T], err error) (none U, _ error) {
				return none, &SourceError{Name: source.Name, Err: err}
			},
		}, yield)
	}
}

// drain sends the items of a source and returns its error.
func (s Source[T]) drain(ctx context.Context, send func(T) bool) error {
	if s.Items == nil {
		return fmt.Errorf("%w: the source has no Items", ErrBadOption)
	}
	items := s.Items(ctx)
	if items == nil {
		return fmt.Errorf("%w: the Items function of the source returned nil; return the sequence of Pager.All", ErrBadOption)
	}
	for item, err := range items {
		if err != nil {
			return err
		}
		if !send(item) {
			return nil
		}
	}
	return nil
}
