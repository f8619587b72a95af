// Package pagination turns the paged lists of a service into Go iterators. It
// knows nothing of any cloud: an adapter says how one page is fetched,
// [ByMarker] for services that end a page with the marker of the next, or
// [ByNumber] for services that number their pages.
//
//	for item, err := range pager.All(ctx) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(item)
//	}
//
// A listing is either complete or ends in an error. Nothing is skipped in
// silence: not when a context ends, not when a service repeats a page, not when
// the list moves while it is read. That has a price: a list of several pages by
// number is read twice if its first page tells no total, or the total proves wrong,
// since nothing else shows that a row was removed meanwhile; [WithRescan](0) reads
// it once. One kind of service defeats the pager: it returns shorter pages than asked
// for and reports neither the page size nor a total. Its first page looks like its
// last.
//
// [Map], [Filter] and [Take] turn sequences of items with errors, those of a Pager and
// others, and [Collect] and [First] read them. [Merge] reads many lists as one,
// [MergeSourced] adds the list that each item is from, and [Each] runs an action for each
// item. [MapPager] turns a Pager into one of another type, cursors included. [Of] is a
// Pager over a slice, for tests.
//
// # What a Pager promises
//
//  1. Making a Pager does no I/O.
//  2. Each range walks afresh, from the beginning or from [From].
//  3. One Pager may be ranged by many goroutines.
//  4. Without [WithReadAhead] no goroutine runs, and the next page is fetched
//     only when it is asked for.
//  5. An error comes once and last, with the zero item, even if the loop goes on.
//  6. The error is an [*Error]. It unwraps to the cause: the error of the fetch,
//     or the context's error together with its cause.
//  7. Break, return or a panic in the loop cancels the fetches in flight, and
//     range returns when they have ended.
//  8. Empty pages that name a next one are walked over; 100 in a row are
//     [ErrNoProgress].
//  9. A marker that the walk has followed before, at any distance, is [ErrLoop].
//  10. [WithLimit] fetches no page that it does not need. Where it cuts a page,
//     [Page.Next] is the cursor of the first item that was cut off. A walk from
//     page to page with [Pager.Page] moves on or ends, too: a page whose Next
//     would be its own place is ErrNoProgress.
//  11. The order is the service's, read-ahead or not. What a further pass finds
//     comes last.
//  12. [Page].Total is what the latest page said.
//  13. A cursor carries version, scope, page size, the account where it is known and,
//     within a page, the key of the item before it. A foreign, cut or edited one is
//     [ErrBadCursor] before any request to the service.
//     Resuming by marker is exact or [ErrDrift]: within a page, the walk goes on
//     behind the item with that key. If the page has no such item any more, or
//     several and none in its old place, [Error.Cursor] is the beginning of the page.
//     Resuming by number is best effort on a list that moves: it may repeat or miss
//     rows, and ends with ErrDrift if it saw that.
//  14. Options are copied: changing what was passed changes no Pager.
//  15. A walk whose context ends, ends with an error.
//
// # Page numbers and lists that move
//
// Page numbers count rows from the top. When a row before the reader's place
// appears, the last row of a page comes again on the next; when one vanishes, a
// row is missed. ByNumber takes items with the same key only once, which mends
// the first; the second shows only in the service's total. So a walk looks for
// drift: the total changed, a key came twice, or fewer keys came than the total
// says. Then it walks again, up to two passes, and delivers only what it has not
// met. A further pass ends the walk only if it met exactly the items that the pass
// before met: two passes that differ show that the list moved, even if each alone
// looked quiet. Otherwise the walk ends with [ErrDrift] after all that was found.
//
// An equal removal and addition between two fetches leaves no trace in one pass.
// WithRescan(1) always makes the second pass, which shows it; WithRescan(2) and more
// repair it, too. It leaves no trace in two passes if it comes twice in the same way.
// A walk resumed with [From] does not know what was met before: it makes no further
// pass, and ends with ErrDrift when it saw drift.
//
// Totals lie, too: some count the entries of the page, some are zero. A total is
// compared only once it differed from the length of its page, and no longer once
// more items came than it says. Until it is reached, short and empty pages are
// no end. If a full page just reaches it, the walk asks for one more page, which
// shows a total that is too low. A service may refuse that page: an adapter marks the
// refusal with [ErrNoSuchPage], which is the end if it confirms the total. A further pass
// that meets the same items again shows a total that is too high; a total that counts
// items while none ever come is ErrDrift.
//
// A page that comes again in place of the next one ends the pass at once. A further
// pass with shorter pages tells what it means: the last page of the list, given for
// every number behind it, or a service that ignores the number, which is
// [ErrNoProgress] after four requests.
//
// # What it costs
//
// A walk by marker remembers each marker, a walk by number a digest of each key.
// Without read-ahead a page is held while it is consumed; with WithReadAhead(n) up
// to n more.
package pagination
