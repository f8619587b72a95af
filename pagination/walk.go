package pagination

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// A walk is one range over a list.
type walk[T any] struct {
	pager *Pager[T]
	list  listID
	track tracker[T]
	ahead *readahead[T] // nil: the walk fetches each page when the consumer asks for it
	at    position      // the page to fetch next
	size  int           // of its pages, except in a further pass with shorter pages
	index int           // pages delivered
	left  int           // items that may still be delivered
	items int           // items delivered
}

func newWalk[T any](p *Pager[T], list listID, start position) *walk[T] {
	w := &walk[T]{pager: p, list: list, at: start, size: start.size, left: math.MaxInt, track: p.scheme.track(start, &p.opts)}
	if p.opts.limit > 0 {
		w.left = p.opts.limit
	}
	return w
}

// run delivers the pages one by one. It fetches the next page only when the consumer asks for
// it.
func (w *walk[T]) run(ctx context.Context, yield func(*Page[T], error) bool) {
	if n := w.pager.opts.readAhead; n > 0 {
		w.ahead = newReadahead(ctx, w.pager.scheme, n)
		defer w.ahead.stop()
	}
	for {
		page, s, err := w.fetch(ctx)
		if err != nil {
			yield(nil, w.failed(w.at, err))
			return
		}
		w.index++
		if again := s.last && s.more; again && !(w.left == 0 && s.quiet) {
			page.next = w.pager.scheme.first(w.pager.opts.size)
		}
		if !yield(page, nil) || w.left == 0 {
			return
		}
		if s.err != nil {
			yield(nil, w.failed(s.next, s.err))
			return
		}
		if !s.more {
			return
		}
		w.at = s.next
	}
}

// single fetches one page. Such a walk cannot notice drift and makes no further passes.
func (w *walk[T]) single(ctx context.Context) (*Page[T], error) {
	start := w.at
	page, s, err := w.fetch(ctx)
	if err != nil {
		return nil, w.failed(w.at, err)
	}
	if s.err != nil && !errors.Is(s.err, ErrDrift) {
		return nil, w.failed(w.at, s.err)
	}
	if page.next == start {
		return nil, w.failed(start, ErrNoProgress)
	}
	return page, nil
}

// place returns the position that a cursor for at leads to. In a further pass with shorter
// pages, rows have other positions than in the walk's own pages, so its cursors lead to the
// beginning.
func (w *walk[T]) place(at position) position {
	if at.size < w.size {
		return w.pager.scheme.first(w.size)
	}
	return at
}

func (w *walk[T]) failed(at position, err error) *Error {
	e := &Error{Page: w.index, Err: err}
	if at.size > 0 {
		e.Cursor = encodeCursor(w.list, w.place(at))
	}
	return e
}

func (w *walk[T]) fetch(ctx context.Context) (*Page[T], step[T], error) {
	var none step[T]
	if ctx.Err() != nil {
		return nil, none, withContext(ctx, nil)
	}
	if w.index >= w.pager.opts.maxPages {
		return nil, none, ErrTooManyPages
	}
	ask, shrunk := w.shrink(w.at)
	r, err := w.request(ctx, ask)
	if err == nil && w.index == 0 && w.pager.opts.from == "" {
		// Asking for the account may wait. It must come after the request, as a part of the
		// same call.
		w.list.account = w.pager.spec.account(ctx)
	}
	if errors.Is(err, ErrNoSuchPage) && ctx.Err() == nil {
		r, err = w.track.refused(ask, err)
	}
	if err != nil {
		return nil, none, withContext(ctx, err)
	}
	if ask, err = w.locate(ask, &r); err != nil {
		return nil, none, err
	}
	s := w.track.take(ask, r)
	if shrunk && !s.last {
		s.next = w.behindShrunk(s.next, r.items)
	}
	page := &Page[T]{
		Items: s.items, Total: r.total, Index: w.index, RequestID: r.requestID,
		list: w.list, at: w.place(w.at), rows: s.rows,
	}
	if !s.last {
		page.next = w.place(s.next)
	}
	if w.at.size >= w.size {
		page.key = w.pager.scheme.key
	}
	w.limit(page)
	w.readOn(s)
	w.items += len(page.Items)
	if w.pager.opts.progress != nil {
		w.pager.opts.progress(Progress{Pages: w.index + 1, Items: w.items, Total: r.total})
	}
	return page, s, nil
}

var errRowGone = fmt.Errorf("%w: the item before the cursor is no longer on its page, or is there several times; "+
	"continue from the beginning of the page", ErrDrift)

// locate moves the walk to the current place of the row after which it resumes. If the row is
// gone from a numbered page, the walk continues at the same place of the page and counts that
// as drift.
func (w *walk[T]) locate(ask position, r *response[T]) (position, error) {
	by := w.pager.scheme
	at, found := locate(ask, r.items, by.key)
	switch {
	case found:
		w.at.skip = at.skip
	case by.numbered:
		r.lost = true
		w.at = behind(w.at, r.items, w.at.skip, by.key)
	default:
		w.at = behind(w.at, r.items, 0, by.key)
		return at, errRowGone
	}
	return at, nil
}

func (w *walk[T]) request(ctx context.Context, at position) (response[T], error) {
	if w.ahead != nil {
		return w.ahead.get(ctx, at)
	}
	return w.pager.scheme.fetch(ctx, at)
}

// readOn starts fetching the pages after a step while the consumer works on its page.
func (w *walk[T]) readOn(s step[T]) {
	if w.ahead == nil || !s.more || w.left == 0 {
		return
	}
	w.ahead.fill(prefetchHint{
		next: s.next, known: s.known, items: w.left,
		pages: w.pager.opts.maxPages - w.index - 1,
	})
}

// shrink asks for less than a page if the limit needs less. Only a first page can be shorter,
// because markers and numbers count in pages of one size. A page with rows to skip keeps its
// size, because these rows may have moved towards its end.
func (w *walk[T]) shrink(at position) (position, bool) {
	if w.index > 0 || at.marker != "" || at.number > 1 || at.skip > 0 || w.left >= at.size {
		return at, false
	}
	at.size = w.left
	return at, true
}

// behindShrunk returns what follows a shrunk page one: the rest of page one, not page two. A
// marker after an empty page leads past all rows that the service looked at.
func (w *walk[T]) behindShrunk(next position, rows []T) position {
	if len(rows) == 0 && next.marker != "" {
		next.size = w.at.size
		return next
	}
	return behind(w.at, rows, len(rows), w.pager.scheme.key)
}

func (w *walk[T]) limit(page *Page[T]) {
	if len(page.Items) > w.left {
		// The capacity is cut too: an append must not overwrite the items behind the limit.
		page.Items = page.Items[:w.left:w.left]
		page.next = page.after(w.left - 1)
	}
	w.left -= len(page.Items)
}
