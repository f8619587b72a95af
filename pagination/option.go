package pagination

import (
	"cmp"
	"fmt"
)

const (
	// maxReadAhead limits the memory of a walk and its load on the service.
	maxReadAhead = 64
	// defaultMaxPages ends the walk of a list that never ends. At 100 items a page, it allows
	// 10 million items.
	defaultMaxPages = 100_000
	// defaultRescan is how many further passes a walk may make to repair drift.
	defaultRescan = 2
	maxRescan     = 100

	maxInt32 = 1<<31 - 1
)

// An Option changes how a [Pager] walks. If a value is out of range, each walk ends with
// [ErrBadOption] before it fetches anything.
type Option func(*options)

type options struct {
	from      Cursor
	size      int
	sized     bool // size was given; otherwise it is the default of the service
	limit     int  // 0: none
	maxPages  int
	readAhead int
	rescan    int
	forced    bool // rescan was given: the walk always makes the first further pass
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

// check reports the first value that is out of range. A page has at most maxSize items.
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

// From resumes at a cursor of an earlier walk of the same list. The walk uses the page size of
// the cursor, and a different [WithPageSize] is [ErrBadCursor]. The cursor "" means the
// beginning.
func From(at Cursor) Option {
	return func(o *options) { o.from = at }
}

// WithPageSize asks for n items a request, from 1 to the maximum of the service. By default,
// the Pager uses [Spec].DefaultSize. The clients set it to the maximum, because round trips
// cost a listing the most time.
func WithPageSize(n int) Option {
	return func(o *options) { o.size, o.sized = n, true }
}

// WithLimit ends the walk after n items in total. The walk fetches no further page, and if n is
// less than a page, it asks for less than a page. 0 means no limit.
func WithLimit(n int) Option {
	return func(o *options) { o.limit = n }
}

// WithMaxPages ends the walk with [ErrTooManyPages] if it needs more than n requests. The
// default is 100,000, and 0 means the default.
func WithMaxPages(n int) Option {
	return func(o *options) { o.maxPages = cmp.Or(n, defaultMaxPages) }
}

// WithReadAhead fetches up to n pages, 0 to 64, before the consumer asks for them, so that the
// consumer does not wait. The Pager fetches numbered pages at the same time once the service
// has reported a total. It fetches pages with markers one after the other, because each page
// holds the marker of the next. Order and errors do not change. The default is 0: no goroutine
// runs, and the Pager fetches only pages that the consumer asks for.
//
// For numbers, use 4 to 8. More gains little, and on a slow connection many pages at once take
// longer than few. For markers, use 1: the Pager then fetches the next page while the consumer
// works on this one, and more gains nothing.
func WithReadAhead(n int) Option {
	return func(o *options) { o.readAhead = n }
}

// WithRescan sets how many further passes, 0 to 100, a walk by page numbers may make to repair
// changes of the list while it is read.
//
//   - By default, the walk makes up to 2, and only after it noticed drift. It makes one more to confirm a first pass of several pages if no total shows that the pass was complete.
//   - With 0, it makes none, and drift ends the walk with [ErrDrift].
//   - From 1 on, it always makes the first further pass. That pass shows even an equal removal and addition, which one pass cannot see.
//
// The walk ends when a pass saw exactly the items of the pass before. So 1 shows that the list
// changed, and 2 or more also repair it. If a list changes often, use more than 2. Lists paged
// by markers are never walked a second time.
func WithRescan(passes int) Option {
	return func(o *options) { o.rescan, o.forced = passes, passes > 0 }
}

// Progress is how far a walk has come.
type Progress struct {
	// Pages is how many pages were fetched, and Items how many items were delivered.
	Pages, Items int
	// Total is how many items the service counts, or -1 if the service does not report it.
	Total int
}

// WithProgress calls f after each fetched page, before the page is delivered, in the goroutine
// that walks.
func WithProgress(f func(Progress)) Option {
	return func(o *options) { o.progress = f }
}
