package pagination

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// A Source is one of many lists that [Merge] reads as one, such as that of an
// account.
type Source[T any] struct {
	// Name says which it is, in errors.
	Name string
	// Items opens the list; [Pager.All] fits.
	Items func(context.Context) iter.Seq2[T, error]
}

// A SourceError tells which source failed.
type SourceError struct {
	Name string
	Err  error
}

func (e *SourceError) Error() string { return fmt.Sprintf("%s: %v", e.Name, e.Err) }

// Unwrap returns the source's error.
func (e *SourceError) Unwrap() error { return e.Err }

// Merge reads many sources as one stream, in any order, at most concurrency at
// once. Sources are taken from the sequence only as others finish, so that it
// may be long. A source that fails ends only itself: a [*SourceError] is yielded
// with the zero item, and the stream goes on. A context that ends before the sources
// do ends the stream with its error.
//
// Leaving the loop ends all sources before range returns, and waits for the sequence,
// which is not told: where taking the next one can block, it must heed ctx, and ctx is
// to be cancelled before the loop is left.
func Merge[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if ctx == nil || concurrency < 1 || sources == nil {
			yield(none, fmt.Errorf("pagination: %w: Merge needs a context, sources and a concurrency of at least 1", ErrBadOption))
			return
		}
		m := openMerge(ctx, concurrency, sources)
		defer m.close()
		for r := range m.results {
			if r.panicked != nil {
				panic(r.panicked)
			}
			if !yield(r.item, r.err) {
				return
			}
		}
		if m.end != nil {
			yield(none, fmt.Errorf("pagination: Merge ended before its sources: %w", m.end))
		}
	}
}

type merge[T any] struct {
	ctx     context.Context
	cancel  context.CancelFunc
	results chan result[T]
	gone    chan struct{} // closed when nobody takes results any more
	slots   chan struct{} // one for each source that is being read
	running sync.WaitGroup
	end     error // why there are sources left; to be read once results is closed
}

type result[T any] struct {
	item     T
	err      error
	panicked any
}

func openMerge[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) *merge[T] {
	m := &merge[T]{results: make(chan result[T]), gone: make(chan struct{}), slots: make(chan struct{}, concurrency)}
	m.ctx, m.cancel = context.WithCancel(ctx)
	m.running.Go(func() { m.readAll(sources) })
	go func() {
		m.running.Wait()
		close(m.results)
	}()
	return m
}

// close ends the readers and returns when none is left. It cancels first: nobody may
// find that there is room for another source.
func (m *merge[T]) close() {
	m.cancel()
	close(m.gone)
	for range m.results {
	}
}

// readAll reads each source in a goroutine of its own. The sequence goes on only when
// there is room for the next.
func (m *merge[T]) readAll(sources iter.Seq[Source[T]]) {
	m.end = errNoReturn
	defer func() {
		if r := recover(); r != nil {
			m.send(result[T]{panicked: r})
		}
	}()
	if !m.acquire() {
		return
	}
	for source := range sources {
		if m.ended() {
			return
		}
		m.running.Go(func() {
			defer func() { <-m.slots }()
			m.read(source)
		})
		if !m.acquire() {
			return
		}
	}
	if !m.ended() { // a sequence that heeds the context may have ended for it
		m.end = nil
	}
}

// acquire waits for a slot, unless the merge ends first.
func (m *merge[T]) acquire() bool {
	select {
	case m.slots <- struct{}{}:
	case <-m.ctx.Done():
	}
	return !m.ended()
}

func (m *merge[T]) ended() bool {
	if m.ctx.Err() == nil {
		return false
	}
	m.end = withContext(m.ctx, nil)
	return true
}

// read delivers a source, and how it ended where that is not its end.
func (m *merge[T]) read(source Source[T]) {
	err := errNoReturn
	defer func() {
		if r := recover(); r != nil {
			m.send(result[T]{panicked: r})
		} else if err != nil {
			m.send(result[T]{err: &SourceError{Name: source.Name, Err: err}})
		}
	}()
	err = m.drain(source)
}

// drain delivers a source's items and returns its error.
func (m *merge[T]) drain(source Source[T]) error {
	if source.Items == nil {
		return fmt.Errorf("%w: the source has no Items", ErrBadOption)
	}
	items := source.Items(m.ctx)
	if items == nil {
		return fmt.Errorf("%w: the Items of the source returned nil: return the sequence of a Pager's All", ErrBadOption)
	}
	for item, err := range items {
		if err != nil {
			return err
		}
		if !m.send(result[T]{item: item}) {
			return nil
		}
	}
	return nil
}

func (m *merge[T]) send(r result[T]) bool {
	select {
	case m.results <- r:
		return true
	case <-m.gone:
		return false
	}
}
