package pagination

import (
	"cmp"
	"fmt"
)

const (
	// maxReadAhead keeps the memory and the load of a walk within reason.
	maxReadAhead = 64
	// defaultMaxPages ends the walk of a list that never ends: 10 million items
	// at 100 a page.
	defaultMaxPages = 100_000
	// defaultRescan is how many further passes drift is given to settle.
	defaultRescan = 2
	maxRescan     = 100

	maxInt32 = 1<<31 - 1
)

// An Option changes how a [Pager] walks. A value out of its range makes each
// walk end with [ErrBadOption] before anything is fetched.
type Option func(*options)

type options struct {
	from      Cursor
	size      int
	sized     bool // size was given; otherwise it is the service's default
	limit     int  // 0: none
	maxPages  int
	readAhead int
	rescan    int
	forced    bool // rescan was given: the first further pass is always made
	progress  func(Progress)
}

func defaults() options {
	return options{maxPages: defaultMaxPages, rescan: defaultRescan}
}

func (o *options) apply(opts []Option) {
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
}

// check finds the first value that is out of its range; pages have at most
// maxSize items.
func (o *options) check(maxSize int) error {
	for _, given := range []struct {
		name           string
		value, low, up int
	}{
		{"WithPageSize", o.size, 1, maxSize},
		{"WithLimit", o.limit, 0, maxInt32},
		{"WithMaxPages", o.maxPages, 0, maxInt32},
		{"WithReadAhead", o.readAhead, 0, maxReadAhead},
		{"WithRescan", o.rescan, 0, maxRescan},
	} {
		if given.value < given.low || given.value > given.up {
			return fmt.Errorf("%w: %s(%d): the range is %d to %d", ErrBadOption, given.name, given.value, given.low, given.up)
		}
	}
	return nil
}

// From resumes at a cursor that an earlier walk of the same list gave. The
// cursor's page size is used again; a different [WithPageSize] is
// [ErrBadCursor]. "" is the beginning.
func From(at Cursor) Option {
	return func(o *options) { o.from = at }
}

// WithPageSize asks for n items a request: 1 to the service's maximum. Default:
// as many as the service gives, since round trips are what a listing costs.
func WithPageSize(n int) Option {
	return func(o *options) { o.size, o.sized = n, true }
}

// WithLimit ends the walk after n items in all. No page beyond is fetched, and
// where n is less than a page, the request is for less. 0 is no limit.
func WithLimit(n int) Option {
	return func(o *options) { o.limit = n }
}

// WithMaxPages ends the walk with [ErrTooManyPages] where it would need more
// than n requests. Default, and 0: 100,000.
func WithMaxPages(n int) Option {
	return func(o *options) { o.maxPages = cmp.Or(n, defaultMaxPages) }
}

// WithReadAhead fetches up to n pages, 0 to 64, before the consumer asks for them, so
// that the consumer does not wait. Pages with numbers are fetched at the same time once
// the service has reported a total. Pages with markers are fetched one after the other,
// because each page holds the marker of the next. Order and errors do not change.
// Default: 0, no goroutine runs and no page is fetched that is not used.
//
// For numbers, use 4 to 8: more gains little, and on a narrow line many pages at once are
// slower than few. For markers, 1 is all there is to gain: the next page is fetched while
// the consumer works on this one.
func WithReadAhead(n int) Option {
	return func(o *options) { o.readAhead = n }
}

// WithRescan says how many further passes, 0 to 100, a walk by page numbers may
// make to repair what moved while it read. Default: up to 2, and only after
// drift was seen; and, beside these, one after a first pass of several pages that no
// total vouches for. 0: none, drift ends with [ErrDrift]. From 1 on, the first
// further pass is always made: it shows even an equal removal and addition,
// which one pass cannot see. The walk ends when a pass met exactly what the pass
// before met, so 1 shows that the list moved, and 2 and more repair it. On a busy
// list, 2 has no pass to spare. Lists paged by markers are never walked again.
func WithRescan(passes int) Option {
	return func(o *options) { o.rescan, o.forced = passes, passes > 0 }
}

// Progress is how far a walk has come.
type Progress struct {
	// Pages were fetched, Items delivered.
	Pages, Items int
	// Total is how many items the service counts; -1 when it does not say.
	Total int
}

// WithProgress calls f after each page that was fetched, before it is
// delivered, in the goroutine that walks.
func WithProgress(f func(Progress)) Option {
	return func(o *options) { o.progress = f }
}
