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
	{name: "an honest list", lie: lie{}, size: 10, items: complete, requests: 10},
	{name: "an honest list with a full last page", lie: lie{}, size: 19, items: complete, requests: 6},
	{name: "an honest list of one page", lie: lie{}, size: 100, items: complete, requests: 1},
	{name: "an honest list of one full page", lie: lie{}, size: 95, items: complete, requests: 2},
	{name: "an honest list one by one", lie: lie{}, size: 1, items: complete, requests: 96},

	{name: "total 0", lie: lie{total: fixed(0)}, size: 10, items: complete, requests: twice * 10},
	{name: "total 0, full last page", lie: lie{total: fixed(0)}, size: 19, items: complete, requests: twice * 6},
	{name: "total absent", lie: lie{total: absent}, size: 10, items: complete, requests: twice * 10},
	{name: "total absent, full last page", lie: lie{total: absent}, size: 19, items: complete, requests: twice * 6},
	{name: "total far below zero", lie: lie{total: fixed(math.MinInt)}, size: 19, items: complete, requests: twice * 6},
	{name: "total is the page's own count", lie: lie{total: ownCount}, size: 10, items: complete, requests: twice * 10},
	{
		name: "total is the page's own count, full last page",
		lie:  lie{total: ownCount}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name: "total is the page's own count, one by one",
		lie:  lie{total: ownCount}, size: 1, items: complete, requests: twice * 96,
	},
	{name: "total too low", lie: lie{total: fixed(42)}, size: 10, items: complete, requests: twice * 10},
	{
		name: "total too low, on a page boundary",
		lie:  lie{total: fixed(40)}, size: 10, items: complete, requests: twice * 10,
	},
	{name: "total too low, one page", lie: lie{total: fixed(10)}, size: 10, items: complete, requests: twice * 10},
	{
		name: "total too low, less than a page",
		lie:  lie{total: fixed(3)}, size: 10, items: complete, requests: twice * 10,
	},
	{name: "total too low, one by one", lie: lie{total: fixed(42)}, size: 1, items: complete, requests: twice * 96},
	{
		name: "total too low by one, one by one",
		lie:  lie{total: fixed(94)}, size: 1, items: complete, requests: twice * 96,
	},
	{name: "total 1, one by one", lie: lie{total: fixed(1)}, size: 1, items: complete, requests: twice * 96},
	{name: "total too low, full last page", lie: lie{total: fixed(76)}, size: 19, items: complete, requests: twice * 6},
	{name: "total too high", lie: lie{total: fixed(96)}, size: 10, items: complete, requests: twice * 11},
	{name: "total too high by pages", lie: lie{total: fixed(120)}, size: 10, items: complete, requests: twice * 12},
	{
		name: "total too high, full last page",
		lie:  lie{total: fixed(96)}, size: 19, items: complete, requests: twice * 6,
	},
	{name: "total too high, one by one", lie: lie{total: fixed(97)}, size: 1, items: complete, requests: twice * 97},
	{
		name: "total huge",
		lie:  lie{total: fixed(math.MaxInt)}, size: 10, err: pagination.ErrNoProgress, items: complete, requests: 110,
	},
	{
		name: "total changing",
		lie:  lie{total: changing}, size: 10, err: pagination.ErrDrift, items: complete, requests: -40,
	},

	{name: "size clamped and told", lie: lie{clamp: 5}, size: 10, items: complete, requests: 20},
	{
		name: "size clamped and told, total absent",
		lie:  lie{clamp: 5, total: absent}, size: 10, items: complete, requests: twice * 20,
	},
	{
		name: "size clamped and told, total is the page's own count",
		lie:  lie{clamp: 5, total: ownCount}, size: 10, items: complete, requests: twice * 20,
	},
	{name: "size clamped and not told", lie: lie{clamp: 5, size: unsaid}, size: 10, items: complete, requests: -20},
	{
		name: "size clamped and told as asked",
		lie:  lie{clamp: 5, size: asAsked}, size: 10, items: complete, requests: -20,
	},
	{
		name: "size clamped and not told, total too low",
		lie:  lie{clamp: 5, size: unsaid, total: fixed(93)}, size: 10, items: complete, requests: twice * 20,
	},
	{
		name: "size clamped and not told, total too low, on a page boundary",
		lie:  lie{clamp: 5, size: unsaid, total: fixed(50)}, size: 10, items: complete, requests: twice * 20,
	},
	{
		name: "size clamped and not told, total too high",
		lie:  lie{clamp: 5, size: unsaid, total: fixed(97)}, size: 10, items: complete, requests: twice * 20,
	},
	{
		name: "size told as more than asked",
		lie:  lie{size: func(int, int) int { return 1000 }}, size: 10, items: complete, requests: -11,
	},
	{
		name: "size told as less than given",
		lie:  lie{size: func(int, int) int { return 3 }}, size: 10, items: complete, requests: 11,
	},
	{
		name: "size told as less than nothing",
		lie:  lie{size: func(int, int) int { return math.MinInt }}, size: 10, items: complete, requests: 10,
	},

	{
		name: "page one for every number, told",
		lie:  lie{page: first}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told, total too low by one",
		lie:  lie{page: first, total: fixed(9)}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told as asked",
		lie:  lie{page: first, number: asAsked}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, not told",
		lie:  lie{page: first, number: unsaid}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told, total absent",
		lie:  lie{page: first, total: absent}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told as asked, total absent",
		lie:  lie{page: first, number: asAsked, total: absent}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page one for every number, not told, total absent",
		lie:  lie{page: first, number: unsaid, total: absent}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page one for every number, told, total is the page's own count",
		lie:  lie{page: first, total: ownCount}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told as asked, total is the page's own count",
		lie:  lie{page: first, number: asAsked, total: ownCount}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page one for every number, one by one",
		lie:  lie{page: first}, size: 1, err: pagination.ErrNoProgress, items: 1, requests: -4,
	},
	{
		name: "page one for every number, told, total 0",
		lie:  lie{page: first, total: fixed(0)}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},
	{
		name: "page one for every number, told as asked, total 0",
		lie:  lie{page: first, number: asAsked, total: fixed(0)}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: 4,
	},
	{
		name: "page one for every number, told as asked, total of two pages",
		lie:  lie{page: first, number: asAsked, total: fixed(20)}, size: 10, err: pagination.ErrNoProgress, items: 10, requests: -4,
	},

	{
		name: "last page for every higher number, told",
		lie:  lie{page: lastPage}, size: 10, items: complete, requests: 10,
	},
	{
		name: "last page for every higher number, told, full",
		lie:  lie{page: lastPage}, size: 19, items: complete, requests: 6,
	},
	{
		name: "last page for every higher number, told as asked, full",
		lie:  lie{page: lastPage, number: asAsked}, size: 19, items: complete, requests: 6,
	},
	{
		name: "last page for every higher number, not told, full",
		lie:  lie{page: lastPage, number: unsaid}, size: 19, items: complete, requests: 6,
	},
	{
		name: "last page for every higher number, told, full, total absent",
		lie:  lie{page: lastPage, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name: "last page for every higher number, told as asked, full, total absent",
		lie:  lie{page: lastPage, number: asAsked, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name: "last page for every higher number, not told, full, total absent",
		lie:  lie{page: lastPage, number: unsaid, total: absent}, size: 19, items: complete, requests: twice * 6,
	},
	{
		name: "last page for every higher number, told, total too high",
		lie:  lie{page: lastPage, total: fixed(120)}, size: 10, err: pagination.ErrDrift, items: complete, requests: -40,
	},
	{
		name: "last page for every higher number, told as asked, total too high",
		lie:  lie{page: lastPage, number: asAsked, total: fixed(120)}, size: 10, err: pagination.ErrDrift, items: complete, requests: -40,
	},

	// From the first answers alone this could as well be page one for every number.
	{
		name: "last page for every higher number, told, one full page",
		lie:  lie{page: lastPage}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name: "last page for every higher number, told, one full page, total absent",
		lie:  lie{page: lastPage, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},

	{
		name: "last page for every higher number, told as asked, one full page",
		lie:  lie{page: lastPage, number: asAsked}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name: "last page for every higher number, not told, one full page, total absent",
		lie:  lie{page: lastPage, number: unsaid, total: absent}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name: "last page for every higher number, not told, one full page, total is the page's own count",
		lie:  lie{page: lastPage, number: unsaid, total: ownCount}, size: 95, items: complete, requests: 2 + 2,
	},
	{
		name: "page five for every higher number, told as asked, total absent",
		lie:  lie{page: noPageBehind(5), number: asAsked, total: absent}, size: 10, err: pagination.ErrNoProgress, items: 50, requests: 3 * 6,
	},
	{
		name: "page five for every higher number, told as asked",
		lie:  lie{page: noPageBehind(5), number: asAsked}, size: 10, err: pagination.ErrDrift, items: 50, requests: 3 * 6,
	},

	{
		name: "size and number clamped and told, one full page",
		lie:  lie{clamp: 95, page: lastPage}, size: 100, items: complete, requests: 2 + 2,
	},

	{
		name: "number told from zero",
		lie:  lie{number: func(asked, _ int) int { return asked - 1 }}, size: 10, err: pagination.ErrDrift, items: 20, requests: -12,
	},
	{
		name: "number told from zero, total absent",
		lie:  lie{number: func(asked, _ int) int { return asked - 1 }, total: absent}, size: 10, err: pagination.ErrDrift, items: 20, requests: -12,
	},
	{
		name: "number always told as 1",
		lie:  lie{number: func(int, int) int { return 1 }, total: absent}, size: 10, err: pagination.ErrDrift, items: 20, requests: -12,
	},

	{
		name: "an empty page in the middle",
		lie:  lie{rows: cut(3, 0)}, size: 10, err: pagination.ErrDrift, items: 85, requests: -40,
	},
	{
		name: "page one is empty",
		lie:  lie{rows: cut(1, 0)}, size: 10, err: pagination.ErrDrift, items: 85, requests: -40,
	},
	{
		name: "an empty page in the middle that the total leaves out",
		lie:  lie{rows: cut(3, 0), total: fixed(85)}, size: 10, items: 85, requests: 10,
	},
	{name: "a short page in the middle", lie: lie{rows: cut(3, 7)}, size: 10, items: 92, requests: twice * 11},
	{
		name: "a short page in the middle that the total leaves out",
		lie:  lie{rows: cut(3, 7), total: fixed(92)}, size: 10, items: 92, requests: 10,
	},
	{name: "pages longer than asked", lie: lie{widen: 3}, size: 10, items: complete, requests: -21},
	{
		name: "everything on every page",
		lie:  lie{page: first, number: asAsked, widen: 1000}, size: 10, err: pagination.ErrNoProgress, items: complete, requests: 4,
	},
	{
		name: "an empty list",
		lie:  lie{rows: func(int, []string) []string { return nil }, total: fixed(0)}, size: 10, requests: 1,
	},
	{
		name: "an empty list, total absent",
		lie:  lie{rows: func(int, []string) []string { return nil }, total: absent}, size: 10, requests: 1,
	},
	{
		name: "an empty list, total too high",
		lie:  lie{rows: func(int, []string) []string { return nil }, total: fixed(5)}, size: 10, err: pagination.ErrDrift, requests: -5,
	},
	{
		name: "every page is empty",
		lie:  lie{rows: func(int, []string) []string { return nil }}, size: 10, err: pagination.ErrDrift, requests: -40,
	},
}

func TestByNumber_LyingService(t *testing.T) {
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
func TestFrom_LyingService(t *testing.T) {
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

func TestFrom_ClampingService(t *testing.T) {
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

func TestPager_Page_AnotherPageAnswered(t *testing.T) {
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

func TestWithLimit_ServiceGivesLessThanAsked(t *testing.T) {
	t.Parallel()
	service := &liar{list: names(90), lie: lie{clamp: 50, size: unsaid}}
	pager := pagination.ByNumber(spec, service.byNumber, itself, pagination.WithPageSize(100), pagination.WithLimit(80), pagination.WithRescan(0))
	got, err := items(t.Context(), pager)
	require.NoError(t, err)
	assert.Equal(t, service.list[:80], got)
	assert.LessOrEqual(t, service.count(), 3)
}
