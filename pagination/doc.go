// Package pagination turns the paged lists of a service into Go iterators.
//
//	for item, err := range pager.All(ctx) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(item)
//	}
//
// A list is complete or ends in an error. The pager skips nothing silently: not when a context
// ends, not when a service repeats a page, and not when the list changes while it is read.
//
// [WithPageSize], [WithLimit], [WithReadAhead] and [From] are options of a list. [Merge] reads
// many lists as one, and [MergeSourced] adds the list that each item is from. [Each] runs an
// action for each item. [Map], [Filter] and [Take] turn sequences of items with errors, those of
// a Pager and others, and [Collect] and [First] read them. [MapPager] turns a Pager into one of
// another type, cursors included. [Of] is a Pager over a slice, for tests.
//
// The package knows no cloud. An adapter fetches one page: [ByMarker] for services that end a
// page with the marker of the next one, and [ByNumber] for services that number their pages.
//
// # What a Pager promises
//
//  1. Making a Pager does no I/O.
//  2. Each range walks anew, from the beginning or from [From].
//  3. Many goroutines may range over one Pager.
//  4. Without [WithReadAhead], no goroutine runs, and the Pager fetches the next page only when
//     the loop asks for it.
//  5. An error comes once and last, with the zero item, even if the loop goes on.
//  6. The error is an [*Error]. It unwraps to the cause: the error of the fetch, or the error of
//     the context together with its cause.
//  7. Break, return or a panic in the loop cancels the fetches in flight, and range returns when
//     they have ended.
//  8. The Pager walks over empty pages that name a next one. 100 in a row are [ErrNoProgress].
//  9. A marker that the walk has followed before, at any distance, is [ErrLoop].
//  10. [WithLimit] fetches no page that it does not need. If it cuts a page, [Page.Next] is the
//     cursor of the first item that it cut off. A walk from page to page with [Pager.Page] also
//     moves on or ends: a page whose Next would be its own place is ErrNoProgress.
//  11. The order is that of the service, with read-ahead or without. What a further pass finds
//     comes last.
//  12. [Page].Total is what the latest page said.
//  13. A cursor holds a version, the scope, the page size, the account if it is known and, within
//     a page, the key of the item before it. A foreign, cut or edited cursor is [ErrBadCursor]
//     before any request to the service.
//     Resuming by marker is exact or [ErrDrift]. Within a page, the walk continues after the item
//     with that key. If the page no longer has such an item, or has several and none in the old
//     place, [Error.Cursor] is the beginning of the page.
//     Resuming by number is best effort on a list that changes. It may repeat or miss rows, and
//     ends with ErrDrift if it noticed that.
//  14. The Pager copies its options. Changing what was passed changes no Pager.
//  15. A walk whose context ends, ends with an error.
//
// # Page numbers and lists that change
//
// A page number counts rows from the top. When a row appears before the reader's place, the last
// row of a page comes again on the next page. When one disappears, the reader misses a row.
// ByNumber yields items with the same key only once, which mends the first case. Only the total
// of the service shows the second. So a walk looks for drift: the total changed, a key came
// twice, or fewer keys came than the total says. Then it walks again, up to two passes, and
// yields only what it has not seen. A further pass ends the walk only if it saw exactly the items
// of the pass before: two passes that differ show that the list changed, even if each alone
// looked quiet. Otherwise the walk yields all that it found and ends with [ErrDrift].
//
// A list of several pages is read twice if its first page has no total or the total proves
// wrong, because nothing else shows that a row was removed meanwhile. [WithRescan](0) reads it
// once. One kind of service defeats the pager: it returns shorter pages than asked for and
// reports neither the page size nor a total. Its first page looks like its last.
//
// An equal removal and addition between two fetches leaves no trace in one pass. WithRescan(1)
// always makes the second pass, which shows it. WithRescan(2) and more also repair it. If the
// same change happens twice in the same way, it leaves no trace in two passes. A walk resumed
// with [From] does not know what came before. It makes no further pass, and ends with ErrDrift
// if it noticed drift.
//
// Totals can be wrong: some count the entries of the page, some are zero. The walk compares a
// total only after it differed from the length of its page, and no longer after more items came
// than it says. Until the walk reaches the total, short and empty pages are no end. If a full
// page just reaches it, the walk asks for one more page, which shows a total that is too low. A
// service may refuse that page. An adapter marks the refusal with [ErrNoSuchPage], which is the
// end if it confirms the total. A further pass that sees the same items again shows a total that
// is too high. A total that counts items while none ever come is ErrDrift.
//
// A page that comes again instead of the next one ends the pass at once. A further pass with
// shorter pages shows the reason: the service returns its last page for every number after it,
// or it ignores the number, which is [ErrNoProgress] after four requests.
//
// # What it costs
//
// A walk by marker remembers each marker, and a walk by number a digest of each key. Without
// read-ahead, the walk holds one page while the loop consumes it. WithReadAhead(n) holds up to n
// more.
package pagination
