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

func (e *SourceError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns the source's error.
func (e *SourceError) Unwrap() error { return e.Err }

// Merge reads many sources as one stream, in any order, at most concurrency at
// once. Sources are taken from the sequence only as others finish, so that it
// may be long; where taking the next one can block, the sequence must heed ctx. A
// source that fails ends only itself: a [*SourceError] is yielded
// with the zero item, and the stream goes on. Leaving the loop ends all sources
// before range returns. A context that ends while sources are unread ends the
// stream with its error.
func Merge[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if concurrency < 1 || sources == nil {
			yield(none, fmt.Errorf("pagination: %w: Merge needs sources and a concurrency of at least 1", ErrBadOption))
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
		if !m.exhausted {
			yield(none, fmt.Errorf("pagination: sources are left unread: %w", withContext(ctx, nil)))
		}
	}
}

type merge[T any] struct {
	ctx     context.Context
	cancel  context.CancelFunc
	results chan result[T]
	gone    chan struct{} // closed when nobody takes results any more
	running sync.WaitGroup

	mu        sync.Mutex // guards what follows, and that one goroutine at a time pulls
	pull      func() (Source[T], bool)
	stopPull  func()
	idle      int // readers that may still be started
	exhausted bool
}

type result[T any] struct {
	item     T
	err      error
	panicked any
}

func openMerge[T any](ctx context.Context, concurrency int, sources iter.Seq[Source[T]]) *merge[T] {
	m := &merge[T]{results: make(chan result[T]), gone: make(chan struct{}), idle: concurrency}
	m.ctx, m.cancel = context.WithCancel(ctx)
	m.pull, m.stopPull = iter.Pull(sources)
	m.start()
	go func() {
		m.running.Wait()
		close(m.results)
	}()
	return m
}

// close ends the readers and returns when none is left. It cancels first: a
// reader that finds nobody to send to must not open another source.
func (m *merge[T]) close() {
	m.cancel()
	close(m.gone)
	for range m.results {
	}
	m.stopPull()
}

// start adds a reader. Each reader that finds a source starts the next, so that
// there are never more than sources.
func (m *merge[T]) start() {
	m.idle--
	m.running.Go(m.read)
}

func (m *merge[T]) read() {
	returned := false
	defer func() {
		if r := recover(); r != nil {
			m.send(result[T]{panicked: r})
		} else if !returned {
			m.send(result[T]{err: errNoReturn})
		}
	}()
	m.readAll()
	returned = true
}

func (m *merge[T]) readAll() {
	for first := true; ; first = false {
		source, ok := m.next(first)
		if !ok {
			return
		}
		if err := m.drain(source); err != nil && !m.send(result[T]{err: &SourceError{Name: source.Name, Err: err}}) {
			return
		}
	}
}

// next takes a source. A reader's first one makes room for another reader.
func (m *merge[T]) next(first bool) (Source[T], bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exhausted || m.ctx.Err() != nil {
		return Source[T]{}, false
	}
	source, ok := m.pull()
	if !ok {
		m.exhausted = true
		return source, false
	}
	if first && m.idle > 0 {
		m.start()
	}
	return source, true
}

// drain delivers a source's items and returns its error.
func (m *merge[T]) drain(source Source[T]) error {
	if source.Items == nil {
		return fmt.Errorf("%w: the source has no Items", ErrBadOption)
	}
	for item, err := range source.Items(m.ctx) {
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
