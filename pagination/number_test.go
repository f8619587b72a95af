package pagination_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A liar is a service that pages by number over a still list, and is wrong in
// one or more ways.
type liar struct {
	recorder
	lie
	list []string
}

// A lie is what a liar does wrong; the zero lie is honest.
type lie struct {
	clamp  int                              // no page is longer than this
	widen  int                              // each page has so many rows more
	page   func(asked, last int) int        // the page that is given
	number func(asked, given int) int       // the number that is told
	size   func(asked, given int) int       // the size that is told
	total  func(call, rows, honest int) int // the total that is told
	rows   func(number int, rows []string) []string
}

func (l *liar) byNumber(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
	call := l.record(ask{number: number, size: size})
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

	noPageBehind = func(most int) func(int, int) int { return func(asked, _ int) int { return min(asked, most) } }

	asAsked = func(asked, _ int) int { return asked }
	unsaid  = func(int, int) int { return 0 }

	absent   = func(int, int, int) int { return -1 }
	ownCount = func(_, rows, _ int) int { return rows }
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

// The table of outcomes: what a service does wrong, and what becomes of a walk
// over it. Whatever it does, a walk gives nothing twice, and where it does not
// give everything that exists it says so by an error. A negative number of
// requests is the most it may take.
var lies = []struct {
	name     string
	lie      lie
	size     int
	err      error
	items    int // delivered; complete: all of the list
	requests int
}{
	{"an honest list", lie{}, 10, nil, complete, 10},
	{"an honest list with a full last page", lie{}, 19, nil, complete, 6},
	{"an honest list of one page", lie{}, 100, nil, complete, 1},
	{"an honest list of one full page", lie{}, 95, nil, complete, 2},
	{"an honest list one by one", lie{}, 1, nil, complete, 96},

	{"total 0", lie{total: fixed(0)}, 10, nil, complete, twice * 10},
	{"total 0, full last page", lie{total: fixed(0)}, 19, nil, complete, twice * 6},
	{"total absent", lie{total: absent}, 10, nil, complete, twice * 10},
	{"total absent, full last page", lie{total: absent}, 19, nil, complete, twice * 6},
	{"total far below zero", lie{total: fixed(math.MinInt)}, 19, nil, complete, twice * 6},
	{"total is the page's own count", lie{total: ownCount}, 10, nil, complete, twice * 10},
	{"total is the page's own count, full last page", lie{total: ownCount}, 19, nil, complete, twice * 6},
	{"total is the page's own count, one by one", lie{total: ownCount}, 1, nil, complete, twice * 96},
	{"total too low", lie{total: fixed(42)}, 10, nil, complete, twice * 10},
	{"total too low, on a page boundary", lie{total: fixed(40)}, 10, nil, complete, twice * 10},
	{"total too low, one page", lie{total: fixed(10)}, 10, nil, complete, twice * 10},
	{"total too low, less than a page", lie{total: fixed(3)}, 10, nil, complete, twice * 10},
	{"total too low, one by one", lie{total: fixed(42)}, 1, nil, complete, twice * 96},
	{"total too low by one, one by one", lie{total: fixed(94)}, 1, nil, complete, twice * 96},
	{"total 1, one by one", lie{total: fixed(1)}, 1, nil, complete, twice * 96},
	{"total too low, full last page", lie{total: fixed(76)}, 19, nil, complete, twice * 6},
	{"total too high", lie{total: fixed(96)}, 10, nil, complete, twice * 11},
	{"total too high by pages", lie{total: fixed(120)}, 10, nil, complete, twice * 12},
	{"total too high, full last page", lie{total: fixed(96)}, 19, nil, complete, twice * 6},
	{"total too high, one by one", lie{total: fixed(97)}, 1, nil, complete, twice * 97},
	{"total huge", lie{total: fixed(math.MaxInt)}, 10, pagination.ErrNoProgress, complete, 110},
	{"total changing", lie{total: changing}, 10, pagination.ErrDrift, complete, -40},

	{"size clamped and told", lie{clamp: 5}, 10, nil, complete, 20},
	{"size clamped and told, total absent", lie{clamp: 5, total: absent}, 10, nil, complete, twice * 20},
	{"size clamped and told, total is the page's own count", lie{clamp: 5, total: ownCount}, 10, nil, complete, twice * 20},
	{"size clamped and not told", lie{clamp: 5, size: unsaid}, 10, nil, complete, -20},
	{"size clamped and told as asked", lie{clamp: 5, size: asAsked}, 10, nil, complete, -20},
	{"size clamped and not told, total too low", lie{clamp: 5, size: unsaid, total: fixed(93)}, 10, nil, complete, twice * 20},
	{"size clamped and not told, total too low, on a page boundary", lie{clamp: 5, size: unsaid, total: fixed(50)}, 10, nil, complete, twice * 20},
	{"size clamped and not told, total too high", lie{clamp: 5, size: unsaid, total: fixed(97)}, 10, nil, complete, twice * 20},
	{"size told as more than asked", lie{size: func(int, int) int { return 1000 }}, 10, nil, complete, -11},
	{"size told as less than given", lie{size: func(int, int) int { return 3 }}, 10, nil, complete, 11},
	{"size told as less than nothing", lie{size: func(int, int) int { return math.MinInt }}, 10, nil, complete, 10},

	{"page one for every number, told", lie{page: first}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told, total too low by one", lie{page: first, total: fixed(9)}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told as asked", lie{page: first, number: asAsked}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, not told", lie{page: first, number: unsaid}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told, total absent", lie{page: first, total: absent}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told as asked, total absent", lie{page: first, number: asAsked, total: absent}, 10, pagination.ErrNoProgress, 10, 4},
	{"page one for every number, not told, total absent", lie{page: first, number: unsaid, total: absent}, 10, pagination.ErrNoProgress, 10, 4},
	{"page one for every number, told, total is the page's own count", lie{page: first, total: ownCount}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told as asked, total is the page's own count", lie{page: first, number: asAsked, total: ownCount}, 10, pagination.ErrNoProgress, 10, 4},
	{"page one for every number, one by one", lie{page: first}, 1, pagination.ErrNoProgress, 1, -4},
	{"page one for every number, told, total 0", lie{page: first, total: fixed(0)}, 10, pagination.ErrNoProgress, 10, -4},
	{"page one for every number, told as asked, total 0", lie{page: first, number: asAsked, total: fixed(0)}, 10, pagination.ErrNoProgress, 10, 4},
	{"page one for every number, told as asked, total of two pages", lie{page: first, number: asAsked, total: fixed(20)}, 10, pagination.ErrNoProgress, 10, -4},

	{"last page for every higher number, told", lie{page: lastPage}, 10, nil, complete, 10},
	{"last page for every higher number, told, full", lie{page: lastPage}, 19, nil, complete, 6},
	{"last page for every higher number, told as asked, full", lie{page: lastPage, number: asAsked}, 19, nil, complete, 6},
	{"last page for every higher number, not told, full", lie{page: lastPage, number: unsaid}, 19, nil, complete, 6},
	{"last page for every higher number, told, full, total absent", lie{page: lastPage, total: absent}, 19, nil, complete, twice * 6},
	{"last page for every higher number, told as asked, full, total absent", lie{page: lastPage, number: asAsked, total: absent}, 19, nil, complete, twice * 6},
	{"last page for every higher number, not told, full, total absent", lie{page: lastPage, number: unsaid, total: absent}, 19, nil, complete, twice * 6},
	{"last page for every higher number, told, total too high", lie{page: lastPage, total: fixed(120)}, 10, pagination.ErrDrift, complete, -40},
	{"last page for every higher number, told as asked, total too high", lie{page: lastPage, number: asAsked, total: fixed(120)}, 10, pagination.ErrDrift, complete, -40},

	// From the first answers alone this could as well be page one for every number.
	{"last page for every higher number, told, one full page", lie{page: lastPage}, 95, nil, complete, 2 + 2},
	{"last page for every higher number, told, one full page, total absent", lie{page: lastPage, total: absent}, 95, nil, complete, 2 + 2},

	{"last page for every higher number, told as asked, one full page", lie{page: lastPage, number: asAsked}, 95, nil, complete, 2 + 2},
	{"last page for every higher number, not told, one full page, total absent", lie{page: lastPage, number: unsaid, total: absent}, 95, nil, complete, 2 + 2},
	{"last page for every higher number, not told, one full page, total is the page's own count", lie{page: lastPage, number: unsaid, total: ownCount}, 95, nil, complete, 2 + 2},
	{"page five for every higher number, told as asked, total absent", lie{page: noPageBehind(5), number: asAsked, total: absent}, 10, pagination.ErrNoProgress, 50, 3 * 6},
	{"page five for every higher number, told as asked", lie{page: noPageBehind(5), number: asAsked}, 10, pagination.ErrDrift, 50, 3 * 6},

	{"size and number clamped and told, one full page", lie{clamp: 95, page: lastPage}, 100, nil, complete, 2 + 2},

	{"number told from zero", lie{number: func(asked, _ int) int { return asked - 1 }}, 10, pagination.ErrDrift, 20, -12},
	{"number told from zero, total absent", lie{number: func(asked, _ int) int { return asked - 1 }, total: absent}, 10, pagination.ErrDrift, 20, -12},
	{"number always told as 1", lie{number: func(int, int) int { return 1 }, total: absent}, 10, pagination.ErrDrift, 20, -12},

	{"an empty page in the middle", lie{rows: cut(3, 0)}, 10, pagination.ErrDrift, 85, -40},
	{"page one is empty", lie{rows: cut(1, 0)}, 10, pagination.ErrDrift, 85, -40},
	{"an empty page in the middle that the total leaves out", lie{rows: cut(3, 0), total: fixed(85)}, 10, nil, 85, 10},
	{"a short page in the middle", lie{rows: cut(3, 7)}, 10, nil, 92, twice * 11},
	{"a short page in the middle that the total leaves out", lie{rows: cut(3, 7), total: fixed(92)}, 10, nil, 92, 10},
	{"pages longer than asked", lie{widen: 3}, 10, nil, complete, -21},
	{"everything on every page", lie{page: first, number: asAsked, widen: 1000}, 10, pagination.ErrNoProgress, complete, 4},
	{"an empty list", lie{rows: func(int, []string) []string { return nil }, total: fixed(0)}, 10, nil, 0, 1},
	{"an empty list, total absent", lie{rows: func(int, []string) []string { return nil }, total: absent}, 10, nil, 0, 1},
	{"an empty list, total too high", lie{rows: func(int, []string) []string { return nil }, total: fixed(5)}, 10, pagination.ErrDrift, 0, -5},
	{"every page is empty", lie{rows: func(int, []string) []string { return nil }}, 10, pagination.ErrDrift, 0, -40},
}

func TestALyingServiceNeverShortensAWalkSilently(t *testing.T) {
	t.Parallel()
	for _, tt := range lies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := &liar{lie: tt.lie, list: names(95)}
			p := pagination.ByNumber(spec, service.byNumber, itself, pagination.WithPageSize(tt.size))
			got, err := items(t.Context(), p)
			if tt.err == nil {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, tt.err)
			}
			seen := map[string]bool{}
			for _, item := range got {
				assert.False(t, seen[item], "%s came twice", item)
				seen[item] = true
			}
			if tt.items == complete {
				assert.Equal(t, service.list, got)
			} else {
				assert.Len(t, got, tt.items)
			}
			if tt.requests < 0 {
				assert.LessOrEqual(t, service.count(), -tt.requests)
			} else {
				assert.Equal(t, tt.requests, service.count())
			}
		})
	}
}

// A walk that is resumed at any place of a lying service, and ends without an
// error, has given all that the whole walk gave behind that place.
func TestALyingServiceNeverShortensAResumedWalkSilently(t *testing.T) {
	t.Parallel()
	for _, tt := range lies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := &liar{lie: tt.lie, list: names(95)}
			exists := map[string]bool{}
			for n := range 200 {
				from := min(n*tt.size, len(service.list))
				rows := service.list[from:min(from+tt.size, len(service.list))]
				if service.rows != nil {
					rows = service.rows(n+1, rows)
				}
				for _, row := range rows {
					exists[row] = true
				}
			}
			p := pagination.ByNumber(spec, service.byNumber, itself, pagination.WithPageSize(tt.size))
			done := map[string]bool{}
			resume := func(where string, at pagination.Cursor) {
				before := service.count()
				rest, err := items(t.Context(), p.With(pagination.From(at)))
				assert.LessOrEqual(t, service.count()-before, 215, where)
				got := map[string]bool{}
				for _, item := range rest {
					assert.False(t, got[item], "%s: %s came twice", where, item)
					got[item] = true
				}
				if err != nil {
					return
				}
				for item := range exists {
					if !done[item] && !got[item] {
						assert.Fail(t, "silently short", "%s: %d done, %d in the rest: %s is in neither", where, len(done), len(rest), item)
						return
					}
				}
			}
			for page, err := range p.Pages(context.Background()) {
				if err != nil || page.Index > 12 {
					break
				}
				for i := -1; i < len(page.Items); i += 3 {
					if i >= 0 {
						for _, item := range page.Items[:i+1] {
							done[item] = true
						}
					}
					resume(fmt.Sprintf("page %d after %d", page.Index, i), page.After(i))
				}
				for _, item := range page.Items {
					done[item] = true
				}
				if next := page.Next(); next != "" {
					resume(fmt.Sprintf("page %d next", page.Index), next)
				}
			}
		})
	}
}

func TestAWalkResumedWithACursorOfAClampingServiceRepeatsNothing(t *testing.T) {
	t.Parallel()
	for _, key := range []func(string) string{itself, nil} {
		for _, size := range []int{10, 19, 100} {
			for _, total := range []func(int, int, int) int{nil, absent} {
				service := &liar{list: names(95), lie: lie{page: lastPage, total: total}}
				p := pagination.ByNumber(spec, service.byNumber, key, pagination.WithPageSize(size), pagination.WithRescan(0))
				whole, err := items(t.Context(), p)
				require.NoError(t, err)
				require.Equal(t, service.list, whole)
				left := service.list
				walk, err := pages(t.Context(), p)
				require.NoError(t, err)
				for _, page := range walk {
					left = left[len(page.Items):]
					if page.Next() == "" {
						continue
					}
					rest, err := items(t.Context(), p.With(pagination.From(page.Next())))
					require.NoError(t, err, "size %d, page %d, no total %t, no key %t", size, page.Index, total != nil, key == nil)
					require.Equal(t, left, append([]string{}, rest...), "size %d, page %d", size, page.Index)
				}
			}
		}
	}
}

func TestPageTellsThatTheServiceAnsweredAnotherPage(t *testing.T) {
	t.Parallel()
	honest := &list{items: names(95)}
	p := pagination.ByNumber(spec, honest.byNumber, itself, pagination.WithPageSize(10))
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	service := &liar{list: names(95), lie: lie{page: first}}
	p = pagination.ByNumber(spec, service.byNumber, itself)
	got, err := p.Page(t.Context(), page.Next())
	if err == nil {
		assert.Empty(t, got.Items, "page one was given for page two")
		assert.NotEmpty(t, got.Next(), "page one was given for page two, as the last")
	}
}

func TestALimitOnAServiceThatGivesLessThanAsked(t *testing.T) {
	t.Parallel()
	service := &liar{list: names(90), lie: lie{clamp: 50, size: unsaid}}
	pager := pagination.ByNumber(spec, service.byNumber, itself, pagination.WithPageSize(100), pagination.WithLimit(80), pagination.WithRescan(0))
	got, err := items(t.Context(), pager)
	require.NoError(t, err)
	assert.Equal(t, service.list[:80], got)
	assert.LessOrEqual(t, service.count(), 3)
}
