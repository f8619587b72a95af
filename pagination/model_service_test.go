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
	errModelTransient = errors.New("503: for a moment")
	errModelEndless   = errors.New("the walk does not end")
)

// What a service says about its total.
type totalKind int

const (
	totalTrue totalKind = iota
	totalAbsent
	totalLate    // absent before page `from`, then true
	totalEntries // the rows of the page
	totalZero
	totalLow  // by `off`
	totalHigh // by `off`
	totalKinds
)

// What a service returns for a page behind the end.
type endKind int

const (
	endEmpty endKind = iota
	endLast          // the last page, with its number
	endFirst
	endLastUnreported // the last page, as if it were the one that was asked for
	endFirstUnreported
	endRefused   // pagination.ErrNoSuchPage
	endForbidden // any other error
	endKinds
)

// What a service says about the size of its pages.
type sizeKind int

const (
	sizeUnreported sizeKind = iota
	sizeGiven
	sizeRequested // also where it gives less
	sizeKinds
)

// An exchange is a request and its response.
type exchange struct {
	number, size int
	page         numberPage
	err          error
}

// A numberService pages a moving list by number. Its quirks do not change during a
// walk.
type numberService struct {
	list        *modelList
	maxRows     int // the most rows of a page; 0: as many as asked for
	shorts      int // a bit for each page number that has a row less
	reports     sizeKind
	numbers     bool // it says the number of each page
	total       totalKind
	from        int
	off         int
	end         endKind
	ignores     bool // it returns page one for each number, and says so where endKind says so
	lastAllowed int  // if it is not 0, the last page that it does not refuse
	failAt      int  // if it is not 0, the fetch that fails
	maxFetches  int  // fetches before the walk counts as endless
	log         []exchange
}

// newNumberService draws a service; few of them have many quirks.
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
	return fmt.Sprintf("total %s (from page %d, off by %d), end %s, gives at most %d (says %s), shorter pages %b, says numbers %t, ignores numbers %t, refuses behind page %d, fails at fetch %d",
		[]string{"true", "absent", "late", "entries", "zero", "low", "high"}[s.total], s.from, s.off,
		[]string{"empty", "last", "first", "last unsaid", "first unsaid", "refused", "forbidden"}[s.end],
		s.maxRows, []string{"nothing", "given", "asked"}[s.reports], s.shorts, s.numbers, s.ignores, s.lastAllowed, s.failAt)
}

// Fetch is what the pager calls.
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

// respond depends on nothing but the list and the request, so that the oracle can ask
// what the service would have said about a list that stood still.
func (s *numberService) respond(rows []*modelRow, number, size int) (numberPage, error) {
	give := s.pageSize(size)
	actual, reported := number, 0
	if s.numbers {
		reported = number
	}
	if s.ignores {
		actual = 1
	}
	from, to := s.bounds(actual, give, len(rows))
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
		actual = s.pages(give, len(rows))
	}
	if actual != number && number > 1 {
		from, to = s.bounds(actual, give, len(rows))
		if s.end == endFirst || s.end == endLast {
			reported = actual
		}
	}
	page := numberPage{Items: rows[from:to:to], Number: reported, Total: s.count(len(rows), to-from, number)}
	switch s.reports {
	case sizeGiven:
		page.Size = give
	case sizeRequested:
		page.Size = size
	}
	return page, nil
}

// repeats reports whether the service returns a page in place of another without saying so.
func (s *numberService) repeats() bool {
	return s.end == endFirstUnreported || s.end == endLastUnreported || s.ignores && s.end != endFirst && s.end != endLast
}

// returnsToOne reports whether the service returns page one, or any page in silence, in
// place of one behind the end, where no total tells that the list is complete.
func (s *numberService) returnsPageOne() bool {
	return s.repeats() || s.end == endFirst && s.total != totalTrue
}

// lies reports whether the service counts other than the rows of the list or of the page.
func (s *numberService) miscounts() bool {
	return s.total == totalZero || s.total == totalLow || s.total == totalHigh
}

func (s *numberService) pageSize(asked int) int {
	if s.maxRows > 0 {
		return min(asked, s.maxRows)
	}
	return asked
}

func (s *numberService) capacity(number, give int) int {
	if give > 1 && s.shorts>>(number%8)&1 == 1 {
		return give - 1
	}
	return give
}

// bounds are the rows of a page, of n in all.
func (s *numberService) bounds(number, give, n int) (from, to int) {
	for page := 1; page < number && from < n; page++ {
		from += s.capacity(page, give)
	}
	return min(from, n), min(from+s.capacity(number, give), n)
}

// pages is the number of the last page.
func (s *numberService) pages(give, n int) int {
	last := 1
	for rows := s.capacity(1, give); rows < n; rows += s.capacity(last, give) {
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
