package paginationtest

import (
	"context"
	"time"
)

// A Fault is what a service does wrong, or slowly. The zero Fault is a service
// in good health.
type Fault struct {
	Kind Kind
	// Page is the page, from 1, that shows the fault, and N its measure; both
	// as the Kind says. A page is what a walk from the beginning meets there.
	Page, N int
	// Latency is how long each response takes, whatever the Kind. A request whose
	// context ends meanwhile ends at once, with the context's error.
	Latency time.Duration
}

// Wait waits for the Latency, or for the context to end, whose error it returns.
func (f Fault) Wait(ctx context.Context) error {
	if f.Latency <= 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(f.Latency):
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A Kind says what is wrong with a service. Where nothing else is said, every
// item of the list still comes on some page, and only on one.
type Kind string

// Faults of any service.
const (
	// FailPage: the first request for page Page is refused, in a way that is not
	// retried below the pager. Later ones get a response.
	FailPage Kind = "a page fails"
	// EmptyPage: page Page is empty, and the items follow on the pages after.
	EmptyPage Kind = "an empty page in the middle"
	// EmptyForever: from page Page on all pages are empty, and each says that
	// there is more: by a marker never seen before, or by a huge total.
	EmptyForever Kind = "empty pages without end"
	// ShortPage: page Page has one item less than asked for, and more follow.
	ShortPage Kind = "a short page in the middle"
	// LongPage: page Page has one item more than asked for.
	LongPage Kind = "a page longer than asked for"
	// ClampedSize: a page has at most N items, whatever is asked for. Where the
	// service echoes the size, it says N.
	ClampedSize Kind = "a page size that is clamped"
	// Removed: just before page Page, or one after it, is returned for the first
	// time, the first item of the list vanishes. It belongs to Subject.Want, since
	// page 1 had it. Markers name an item, and lead to the same one as before. Where
	// pages have numbers, only a total can show this.
	Removed Kind = "an item that vanishes meanwhile"
)

// Faults of services that page by markers.
const (
	// Cycle: the page after page Page is, again, the first of the N pages that
	// end with Page. N is less than Page.
	Cycle Kind = "markers in a circle"
	// EmptyRun: N pages from page Page on are empty, and the items follow.
	EmptyRun Kind = "many empty pages in the middle"
)

// Faults of services that number their pages.
const (
	// PageTotal: the total of a page is the number of items on that page.
	PageTotal Kind = "a total that counts the page"
	// FalseTotal: the total of every page is N.
	FalseTotal Kind = "a false total"
	// ClampedNumber: a number beyond Page returns page Page, and reports it.
	ClampedNumber Kind = "a page number that is clamped"
	// IgnoredNumber: every number returns page 1, and claims to be the page
	// that was asked for.
	IgnoredNumber Kind = "a page number that is ignored"
	// NoSuchPage: a number behind the last page, or from page Page on if that is given,
	// is refused as one that does not exist, see [pagination.ErrNoSuchPage].
	NoSuchPage Kind = "a page that does not exist is refused"
	// Inserted: just before page Page, or one after it, is returned for the
	// first time, an item appears at the top of the list. It belongs to
	// Subject.Want.
	Inserted Kind = "an item that appears meanwhile"
	// Restless: before each response except the first, an item appears at the top.
	// Subject.Want has none of these.
	Restless Kind = "a list that never rests"
)

// MarkerKinds are all faults of a service that pages by markers.
func MarkerKinds() []Kind {
	return []Kind{FailPage, EmptyPage, EmptyForever, ShortPage, LongPage, ClampedSize, Removed, Cycle, EmptyRun}
}

// NumberKinds are all faults of a service that numbers its pages and tells a
// total. Without one, a short page is the end and a removal leaves no trace:
// leave out EmptyPage, EmptyForever, ShortPage, PageTotal, FalseTotal, NoSuchPage and
// Removed.
func NumberKinds() []Kind {
	return []Kind{
		FailPage, EmptyPage, EmptyForever, ShortPage, LongPage, ClampedSize,
		PageTotal, FalseTotal, ClampedNumber, IgnoredNumber, NoSuchPage, Inserted, Removed, Restless,
	}
}

// length is how many rows page has where size were asked for.
func (f Fault) length(page, size int) int {
	at := page == f.Page
	switch {
	case f.Kind == ClampedSize:
		return min(size, f.N)
	case f.Kind == ShortPage && at:
		return size - 1
	case f.Kind == LongPage && at:
		return size + 1
	case f.Kind == EmptyPage && at,
		f.Kind == EmptyRun && f.Page <= page && page < f.Page+f.N,
		f.Kind == EmptyForever && f.Page <= page:
		return 0
	}
	return size
}
