package pagination

import "strings"

// maxStale is how many pages in a row may bring nothing new. Some services return empty pages
// with a marker, but not without end.
const maxStale = 100

// A markerTracker detects cycles: a marker that comes twice would lead through the same pages
// without end.
type markerTracker[T any] struct {
	key      func(T) string
	followed map[string]struct{}
	empty    int // empty pages in a row
	seen     int // items of a walk from the beginning; -1 in a resumed walk
	total    int // the smallest total, as items may join meanwhile; -1: the service reported none
}

func newMarkerTracker[T any](start position, key func(T) string) *markerTracker[T] {
	t := &markerTracker[T]{key: key, followed: map[string]struct{}{}, total: -1}
	if start.marker != "" || start.skip > 0 {
		t.seen = -1
	}
	return t
}

func (t *markerTracker[T]) refused(_ position, err error) (response[T], error) {
	return response[T]{}, err
}

func (t *markerTracker[T]) take(at position, r response[T]) step[T] {
	s := step[T]{items: r.items[min(at.skip, len(r.items)):], last: r.next == ""}
	if r.total >= 0 && (t.total < 0 || r.total < t.total) {
		t.total = r.total
	}
	if t.seen >= 0 {
		t.seen += len(s.items)
	}
	if s.last {
		if t.seen >= 0 && t.seen < t.total {
			s.err = fewer(t.seen, t.total)
		}
		return s
	}
	s.next = position{marker: r.next, size: at.size}
	t.empty++
	if len(r.items) > 0 {
		t.empty = 0
	}
	t.followed[strings.Clone(at.marker)] = struct{}{} // it may be a part of the page's body
	_, cycle := t.followed[r.next]
	switch {
	case cycle:
		// The cursor of the error leads to this page, after its items, because a new request
		// for the page may return a better marker.
		s.err = ErrLoop
		s.next = behind(at, r.items, max(at.skip, len(r.items)), t.key)
	case t.empty >= maxStale:
		s.err = ErrNoProgress
	default:
		s.more = true
	}
	return s
}
