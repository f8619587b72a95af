package pagination_test

import (
	"context"
	"math"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A liar is a service that pages by number over a still list, and is wrong in
// one or more ways.
type faultyService struct {
	recorder
	faults
	list []string
}

// A lie is what a liar does wrong; the zero lie is honest.
type faults struct {
	clamp  int                              // no page is longer than this
	widen  int                              // each page has so many rows more
	page   func(asked, last int) int        // the page that is given
	number func(asked, given int) int       // the number that is told
	size   func(asked, given int) int       // the size that is told
	total  func(call, rows, honest int) int // the total that is told
	rows   func(number int, rows []string) []string
}

func (l *faultyService) byNumber(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
	call := l.record(request{number: number, size: size})
	given, width := number, size
	if l.clamp > 0 {
		width = min(width, l.clamp)
	}
	last := max(1, (len(l.list)+width-1)/width)
	if l.page != nil {
		given = l.page(number, last)
	}
	from := min((given-1)*width, len(l.list))
	r := pagination.NumberResult[string]{
		Items: l.list[from:min(from+width+l.widen, len(l.list))], Number: given, Size: width, Total: len(l.list),
	}
	if l.rows != nil {
		r.Items = l.rows(given, r.Items)
	}
	if l.number != nil {
		r.Number = l.number(number, given)
	}
	if l.size != nil {
		r.Size = l.size(size, width)
	}
	if l.total != nil {
		r.Total = l.total(call, len(r.Items), len(l.list))
	}
	return r, nil
}

// The ways to be wrong.
var (
	first    = func(int, int) int { return 1 }
	lastPage = func(asked, last int) int { return min(asked, last) }

	pageTwo = func(asked, last int) int {
		if asked > last {
			return 2
		}
		return asked
	}

	lastPageIs = func(most int) func(int, int) int { return func(asked, _ int) int { return min(asked, most) } }

	asRequested = func(asked, _ int) int { return asked }
	unreported  = func(int, int) int { return 0 }

	absent   = func(int, int, int) int { return -1 }
	ownCount = func(_, rows, _ int) int { return rows }
	// Passes of ten pages.
	zeroFirst = func(call, _, honest int) int {
		if call%10 == 1 {
			return 0
		}
		return honest
	}
	changing = func(call, _, honest int) int { return honest + call*7919%13 }
)

func fixed(n int) func(int, int, int) int { return func(int, int, int) int { return n } }

// cut leaves only the first n rows of one page.
func cut(number, n int) func(int, []string) []string {
	return func(at int, rows []string) []string {
		if at == number {
			return rows[:min(n, len(rows))]
		}
		return rows
	}
}

const (
	twice    = 2 // passes
	complete = -1
)

var drift, noProgress = pagination.ErrDrift, pagination.ErrNoProgress

// The table of outcomes: what a service does wrong, and how a walk ends
// over it. Whatever it does, a walk gives nothing twice, and where it does not
// give everything that exists it says so by an error. A negative number of
// requests is the most it may take.
var faultCases = []struct {
	name     string
	faults   faults
	size     int // asked for; 0: 10
	err      error
	items    int // delivered; complete: all of the list
	requests int
}{
	{name: "an honest list", items: complete, requests: 10},
	{name: "an honest list with a full last page", size: 19, items: complete, requests: 6},
	{name: "an honest list of one page", size: 100, items: complete, requests: 1},
	{name: "an honest list of one full page", size: 95, items: complete, requests: 2},
	{name: "an honest list one by one", size: 1, items: complete, requests: 96},

	{name: "total 0", faults: faults{total: fixed(0)}, items: complete, requests: twice * 10},
	{name: "total 0, full last page", faults: faults{total: fixed(0)}, size: 19, items: complete, requests: twice * 6},
	{name: "total absent", faults: faults{total: absent}, items: complete, requests: twice * 10},
	{name: "total absent, full last page", faults: faults{total: absent}, size: 19, items: complete, requests: twice * 6},
	{name: "total far below zero", faults: faults{total: fixed(math.MinInt)}, size: 19, items: complete, requests: twice * 6},
	{name: "total is the page's own count", faults: faults{total: ownCount}, items: complete, requests: twice * 10},
	{
		name:   "total is the page's own count, full last page",
		faults: faults{total: ownCount}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "total is the page's own count, one by one",
		faults: faults{total: ownCount}, size: 1, items: complete, requests: twice * 96,
	},
	{name: "total too low", faults: faults{total: fixed(42)}, items: complete, requests: twice * 10},
	{name: "total too low, on a page boundary", faults: faults{total: fixed(40)}, items: complete, requests: twice * 10},
	{name: "total too low, one page", faults: faults{total: fixed(10)}, items: complete, requests: twice * 10},
	{name: "total too low, less than a page", faults: faults{total: fixed(3)}, items: complete, requests: twice * 10},
	{name: "total too low, one by one", faults: faults{total: fixed(42)}, size: 1, items: complete, requests: twice * 96},
	{name: "total too low by one, one by one", faults: faults{total: fixed(94)}, size: 1, items: complete, requests: twice * 96},
	{name: "total 1, one by one", faults: faults{total: fixed(1)}, size: 1, items: complete, requests: twice * 96},
	{name: "total too low, full last page", faults: faults{total: fixed(76)}, size: 19, items: complete, requests: twice * 6},
	{name: "total too high", faults: faults{total: fixed(96)}, items: complete, requests: twice * 11},
	{name: "total too high by pages", faults: faults{total: fixed(120)}, items: complete, requests: twice * 12},
	{name: "total too high, full last page", faults: faults{total: fixed(96)}, size: 19, items: complete, requests: twice * 6},
	{name: "total too high, one by one", faults: faults{total: fixed(97)}, size: 1, items: complete, requests: twice * 97},
	{name: "total huge", faults: faults{total: fixed(math.MaxInt)}, err: noProgress, items: complete, requests: 110},
	{name: "total 0 on page one", faults: faults{total: zeroFirst}, err: drift, items: complete, requests: 3 * 10},
	{name: "total changing", faults: faults{total: changing}, err: drift, items: complete, requests: -40},

	{name: "size clamped and told", faults: faults{clamp: 5}, items: complete, requests: 20},
	{name: "size clamped and told, total absent", faults: faults{clamp: 5, total: absent}, items: complete, requests: twice * 20},
	{
		name:   "size clamped and told, total is the page's own count",
		faults: faults{clamp: 5, total: ownCount}, items: complete, requests: twice * 20,
	},
	{name: "size clamped and not told", faults: faults{clamp: 5, size: unreported}, items: complete, requests: -20},
	{name: "size clamped and told as asked", faults: faults{clamp: 5, size: asRequested}, items: complete, requests: -20},
	{
		name:   "size clamped and not told, total too low",
		faults: faults{clamp: 5, size: unreported, total: fixed(93)}, items: complete, requests: twice * 20,
	},
	{
		name:   "size clamped and not told, total too low, on a page boundary",
		faults: faults{clamp: 5, size: unreported, total: fixed(50)}, items: complete, requests: twice * 20,
	},
	{
		name:   "size clamped and not told, total too high",
		faults: faults{clamp: 5, size: unreported, total: fixed(97)}, items: complete, requests: twice * 20,
	},
	{
		name:   "size told as more than asked",
		faults: faults{size: func(int, int) int { return 1000 }}, items: complete, requests: -11,
	},
	{name: "size told as less than given", faults: faults{size: func(int, int) int { return 3 }}, items: complete, requests: 11},
	{
		name:   "size told as less than nothing",
		faults: faults{size: func(int, int) int { return math.MinInt }}, items: complete, requests: 10,
	},

	{name: "page one for every number, told", faults: faults{page: first}, err: noProgress, items: 10, requests: -4},
	{
		name:   "page one for every number, told, total too low by one",
		faults: faults{page: first, total: fixed(9)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, told as asked",
		faults: faults{page: first, number: asRequested}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, not told",
		faults: faults{page: first, number: unreported}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, told, total absent",
		faults: faults{page: first, total: absent}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, told as asked, total absent",
		faults: faults{page: first, number: asRequested, total: absent}, err: noProgress, items: 10, requests: 4,
	},
	{
		name:   "page one for every number, not told, total absent",
		faults: faults{page: first, number: unreported, total: absent}, err: noProgress, items: 10, requests: 4,
	},
	{
		name:   "page one for every number, told, total is the page's own count",
		faults: faults{page: first, total: ownCount}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, told as asked, total is the page's own count",
		faults: faults{page: first, number: asRequested, total: ownCount}, err: noProgress, items: 10, requests: 4,
	},
	{name: "page one for every number, one by one", faults: faults{page: first}, size: 1, err: noProgress, items: 1, requests: -4},
	{
		name:   "page one for every number, told, total 0",
		faults: faults{page: first, total: fixed(0)}, err: noProgress, items: 10, requests: -4,
	},
	{
		name:   "page one for every number, told as asked, total 0",
		faults: faults{page: first, number: asRequested, total: fixed(0)}, err: noProgress, items: 10, requests: 4,
	},
	{
		name:   "page one for every number, told as asked, total of two pages",
		faults: faults{page: first, number: asRequested, total: fixed(20)}, err: noProgress, items: 10, requests: -4,
	},

	{name: "last page for every higher number, told", faults: faults{page: lastPage}, items: complete, requests: 10},
	{
		name:   "last page for every higher number, told, full",
		faults: faults{page: lastPage}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "last page for every higher number, told as asked, full",
		faults: faults{page: lastPage, number: asRequested}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "page two for every number behind the end, told as asked, full",
		faults: faults{page: pageTwo, number: asRequested}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, not told, full",
		faults: faults{page: lastPage, number: unreported}, size: 19, items: complete, requests: 6,
	},
	{
		name:   "last page for every higher number, told, full, total absent",
		faults: faults{page: lastPage, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, told as asked, full, total absent",
		faults: faults{page: lastPage, number: asRequested, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, not told, full, total absent",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name:   "last page for every higher number, told, total too high",
		faults: faults{page: lastPage, total: fixed(120)}, err: drift, items: complete, requests: -40,
	},
	{
		name:   "last page for every higher number, told as asked, total too high",
		faults: faults{page: lastPage, number: asRequested, total: fixed(120)}, err: drift, items: complete, requests: -40,
	},

	// From the first pages alone this could as well be page one for every number.
	{
		name:   "last page for every higher number, told, one full page",
		faults: faults{page: lastPage}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, told, one full page, total absent",
		faults: faults{page: lastPage, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},

	{
		name:   "last page for every higher number, told as asked, one full page",
		faults: faults{page: lastPage, number: asRequested}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, not told, one full page, total absent",
		faults: faults{page: lastPage, number: unreported, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "last page for every higher number, not told, one full page, total is the page's own count",
		faults: faults{page: lastPage, number: unreported, total: ownCount}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name:   "page five for every higher number, told as asked, total absent",
		faults: faults{page: lastPageIs(5), number: asRequested, total: absent}, err: noProgress, items: 50, requests: 3 * 6,
	},
	{
		name:   "page five for every higher number, told as asked",
		faults: faults{page: lastPageIs(5), number: asRequested}, err: drift, items: 50, requests: 3 * 6,
	},

	{
		name:   "size and number clamped and told, one full page",
		faults: faults{clamp: 95, page: lastPage}, size: 100, items: complete, requests: 2 + 2,
	},

	{
		name:   "number told from zero",
		faults: faults{number: func(asked, _ int) int { return asked - 1 }}, err: drift, items: 20, requests: -12,
	},
	{
		name:   "number told from zero, total absent",
		faults: faults{number: func(asked, _ int) int { return asked - 1 }, total: absent}, err: drift, items: 20, requests: -12,
	},
	{
		name:   "number always told as 1",
		faults: faults{number: func(int, int) int { return 1 }, total: absent}, err: drift, items: 20, requests: -12,
	},

	{name: "an empty page in the middle", faults: faults{rows: cut(3, 0)}, err: drift, items: 85, requests: -40},
	{name: "page one is empty", faults: faults{rows: cut(1, 0)}, err: drift, items: 85, requests: -40},
	{
		name:   "an empty page in the middle that the total leaves out",
		faults: faults{rows: cut(3, 0), total: fixed(85)}, items: 85, requests: 10,
	},
	{name: "a short page in the middle", faults: faults{rows: cut(3, 7)}, items: 92, requests: twice * 11},
	{
		name:   "a short page in the middle that the total leaves out",
		faults: faults{rows: cut(3, 7), total: fixed(92)}, items: 92, requests: 10,
	},
	{name: "pages longer than asked", faults: faults{widen: 3}, items: complete, requests: -21},
	{
		name:   "everything on every page",
		faults: faults{page: first, number: asRequested, widen: 1000}, err: noProgress, items: complete, requests: 4,
	},
	{name: "an empty list", faults: faults{rows: func(int, []string) []string { return nil }, total: fixed(0)}, requests: 1},
	{
		name:   "an empty list, total absent",
		faults: faults{rows: func(int, []string) []string { return nil }, total: absent}, requests: 1,
	},
	{
		name:   "an empty list, total too high",
		faults: faults{rows: func(int, []string) []string { return nil }, total: fixed(5)}, err: drift, requests: -5,
	},
	{name: "every page is empty", faults: faults{rows: func(int, []string) []string { return nil }}, err: drift, requests: -40},
}
