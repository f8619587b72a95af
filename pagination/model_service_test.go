package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/orghandshakes/handshakes-go/pagination"
)

type numberPage = pagination.NumberResult[*modelRow]

var (
	errModelRefused   = fmt.Errorf("404: %w", pagination.ErrNoSuchPage)
	errModelForbidden = errors.New("403: no permission for this page")
	errModelTransient = errors.New("503: unavailable")
	errModelEndless   = errors.New("the walk does not end")
)

// A totalKind is what a service reports as its total.
type totalKind int

const (
	totalTrue totalKind = iota
	totalAbsent
	totalLate    // absent before page `from`, then true
	totalEntries // the number of rows on the page
	totalZero
	totalLow  // too low by `off`
	totalHigh // too high by `off`
	totalKinds
)

// An endKind is what a service returns for a page after the end.
type endKind int

const (
	endEmpty endKind = iota
	endLast          // the last page, with its number
	endFirst
	endLastUnreported // the last page, without its number
	endFirstUnreported
	endRefused   // pagination.ErrNoSuchPage
	endForbidden // any other error
	endKinds
)

// A sizeKind is what a service reports as its page size.
type sizeKind int

const (
	sizeUnreported sizeKind = iota
	sizeActual
	sizeRequested // even if the page is smaller
	sizeKinds
)

// An exchange is a request and its response.
type exchange struct {
	number, size int
	page         numberPage
	err          error
}

// A numberService pages a changing list by number. Its faults do not change during a walk.
type numberService struct {
	list        *modelList
	maxRows     int // the most rows of a page; 0: as many as requested
	shorts      int // a bit for each page number with one row less
	reports     sizeKind
	numbers     bool // it reports the number of each page
	total       totalKind
	from        int
	off         int
	end         endKind
	ignores     bool // it returns page one for each number; endKind says whether it reports that
	lastAllowed int  // if not 0, the last page that it does not refuse
	failAt      int  // if not 0, the fetch that fails
	maxFetches  int  // after so many fetches, the walk counts as endless
	log         []exchange
}

// newNumberService returns a random service. Few of them have many faults.
func newNumberService(r *rand.Rand, list *modelList, size int) *numberService {
	s := &numberService{
		list: list, numbers: r.IntN(2) == 0, reports: sizeKind(r.IntN(int(sizeKinds))),
		total: totalKind(r.IntN(int(totalKinds))), from: 2 + r.IntN(3), off: 1 + r.IntN(4),
		end: endKind(r.IntN(int(endKinds))),
	}
	switch r.IntN(10) {
	case 0, 1, 2:
		s.maxRows = 1 + r.IntN(size)
	case 3:
		s.shorts = r.IntN(64)
	case 4:
		s.ignores = true
	case 5:
		s.lastAllowed = 1 + r.IntN(4)
	case 6:
		s.failAt = 1 + r.IntN(10)
	}
	return s
}

func (s *numberService) String() string {
	return fmt.Sprintf("total %s (from page %d, off by %d), end %s, at most %d rows a page (reports %s), "+
		"shorter pages %b, reports numbers %t, ignores numbers %t, refuses pages after %d, fails at fetch %d",
		[]string{"true", "absent", "late", "entries", "zero", "low", "high"}[s.total], s.from,
		s.off,
		[]string{"empty", "last", "first", "last unreported", "first unreported", "refused", "forbidden"}[s.end],
		s.maxRows, []string{"nothing", "actual", "requested"}[s.reports], s.shorts, s.numbers, s.ignores, s.lastAllowed, s.failAt)
}

// Fetch is the fetch function of the pager.
func (s *numberService) Fetch(_ context.Context, number, size int) (numberPage, error) {
	s.list.fetch()
	e := exchange{number: number, size: size}
	switch {
	case len(s.log) >= s.maxFetches:
		e.err = errModelEndless
	case len(s.log)+1 == s.failAt:
		e.err = errModelTransient
	default:
		e.page, e.err = s.respond(s.list.rows, number, size)
	}
	s.log = append(s.log, e)
	return e.page, e.err
}

// respond depends only on the list and the request, so that the oracle can ask what the service
// would have returned for a list that did not change.
func (s *numberService) respond(rows []*modelRow, number, size int) (numberPage, error) {
	width := s.pageSize(size)
	actual, reported := number, 0
	if s.numbers {
		reported = number
	}
	if s.ignores {
		actual = 1
	}
	from, to := s.bounds(actual, width, len(rows))
	switch {
	case s.lastAllowed > 0 && number > s.lastAllowed:
		return numberPage{}, errModelRefused
	case actual == 1 || from < len(rows):
	case s.end == endRefused:
		return numberPage{}, errModelRefused
	case s.end == endForbidden:
		return numberPage{}, errModelForbidden
	case s.end == endFirst || s.end == endFirstUnreported:
		actual = 1
	case s.end == endLast || s.end == endLastUnreported:
		actual = s.pages(width, len(rows))
	}
	if actual != number && number > 1 {
		from, to = s.bounds(actual, width, len(rows))
		if s.end == endFirst || s.end == endLast {
			reported = actual
		}
	}
	page := numberPage{Items: rows[from:to:to], Number: reported, Total: s.count(len(rows), to-from, number)}
	switch s.reports {
	case sizeActual:
		page.Size = width
	case sizeRequested:
		page.Size = size
	}
	return page, nil
}

// repeats reports whether the service returns one page instead of another without reporting
// that.
func (s *numberService) repeats() bool {
	return s.end == endFirstUnreported || s.end == endLastUnreported || s.ignores && s.end != endFirst && s.end != endLast
}

// returnsPageOne reports whether the service returns page one, or an unreported page, after the
// end, and no total shows that the list is complete.
func (s *numberService) returnsPageOne() bool {
	return s.repeats() || s.end == endFirst && s.total != totalTrue
}

// miscounts reports whether the total is neither that of the list nor that of the page.
func (s *numberService) miscounts() bool {
	return s.total == totalZero || s.total == totalLow || s.total == totalHigh
}

func (s *numberService) pageSize(requested int) int {
	if s.maxRows > 0 {
		return min(requested, s.maxRows)
	}
	return requested
}

func (s *numberService) capacity(number, width int) int {
	if width > 1 && s.shorts>>(number%8)&1 == 1 {
		return width - 1
	}
	return width
}

// bounds returns the rows of a page of a list of n rows.
func (s *numberService) bounds(number, width, n int) (from, to int) {
	for page := 1; page < number && from < n; page++ {
		from += s.capacity(page, width)
	}
	return min(from, n), min(from+s.capacity(number, width), n)
}

// pages returns the number of the last page.
func (s *numberService) pages(width, n int) int {
	last := 1
	for rows := s.capacity(1, width); rows < n; rows += s.capacity(last, width) {
		last++
	}
	return last
}

func (s *numberService) count(rows, entries, number int) int {
	switch s.total {
	case totalAbsent:
		return -1
	case totalLate:
		if number < s.from {
			return -1
		}
	case totalEntries:
		return entries
	case totalZero:
		return 0
	case totalLow:
		return max(rows-s.off, 0)
	case totalHigh:
		return rows + s.off
	}
	return rows
}
