package pagination

import (
	"context"
	"fmt"
	"iter"
)

// A Pager walks a list of the service. It is immutable. Making one does no I/O, each walk
// begins anew, and many goroutines may walk at the same time.
type Pager[T any] struct {
	spec   Spec
	scheme scheme[T]
	opts   options
	mapped mappedWalk // nil: the pager walks by its scheme
}

func newPager[T any](s Spec, by scheme[T], opts []Option) *Pager[T] {
	p := &Pager[T]{spec: s, scheme: by, opts: defaults()}
	p.opts.size = s.size()
	p.opts.apply(opts)
	return p
}

// With returns a Pager of the same list with further options. An option given here replaces the
// same option given before.
func (p *Pager[T]) With(opts ...Option) *Pager[T] {
	if p == nil {
		return nil // each walk reports it
	}
	changed := *p
	changed.opts.apply(opts)
	return &changed
}

// All yields the items of the list in the order of the service. An error comes once and last,
// with the zero item. It is an [*Error]. A walk that ends without an error was complete or
// reached [WithLimit].
func (p *Pager[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if p != nil && p.mapped != nil {
			p.mapped(ctx, p.opts, yield)
			return
		}
		for page, err := range p.ownPages(ctx) {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for i := range page.Items {
				if !yield(page.Items[i], nil) {
					return
				}
			}
		}
	}
}

// Pages yields the pages of the list, including empty ones. An error comes once and last, with
// a nil page. It is an [*Error].
func (p *Pager[T]) Pages(ctx context.Context) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		if p != nil && p.mapped != nil {
			p.mapped(ctx, p.opts, yield)
			return
		}
		p.ownPages(ctx)(yield)
	}
}

// ownPages is Pages of a pager that is not mapped.
func (p *Pager[T]) ownPages(ctx context.Context) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		w, err := p.walk(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		w.run(ctx, yield)
	}
}

// Page fetches one page, for a web handler that keeps the cursor of the next page in a link.
// The cursor "" means the first page, or the page of [From]. Page recognizes repeated items
// only within the page, and it does not notice drift. If it fails, it returns a nil page and an
// [*Error].
//
// Page waits as long as the client does: while the service throttles it, the client may retry a
// request for minutes (MaxElapsed of the client's Retry). A web handler should pass a ctx with
// the deadline of its own response.
func (p *Pager[T]) Page(ctx context.Context, at Cursor) (*Page[T], error) {
	if at != "" {
		p = p.With(From(at))
	}
	if p != nil && p.mapped != nil {
		return p.mappedPage(ctx)
	}
	w, err := p.walk(ctx)
	if err != nil {
		return nil, err
	}
	return w.single(ctx)
}

// Collect returns all items. If the walk fails, it returns the error and the items before it.
func (p *Pager[T]) Collect(ctx context.Context) ([]T, error) {
	var all []T
	for page, err := range p.Pages(ctx) {
		if err != nil {
			return all, err
		}
		all = append(all, page.Items...)
	}
	return all, nil
}

// walk returns a walk that has fetched nothing yet, or an [*Error].
func (p *Pager[T]) walk(ctx context.Context) (*walk[T], error) {
	switch {
	case p == nil || p.scheme.fetch == nil:
		return nil, &Error{Err: fmt.Errorf("%w: the Pager is nil or has no fetch: get one from a list method of a client, ByMarker or ByNumber", ErrBadOption)}
	case ctx == nil:
		return nil, &Error{Cursor: p.opts.from, Err: errNilContext}
	}
	at, list, err := p.begin(ctx)
	if err != nil {
		return nil, &Error{Cursor: p.opts.from, Err: err}
	}
	return newWalk(p, list, at), nil
}

var errNilContext = fmt.Errorf("%w: the context is nil; pass context.Background()", ErrBadOption)

// begin checks the options and decodes the cursor.
func (p *Pager[T]) begin(ctx context.Context) (at position, list listID, err error) {
	o := &p.opts
	if err = p.spec.check(); err != nil {
		return at, list, err
	}
	if err = o.check(p.spec.MaxSize); err != nil {
		return at, list, err
	}
	list.scope = hash([]byte(p.spec.Scope))
	if o.from == "" {
		return p.scheme.first(o.size), list, nil
	}
	list.account = p.spec.account(ctx)
	at, list, err = decodeCursor(list, o.from)
	switch {
	case err != nil:
	case p.scheme.numbered != (at.number > 0) || at.size < 1 || at.size > p.spec.MaxSize:
		err = badCursor("it belongs to another kind of list")
	case o.sized && o.size != at.size:
		err = badCursor(fmt.Sprintf("its page size is %d; omit WithPageSize or set the same size", at.size))
	}
	return at, list, err
}

// A Page is one page of a list.
type Page[T any] struct {
	// Items are the rows of the page that this walk has not delivered before.
	Items []T
	// Total is how many items the service counts, or -1 if the service does not report it.
	Total int
	// Index counts the pages of the walk from 0.
	Index int
	// RequestID is the ID that the service gave the request.
	RequestID string

	list listID
	key  func(T) string // nil: cursors lead to the beginning of the page, see [walk.place]
	at   position       // where the page begins; skip counts delivered rows
	rows []int          // the row of each item; nil: all rows from at.skip on
	next position       // of size 0 on the last page
	// place is the after method of the page that [MapPager] converted. It is nil if MapPager
	// did not make this page.
	place func(i int) position
}

// Next returns the cursor of the following page, or "" on the last page of the walk. If
// [WithLimit] cut the page, Next is the cursor of the first item that was cut off. If the walk
// reads the list again, Next is the cursor of page one.
func (p *Page[T]) Next() Cursor {
	if p.Last() {
		return ""
	}
	return encodeCursor(p.list, p.next)
}

// Last reports whether the page is the last of the walk, including further passes.
func (p *Page[T]) Last() bool { return p == nil || p.next.size == 0 }

// After returns the cursor directly after Items[i]. After(-1) is the cursor before all items.
// An i beyond the last item counts as the last.
func (p *Page[T]) After(i int) Cursor {
	if p == nil || p.at.size == 0 { // no walk made this page
		return ""
	}
	return encodeCursor(p.list, p.after(i))
}

func (p *Page[T]) after(i int) position {
	if p.place != nil {
		return p.place(i)
	}
	at := p.at
	i = min(i, len(p.Items)-1)
	switch {
	case i < 0 || p.key == nil:
	case p.rows != nil && i < len(p.rows):
		at.skip = p.rows[i] + 1
		at.key = keyHash(p.key(p.Items[i]))
	default:
		at.skip += i + 1
		at.key = keyHash(p.key(p.Items[i]))
	}
	return at
}
