package pagination

import (
	"context"
	"slices"
	"strconv"
)

// ofPageSize is the default size of the pages of [Of].
const ofPageSize = 100

// Of returns a Pager over a copy of items, for tests of code that uses a Pager. Its pages have
// up to 100 items, or as many as [WithPageSize] sets. Its total is the number of items, and its
// cursors are exact. To set options, call [Pager.With].
func Of[T any](items ...T) *Pager[T] {
	items = slices.Clone(items)
	fetch := func(_ context.Context, marker string, limit int) (MarkerResult[T], error) {
		from := 0
		if marker != "" {
			var err error
			if from, err = strconv.Atoi(marker); err != nil || from < 0 || from > len(items) {
				return MarkerResult[T]{}, badCursor("it belongs to other items")
			}
		}
		end := from + min(limit, len(items)-from)
		page := MarkerResult[T]{Items: slices.Clone(items[from:end])} // the caller may change its page
		if end < len(items) {
			page.Next = strconv.Itoa(end)
		}
		return page, nil
	}
	p := ByMarker(Spec{Scope: "pagination.Of", DefaultSize: ofPageSize, MaxSize: maxInt32}, fetch, nil)
	byMarker := p.scheme.fetch
	p.scheme.fetch = func(ctx context.Context, at position) (response[T], error) {
		r, err := byMarker(ctx, at)
		r.total = len(items)
		return r, err
	}
	return p
}
