package pagination

import (
	"cmp"
	"context"
	"fmt"
)

// A Spec describes a list of a service to the Pager.
type Spec struct {
	// Scope names the list: service, operation and endpoint. A cursor of another scope
	// is [ErrBadCursor].
	Scope string
	// Account returns the account that the list belongs to. A cursor is [ErrBadCursor] if its
	// account and this one are known and differ. Nil, "" or an error means that the account is
	// unknown; an unknown account rejects no cursor.
	//
	// Each walk, and each call of [Pager.Page], calls Account at most once: before it uses a
	// cursor or, from the beginning of the list, after the first response. Account must be safe
	// for concurrent use.
	Account func(context.Context) (string, error)
	// DefaultSize and MaxSize are items a request. If DefaultSize is 0, it is MaxSize.
	DefaultSize, MaxSize int
}

func (s Spec) size() int {
	if s.DefaultSize > 0 {
		return s.DefaultSize
	}
	return s.MaxSize
}

// account returns the account as cursors keep it, or 0 if it is unknown. It ignores the end of
// the context: the walk ends with that error before its next fetch.
func (s Spec) account(ctx context.Context) uint64 {
	if s.Account == nil || ctx.Err() != nil {
		return 0
	}
	account, err := s.Account(ctx)
	if err != nil {
		return 0
	}
	return keyHash(account)
}

func (s Spec) check() error {
	if s.MaxSize < 1 || s.MaxSize > maxInt32 || s.DefaultSize < 0 || s.DefaultSize > s.MaxSize {
		return fmt.Errorf("%w: a Spec needs a MaxSize of at least 1 and a DefaultSize of 0 to MaxSize", ErrBadOption)
	}
	return nil
}

// A MarkerResult is one page of a service that pages by markers.
type MarkerResult[T any] struct {
	Items []T
	// Next is the marker of the following page, or "" on the last page.
	Next string
	// Total is how many items the list has, or 0 if the service does not report it.
	Total     int
	RequestID string
}

// ByMarker returns a Pager over a service that ends each page with the marker of the next.
//
// fetch gets the marker, "" for the first page, and the number of items to ask for. It is
// required and must be safe for concurrent use, as the Pager is.
//
// key returns what distinguishes the items of a page. A cursor within a page keeps the key of
// the item before it and so finds its place on a page that has changed. If the key is "" or key
// is nil, such a cursor counts items instead: if the page loses or gains one before the place
// of the cursor, the resumed walk misses or repeats one silently.
//
// If the service reports totals, a walk from the beginning ends with [ErrDrift] if it saw fewer
// items than the smallest total, because a page may have lost its marker.
func ByMarker[T any](s Spec, fetch func(ctx context.Context, marker string, limit int) (MarkerResult[T], error), key func(T) string, opts ...Option) *Pager[T] {
	if fetch == nil {
		return newPager(s, scheme[T]{}, opts) // each walk reports it
	}
	key = keyOrNone(key)
	get := func(ctx context.Context, at position) (response[T], error) {
		r, err := fetch(ctx, at.marker, at.size)
		return response[T]{items: r.Items, next: r.Next, total: cmp.Or(max(r.Total, 0), -1), requestID: r.RequestID}, err
	}
	track := func(start position, _ *options) tracker[T] { return newMarkerTracker(start, key) }
	follow := func(at position, r response[T]) (position, bool) {
		return position{marker: r.next, size: at.size}, r.next != ""
	}
	return newPager(s, scheme[T]{key: key, fetch: get, track: track, follow: follow}, opts)
}

// A NumberResult is one page of a service that numbers its pages, as the service reports it. If
// the service does not report Number or Size, they are 0. If it reports no total, Total is -1.
type NumberResult[T any] struct {
	Items               []T
	Number, Size, Total int
	RequestID           string
}

// ByNumber returns a Pager over a service that numbers its pages from 1.
//
// fetch gets the number and the size to ask for. It is required and must be safe for concurrent
// use. If the service may mean that no page has that number, fetch wraps [ErrNoSuchPage] in its
// error.
//
// key returns what distinguishes the items, so that an item that moves between two pages comes
// only once. Items whose key is "" all count as different. With a nil key, all items count as
// different, and the walk cannot repair drift.
//
// ByNumber cannot read a service that reports no total and returns short pages before the last:
// the first short page is the end. It reads a list of several pages without a total twice, see
// [WithRescan]. It does not notice a wrong total that agrees with the items read so far.
func ByNumber[T any](s Spec, fetch func(ctx context.Context, number, size int) (NumberResult[T], error), key func(T) string, opts ...Option) *Pager[T] {
	if fetch == nil {
		return newPager(s, scheme[T]{numbered: true}, opts)
	}
	key = keyOrNone(key)
	get := func(ctx context.Context, at position) (response[T], error) {
		r, err := fetch(ctx, at.number, at.size)
		return response[T]{
			items: r.Items, requestID: r.RequestID,
			number: max(r.Number, 0), size: max(r.Size, 0), total: max(r.Total, -1),
		}, err
	}
	track := func(start position, o *options) tracker[T] { return newNumberTracker(start, key, o) }
	follow := func(at position, r response[T]) (position, bool) {
		full := len(r.items) >= r.pageSize(at)
		return position{number: at.number + 1, size: at.size}, full && !r.clamped(at)
	}
	return newPager(s, scheme[T]{numbered: true, key: key, fetch: get, track: track, follow: follow}, opts)
}

func keyOrNone[T any](key func(T) string) func(T) string {
	if key == nil {
		return func(T) string { return "" }
	}
	return key
}

// A scheme is the difference between the two adapters. It has no state.
type scheme[T any] struct {
	numbered bool
	key      func(T) string
	fetch    func(context.Context, position) (response[T], error)
	track    func(start position, o *options) tracker[T]
	// follow guesses the page after one, for reading ahead.
	follow func(at position, a response[T]) (position, bool)
}

// first returns where a walk over pages of this size begins.
func (s scheme[T]) first(size int) position {
	if s.numbered {
		return position{number: 1, size: size}
	}
	return position{size: size}
}

// A response is a page as the service returned it.
type response[T any] struct {
	items               []T
	next                string // the following marker
	number, size, total int
	requestID           string
	// lost: the row after which the walk resumes is not on the page, so that only its place
	// counts.
	lost bool
}

// pageSize returns the size of the service's pages. A service that returns less than asked
// reports that in the echoed size.
func (r response[T]) pageSize(at position) int {
	if r.size > 0 {
		return min(r.size, at.size)
	}
	return at.size
}

// clamped reports whether the service returned another page than the walk asked for.
func (r response[T]) clamped(at position) bool {
	return r.number > 0 && r.number != at.number
}

// A tracker is the memory of one walk. It sees the responses in their order, and decides which
// items are new and where the walk continues.
type tracker[T any] interface {
	take(at position, r response[T]) step[T]
	// refused decides whether the refusal of the page at a position is the end of the list. If
	// it is, refused returns the page to take; if not, the error of the refusal.
	refused(at position, err error) (response[T], error)
}

// A step is a tracker's decision about one response.
type step[T any] struct {
	items []T
	// rows has the row of each item within its page. It is nil if the items are all the rows
	// from the position's skip on.
	rows []int
	// next is the following page or, with err, where to resume.
	next position
	more bool // the walk continues at next
	// known is how many pages exist from next on, or 0 if that is unknown.
	known int
	last  bool // no page follows this one in the list, though a new pass may
	quiet bool // the pass that ends here showed no drift
	err   error
}

// keep adds row i to the step, or leaves it out. It copies rows only after the first one that
// it leaves out, because most pages deliver all rows.
func (s *step[T]) keep(page []T, from, i int, wanted bool) {
	if s.rows == nil {
		if wanted {
			return
		}
		s.rows = make([]int, 0, len(page))
		for row := from; row < i; row++ {
			s.rows = append(s.rows, row)
			s.items = append(s.items, page[row])
		}
		return
	}
	if wanted {
		s.rows = append(s.rows, i)
		s.items = append(s.items, page[i])
	}
}
