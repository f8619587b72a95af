package pagination

import (
	"context"
	"errors"
	"sync"
)

// A readahead fetches the pages that the walk will ask for next, while the consumer works on
// the ones before. If the numbers of the next pages are known, a window of goroutines fetches
// them at the same time. If each page holds the way to the next, one goroutine fetches them in
// a chain. At most n pages are in flight or waiting.
type readahead[T any] struct {
	scheme scheme[T]
	n      int

	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
	window  []*fetched[T]
	chain   chan *fetched[T]
}

// A fetched page belongs to the goroutine that fetches it until that closes done or sends the
// page.
type fetched[T any] struct {
	at       position
	response response[T]
	err      error
	panicked any
	done     chan struct{}
}

// A prefetchHint is what a walk knows about the pages it still wants.
type prefetchHint struct {
	next  position
	known int // pages that exist from next on; 0: not known
	pages int // at most so many may be fetched
	items int // at most so many are wanted
}

func newReadahead[T any](ctx context.Context, by scheme[T], n int) *readahead[T] {
	r := &readahead[T]{scheme: by, n: n}
	r.ctx, r.cancel = context.WithCancel(ctx)
	return r
}

// stop cancels the fetches in flight and returns when all of them have ended.
func (r *readahead[T]) stop() {
	r.cancel()
	r.running.Wait()
}

// reset discards the pages that were fetched on a wrong guess.
func (r *readahead[T]) reset(parent context.Context) {
	r.stop()
	r.window, r.chain = nil, nil
	r.ctx, r.cancel = context.WithCancel(parent)
}

// get returns the page at a position. It fetches the page unless the guess was right.
func (r *readahead[T]) get(ctx context.Context, at position) (response[T], error) {
	switch {
	case len(r.window) > 0 && r.window[0].at.asksFor(at):
		f := r.window[0]
		r.window = r.window[1:]
		<-f.done
		return f.result()
	case len(r.window) > 0:
		r.reset(ctx)
	case r.chain != nil:
		f, ok := <-r.chain
		if ok && f.at.asksFor(at) {
			return f.result()
		}
		r.reset(ctx)
	}
	if err := ctx.Err(); err != nil {
		return response[T]{}, err
	}
	return r.scheme.fetch(r.ctx, at)
}

// fill starts fetching the pages that the walk will need.
func (r *readahead[T]) fill(want prefetchHint) {
	switch {
	case r.chain != nil:
	case want.known > 0:
		r.widen(want)
	case len(r.window) == 0:
		r.chain = make(chan *fetched[T], r.n-1)
		r.running.Go(func() { r.run(want, r.chain) })
	}
}

// widen fills the window with the pages that are known to exist.
func (r *readahead[T]) widen(want prefetchHint) {
	size := want.next.size
	for len(r.window) < min(r.n, want.known, want.pages) {
		ahead := len(r.window)
		if ahead*size >= want.items {
			return // the pages before will do
		}
		at := position{number: want.next.number + ahead, size: size}
		f := &fetched[T]{at: at, done: make(chan struct{})}
		r.window = append(r.window, f)
		r.running.Go(func() {
			defer close(f.done)
			f.fetch(r.ctx, r.scheme)
		})
	}
}

// run fetches one page after the other, each at the place that the page before names.
func (r *readahead[T]) run(want prefetchHint, pages chan<- *fetched[T]) {
	defer close(pages)
	ctx := r.ctx
	at := want.next
	for ; want.pages > 0; want.pages-- {
		f := &fetched[T]{at: at}
		f.fetch(ctx, r.scheme)
		select {
		case pages <- f:
		case <-ctx.Done():
			return
		}
		if f.err != nil || f.panicked != nil {
			return
		}
		if want.items -= len(f.response.items); want.items <= 0 {
			return
		}
		var more bool
		if at, more = r.scheme.follow(at, f.response); !more {
			return
		}
	}
}

// errNoReturn: the caller's function called runtime.Goexit, as t.FailNow does.
var errNoReturn = errors.New("a goroutine was ended from within")

// fetch keeps a panic of the fetch function for the goroutine that walks.
func (f *fetched[T]) fetch(ctx context.Context, by scheme[T]) {
	f.err = errNoReturn
	defer func() { f.panicked = recover() }()
	f.response, f.err = by.fetch(ctx, f.at)
}

func (f *fetched[T]) result() (response[T], error) {
	if f.panicked != nil {
		panic(f.panicked)
	}
	return f.response, f.err
}
