package pagination

import (
	"context"
	"fmt"
)

// MapPager returns a Pager whose items are those of p, converted by f. Its options, pages and
// cursors work as those of p, and each of the two accepts the cursors of the other.
//
// A walk calls f once for each item that it delivers, in the goroutine that walks. It
// recognizes repeated items before it calls f, so f may convert two items to equal values. If p
// or f is nil, each walk ends with [ErrBadOption], whatever its options and cursor are.
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

// A mappedWalk walks the pager that [MapPager] was given. The type of yield selects what it
// delivers: items, pages, or one page with [yieldOne]. If the type of mappedWalk named these
// functions, the linker would add them to every program with a Pager, mapped or not.
type mappedWalk func(ctx context.Context, o options, yield any)

// A yieldOne receives the only page that Page fetches.
type yieldOne[T any] func(*Page[T], error) bool

func (p *Pager[T]) mappedPage(ctx context.Context) (page *Page[T], err error) {
	p.mapped(ctx, p.opts, yieldOne[T](func(got *Page[T], failed error) bool {
		page, err = got, failed
		return true
	}))
	return page, err
}

// mapPage converts a page. Its cursors keep the keys of the original items.
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
