package pagination_test

import (
	"context"
	"slices"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A faultyService pages by number over a list that does not change, and has one or more faults.
type faultyService struct {
	recorder
	faults
	list []string
}

// faults are what a faultyService does wrong. The zero value is a service without faults.
type faults struct {
	maxRows   int                                      // the most rows of a page
	extraRows int                                      // more rows on each page
	page      func(requested, last int) int            // the page that it returns
	number    func(requested, returned int) int        // the number that it reports
	size      func(requested, returned int) int        // the page size that it reports
	total     func(call, rows, count int) int          // the total that it reports
	rows      func(number int, rows []string) []string // the rows that it returns
}

func (l *faultyService) byNumber(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
	call := l.record(request{number: number, size: size})
	returned, width := number, size
	if l.maxRows > 0 {
		width = min(width, l.maxRows)
	}
	last := max(1, (len(l.list)+width-1)/width)
	if l.page != nil {
		returned = l.page(number, last)
	}
	from := min((returned-1)*width, len(l.list))
	r := pagination.NumberResult[string]{
		Items: l.list[from:min(from+width+l.extraRows, len(l.list))], Number: returned, Size: width,
		Total: len(l.list),
	}
	if l.rows != nil {
		r.Items = l.rows(returned, r.Items)
	}
	if l.number != nil {
		r.Number = l.number(number, returned)
	}
	if l.size != nil {
		r.Size = l.size(size, width)
	}
	if l.total != nil {
		r.Total = l.total(call, len(r.Items), len(l.list))
	}
	return r, nil
}

// The values of faults.
var (
	first    = func(int, int) int { return 1 }
	lastPage = func(requested, last int) int { return min(requested, last) }

	pageTwo = func(requested, last int) int {
		if requested > last {
			return 2
		}
		return requested
	}

	lastPageIs = func(number int) func(int, int) int {
		return func(requested, _ int) int { return min(requested, number) }
	}

	asRequested = func(requested, _ int) int { return requested }
	unreported  = func(int, int) int { return 0 }

	absent   = func(int, int, int) int { return -1 }
	ownCount = func(_, rows, _ int) int { return rows }
	// zeroFirst is 0 on page one, for passes of ten pages.
	zeroFirst = func(call, _, count int) int {
		if call%10 == 1 {
			return 0
		}
		return count
	}
	changing = func(call, _, count int) int { return count + call*7919%13 }
)

func fixed(n int) func(int, int, int) int { return func(int, int, int) int { return n } }

func noRows(int, []string) []string { return nil }

// cut keeps only the first n rows of one page.
func cut(number, n int) func(int, []string) []string {
	return func(at int, rows []string) []string {
		if at == number {
			return rows[:min(n, len(rows))]
		}
		return rows
	}
}

const (
	twice    = 2  // passes
	complete = -1 // items: all of the list
)

var drift, noProgress = pagination.ErrDrift, pagination.ErrNoProgress

// A faultCase says how a walk ends for one or more faults. With every fault, a walk yields no
// item twice, and an error says so if it does not yield every item. A negative number of
// requests is a maximum.
type faultCase struct {
	name     string
	faults   faults
	size     int // the page size; 0: 10
	err      error
	items    int // items that the walk yields
	requests int
}

var faultCases = slices.Concat(totalFaults, numberFaults, rowFaults)
