package pagejson

import "slices"

// maxRows bounds the memory of a page: a row of two bytes in the body can take hundreds of
// bytes after it is read. No service has pages that are nearly as long.
const maxRows = 10_000

// maxGuess bounds the rows that [Rows] makes room for before it has seen them.
const maxGuess = 4096

// Rows reads an array and calls read for each element. Any other value is an error of r. The
// result is never nil.
func Rows[T any](r *Reader, read func(*Reader, *T)) []T {
	rows := []T{}
	r.settle() // a text before the rows must not keep the first row in memory
	start := r.at
	for range r.array {
		if len(rows) == maxRows {
			r.fail("more than 10,000 rows")
			break
		}
		if len(rows) == cap(rows) {
			rows = slices.Grow(rows, guess(len(rows), r.at-start, len(r.body)-r.at))
		}
		rows = rows[:len(rows)+1]
		read(r, &rows[len(rows)-1])
		r.settle()
	}
	return rows
}

// guess returns how many rows the bytes that are left have, if they are like the rows before
// them, and some more. Without a guess, a page takes 3 % longer.
func guess(rows, bytes, left int) int {
	if rows == 0 {
		return 1
	}
	n := int64(rows) * int64(left) / int64(bytes)
	return int(min(n+n/16+1, maxGuess))
}
