package paginationtest

// The lines of the contract, with the numbers that they have in the documentation of package
// pagination.
const (
	line1 = "1. Making a Pager does no I/O"
	line2 = "2. Each range walks anew, from the beginning or from From"
	line3 = "3. Many goroutines may range over one Pager"
	line4 = "4. Without WithReadAhead, no goroutine runs, and the Pager fetches the next page only " +
		"when the loop asks for it"
	line5 = "5. An error comes once and last, with the zero item, even if the loop goes on"
	line6 = "6. The error is an *Error. It unwraps to the cause"
	line7 = "7. Break, return or a panic in the loop cancels the fetches in flight, and range returns " +
		"when they have ended"
	line8 = "8. The Pager walks over empty pages that name a next one. 100 in a row are ErrNoProgress"
	line9 = "9. A marker that the walk has followed before, at any distance, is ErrLoop"

	line10 = "10. WithLimit fetches no page that it does not need. If it cuts a page, Next is the " +
		"cursor of the first item that it cut off"
	line11 = "11. The order is that of the service, with read-ahead or without. What a further pass " +
		"finds comes last"
	line12 = "12. Total is what the latest page said"
	line13 = "13. A foreign, cut or edited cursor is ErrBadCursor. Resuming by marker is exact or ErrDrift"
	line14 = "14. The Pager copies its options. Changing what was passed changes no Pager"
	line15 = "15. A walk whose context ends, ends with an error"

	// completeness is the sentence before the lines.
	completeness = "A list is complete or ends in an error"
)
