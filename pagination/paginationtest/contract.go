package paginationtest

// The lines of the contract, as the documentation of package pagination numbers
// them.
const (
	line1  = "1. Making a Pager does no I/O"
	line2  = "2. Each range walks afresh, from the beginning or from From"
	line3  = "3. One Pager may be ranged by many goroutines"
	line4  = "4. Without WithReadAhead no goroutine runs, and the next page is fetched only when it is asked for"
	line5  = "5. An error comes once and last, with the zero item, even if the loop goes on"
	line6  = "6. The error is an *Error. It unwraps to the cause"
	line7  = "7. Break, return or a panic in the loop cancels the fetches in flight, and range returns when they have ended"
	line8  = "8. Empty pages that name a next one are walked over; 100 in a row are ErrNoProgress"
	line9  = "9. A marker that the walk has followed before, at any distance, is ErrLoop"
	line10 = "10. WithLimit fetches no page that it does not need. Where it cuts a page, Next is the cursor of the first item that was cut off"
	line11 = "11. The order is the service's, read-ahead or not. What a further pass finds comes last"
	line12 = "12. Total is what the latest page said"
	line13 = "13. A cursor carries version, scope, page size, the account where it is known and the key of the item before it. A foreign, cut or edited one is ErrBadCursor. Resuming by marker is exact or ErrDrift"
	line14 = "14. Options are copied: changing what was passed changes no Pager"
	line15 = "15. A walk whose context ends, ends with an error"
	// whole is the sentence before the lines: what they are for.
	whole = "A listing is either complete or ends in an error"
)
