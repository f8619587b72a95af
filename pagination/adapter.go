package pagination

import (
	"cmp"
	"context"
	"fmt"
)

// A Spec is what an adapter tells about its service.
type Spec struct {
	// Scope names the list: service, operation and endpoint. A cursor of another scope
	// is [ErrBadCursor].
	Scope string
	// Account returns the account whose list it is. Each walk, and each call of
	// [Pager.Page], calls it at most once: before it takes a cursor or, from the beginning
	// of the list, after the first response. A cursor is [ErrBadCursor] if its account and
	// this one are known and differ. Nil, "" and an error mean that the account is not
	// known, which refuses no cursor. It must be safe for concurrent use.
	Account func(context.Context) (string, error)
	// DefaultSize and MaxSize are items a request. Zero DefaultSize: MaxSize.
	DefaultSize, MaxSize int
}

func (s Spec) size() int {
	if s.DefaultSize > 0 {
		return s.DefaultSize
	}
	return s.MaxSize
}

// account asks for the account, as cursors keep it; 0 where it is not known. A context that
// ends meanwhile is not looked at: the walk ends with its error before it fetches again.
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
	// Next is the marker of the following page; "" on the last.
	Next string
	// Total is how many items the list has; 0 where the service does not say.
	Total     int
	RequestID string
}

// ByMarker returns a Pager over a service that ends each page with the marker of
// the next. fetch gets the marker, "" for the first page, and how many items to
// ask for. It is required, and must be safe for concurrent use, as the Pager is.
//
// key tells the items of a page apart. A cursor within a page keeps the key of the item
// before it, and so finds its place on a page that has changed. Where the key is "", and
// with a nil key, such a cursor counts items: if the page loses or gains one before the
// cursor's place, the resumed walk misses or repeats one in silence.
//
// Where the service gives totals, a walk from the beginning ends with [ErrDrift] if it met
// fewer items than the smallest of them: a page may have lost its marker.
func ByMarker[T any](s Spec, fetch func(ctx context.Context, marker string, limit int) (MarkerResult[T], error), key func(T) string, opts ...Option) *Pager[T] {
	if fetch == nil {
		return newPager(s, scheme[T]{}, opts) // each walk says so
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

// A NumberResult is one page of a service that pages by numbers, as the service
// tells it: what it does not say is Number 0, Size 0 and Total -1.
type NumberResult[T any] struct {
	Items               []T
	Number, Size, Total int
	RequestID           string
}

// ByNumber returns a Pager over a service that numbers its pages from 1. fetch
// gets the number and size to ask for. It is required, and must be safe for
// concurrent use. key tells items apart, so that one that moves between two pages
// comes only once; items whose key is "" are never taken for the same, and a nil
// key takes no two items for the same, which leaves drift beyond repair.
//
// fetch wraps [ErrNoSuchPage] in its error where the service may mean that no page has
// that number.
//
// A service that gives neither a total nor full pages cannot be read: its first
// short page is the end. A list of several pages without a total is read twice, see
// [WithRescan]. A wrong total is not noticed where it agrees with what was read until
// then.
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

// A scheme is what the two adapters differ in. It has no state.
type scheme[T any] struct {
	numbered bool
	key      func(T) string
	fetch    func(context.Context, position) (response[T], error)
	track    func(start position, o *options) tracker[T]
	// follow guesses the page after one, for reading ahead.
	follow func(at position, a response[T]) (position, bool)
}

// first is where a walk over pages of this size begins.
func (s scheme[T]) first(size int) position {
	if s.numbered {
		return position{number: 1, size: size}
	}
	return position{size: size}
}

// A response is a page as the service gave it.
type response[T any] struct {
	items               []T
	next                string // the following marker
	number, size, total int
	requestID           string
	// lost: the row that the walk resumes behind is not on the page, so that only its
	// place counts.
	lost bool
}

// pageSize is the size of the service's pages: one that gives less than asked
// says so in the echoed size.
func (r response[T]) pageSize(at position) int {
	if r.size > 0 {
		return min(r.size, at.size)
	}
	return at.size
}

// clamped tells whether the page is another one than was asked for.
func (r response[T]) clamped(at position) bool {
	return r.number > 0 && r.number != at.number
}

// A tracker is the memory of one walk: it sees the responses in their order and
// decides what is new in each and where the walk goes on.
type tracker[T any] interface {
	take(at position, r response[T]) step[T]
	// refused returns the page to take if a refusal of the page at a position is the
	// end of the list, and the error of the refusal if it is not.
	refused(at position, err error) (response[T], error)
}

// A step is a tracker's decision about one response.
type step[T any] struct {
	items []T
	// rows has the row of each item within its page; nil where the items are
	// all the rows from the position's skip on.
	rows []int
	// next is the following page, or, with err, where to resume.
	next position
	more bool // the walk goes on at next
	// known is how many pages are there from next on; 0 where that is not known.
	known int
	last  bool // no page follows this one in the list, though a new pass may
	quiet bool // the pass that ends here showed no drift
	err   error
}

// keep adds row i to the step, or leaves it out. Rows are copied only from the
// first that is left out on: most pages deliver all they have.
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
