package pagination

import (
	"context"
	"fmt"
)

// MapPager returns a Pager whose items are those of p, turned by f. Options, pages and
// cursors work as those of p do: each of the two accepts the cursors of the other. f is
// called once for each item that a walk delivers, in the goroutine that walks. Items are
// distinguished before f is called, so that f may turn two of them into the same. With a
// nil p or f, each walk ends with [ErrBadOption], whatever its options and cursor are.
func MapPager[T, U any](p *Pager[T], f func(T) U) *Pager[U] {
	if p == nil || f == nil {
		return &Pager[U]{mapped: notMapped[U]}
	}
	page := func(p *Page[T]) *Page[U] { return mapPage(p, f) }
	return &Pager[U]{opts: p.opts, mapped: func(ctx context.Context, o options, yield any) {
		from := *p
		from.opts = o
		switch yield := yield.(type) {
		case func(U, error) bool:
			Map(from.All(ctx), f)(yield)
		case func(*Page[U], error) bool:
			Map(from.Pages(ctx), page)(yield)
		case yieldOne[U]:
			Map(func(yield func(*Page[T], error) bool) { yield(from.Page(ctx, "")) }, page)(yield)
		}
	}}
}

// notMapped is the walk of a pager that MapPager could not make.
func notMapped[U any](_ context.Context, o options, yield any) {
	err := &Error{Cursor: o.from, Err: fmt.Errorf("%w: MapPager needs a Pager and a function", ErrBadOption)}
	switch yield := yield.(type) {
	case func(U, error) bool:
		var none U
		yield(none, err)
	case func(*Page[U], error) bool:
		yield(nil, err)
	case yieldOne[U]:
		yield(nil, err)
	}
}

// A mappedWalk walks the pager that [MapPager] was given. The type of yield says what it
// is to deliver: items, pages, or one page with [yieldOne]. That is not in the type of
// mappedWalk, as it would be linked into each program with a Pager, mapped or not.
type mappedWalk func(ctx context.Context, o options, yield any)

// A yieldOne gets the only page that is fetched.
type yieldOne[T any] func(*Page[T], error) bool

func (p *Pager[T]) mappedPage(ctx context.Context) (page *Page[T], err error) {
	p.mapped(ctx, p.opts, yieldOne[T](func(got *Page[T], failed error) bool {
		page, err = got, failed
		return true
	}))
	return page, err
}

// mapPage turns a page. Its places stay those of the items as they were.
func mapPage[T, U any](p *Page[T], f func(T) U) *Page[U] {
	items := make([]U, len(p.Items))
	for i, item := range p.Items {
		items[i] = f(item)
	}
	return &Page[U]{
		Items: items, Total: p.Total, Index: p.Index, RequestID: p.RequestID,
		list: p.list, at: p.at, next: p.next, place: p.after,
	}
}
