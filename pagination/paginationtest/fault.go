package paginationtest

import (
	"context"
	"time"
)

// A Fault is what a service does wrong or slowly. The zero Fault is a service without faults.
type Fault struct {
	Kind Kind
	// Page is the page, from 1, that has the fault, and N is a number. The Kind says what both
	// mean. Page counts the pages of a walk from the beginning.
	Page, N int
	// Latency is how long each response takes, with every Kind. A request whose context ends
	// meanwhile ends at once, with the error of the context.
	Latency time.Duration
}

// Wait waits for the Latency or for the end of the context, and returns the error of the
// context.
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

// A Kind says what is wrong with a service. Unless a Kind says otherwise, every item of the
// list comes on one page, and only on one.
type Kind string

// Faults of any service.
const (
	// FailPage: the service refuses the first request for page Page, in a way that nothing
	// below the pager retries. It responds to later requests.
	FailPage Kind = "the service refuses a page"
	// EmptyPage: page Page is empty, and the items follow on the pages after it.
	EmptyPage Kind = "a page in the middle is empty"
	// EmptyForever: all pages from page Page on are empty, and each says that more follows, by
	// a new marker or by a huge total.
	EmptyForever Kind = "all further pages are empty"
	// ShortPage: page Page has one item less than asked for, and more pages follow.
	ShortPage Kind = "a page in the middle is short"
	// LongPage: page Page has one item more than asked for.
	LongPage Kind = "a page is longer than asked for"
	// ClampedSize: a page has at most N items, for every size that is asked for. If the service
	// reports the page size, it reports N.
	ClampedSize Kind = "the service lowers the page size"
	// Removed: the first item of the list disappears just before the service first returns page
	// Page or a later one. The item is in Subject.Want, because page 1 had it. A marker names
	// an item, and leads to the same one as before. If pages have numbers, only a total can
	// show the removal.
	Removed Kind = "an item disappears during the walk"
)

// Faults of services that page by markers.
const (
	// Cycle: the last N pages up to page Page form a cycle. The page after page Page is the
	// first of them. N is less than Page.
	Cycle Kind = "the markers form a cycle"
	// EmptyRun: N pages from page Page on are empty, and the items follow on the pages after
	// them.
	EmptyRun Kind = "many pages in a row are empty"
)

// Faults of services that number their pages.
const (
	// PageTotal: the total that comes with a page is the number of items on that page.
	PageTotal Kind = "each total counts only its page"
	// FalseTotal: the total that comes with every page is N.
	FalseTotal Kind = "the total is wrong"
	// ClampedNumber: for a number beyond Page, the service returns page Page and reports its
	// number.
	ClampedNumber Kind = "later numbers return the last page"
	// IgnoredNumber: for every number, the service returns page 1 and reports the number that
	// was asked for.
	IgnoredNumber Kind = "the service ignores the page number"
	// NoSuchPage: the service refuses a number after the last page with
	// [pagination.ErrNoSuchPage]. If Page is set, it refuses the numbers from Page on.
	NoSuchPage Kind = "the service refuses a page after the last"
	// Inserted: an item appears at the top of the list just before the service first returns
	// page Page or a later one. The item is in Subject.Want.
	Inserted Kind = "an item appears during the walk"
	// Restless: an item appears at the top before each response except the first. Subject.Want
	// has none of these items.
	Restless Kind = "an item appears before every page"
)

// MarkerKinds returns all faults of a service that pages by markers.
func MarkerKinds() []Kind {
	return []Kind{FailPage, EmptyPage, EmptyForever, ShortPage, LongPage, ClampedSize, Removed, Cycle, EmptyRun}
}

// NumberKinds returns all faults of a service that numbers its pages and reports a total.
// Without a total, a short page is the end and a removal leaves no trace, so leave out
// EmptyPage, EmptyForever, ShortPage, PageTotal, FalseTotal, NoSuchPage and Removed.
func NumberKinds() []Kind {
	return []Kind{
		FailPage, EmptyPage, EmptyForever, ShortPage, LongPage, ClampedSize,
		PageTotal, FalseTotal, ClampedNumber, IgnoredNumber, NoSuchPage, Inserted, Removed, Restless,
	}
}

// length returns how many rows page has if the request asks for size rows.
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
