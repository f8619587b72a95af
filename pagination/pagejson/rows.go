package pagejson

import "slices"

// maxRows bounds what a page takes in memory: a row of two bytes in the body may be
// hundreds once it is read. No service has pages nearly as long.
const maxRows = 10_000

// maxGuess bounds the rows that are made room for before they are seen.
const maxGuess = 4096

// Rows reads an array, whose elements are read by read. A value of another kind is
// an error. The rows are never nil.
func Rows[T any](r *Reader, read func(*Reader, *T)) []T {
	rows := []T{}
	r.settle() // what was read before is no part of a row
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

// guess is how many rows there will be in the bytes that are left, if they are like
// those before them, and some more. Without a guess, a page takes 3 % longer.
func guess(rows, bytes, left int) int {
	if rows == 0 {
		return 1
	}
	n := int64(rows) * int64(left) / int64(bytes)
	return int(min(n+n/16+1, maxGuess))
}
