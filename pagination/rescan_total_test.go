package pagination_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// totals are the ways in which a service reports its total, or does not.
var totals = []struct {
	name   string
	report func(number, rows, count int) int
	proves bool // it proves that a pass of several pages is complete
}{
	{name: "the total is true", report: func(_, _, count int) int { return count }, proves: true},
	{name: "page one has no total", report: func(number, _, count int) int {
		if number == 1 {
			return -1
		}
		return count
	}},
	{name: "there is no total", report: func(int, int, int) int { return -1 }},
	{
		name:   "the total is the number of items on the page",
		report: func(_, rows, _ int) int { return rows },
	},
}

func (m *changingList) withTotal(total func(number, rows, count int) int) func(context.Context, int, int) (pagination.NumberResult[string], error) {
	return func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
		r, err := m.byNumber(ctx, number, size)
		r.Total = total(number, len(r.Items), r.Total)
		return r, err
	}
}

func TestWithRescan_UnchangedList(t *testing.T) {
	t.Parallel()
	for _, total := range totals {
		for count := range 24 {
			for size := 1; size <= 8; size++ {
				passes := func(opts ...pagination.Option) int {
					m := &changingList{list: list{items: names(count)}, change: noChange}
					p := pagination.ByNumber(spec, m.withTotal(total.report), identity, append(opts, pagination.WithPageSize(size))...)
					got, err := items(t.Context(), p)
					require.NoError(t, err)
					require.Equal(t, m.items, got)
					return len(m.passes)
				}
				where := fmt.Sprintf("%s, %d items by %d", total.name, count, size)
				want := 1
				if !total.proves && count >= size {
					want = 2
				}
				require.Equal(t, want, passes(), where)
				require.Equal(t, 1, passes(pagination.WithRescan(0)), where)
				for n := 1; n <= 4; n++ {
					require.Equal(t, 2, passes(pagination.WithRescan(n)), "%s, at most %d further passes", where, n)
				}
			}
		}
	}
}

// TestWithRescan_OneChange removes or adds one row before any fetch. Nothing changes after
// that.
func TestWithRescan_OneChange(t *testing.T) {
	t.Parallel()
	for _, total := range totals {
		t.Run(total.name, func(t *testing.T) {
			t.Parallel()
			for count := range 10 {
				for size := 1; size <= 4; size++ {
					for fetch := 2; fetch <= 2*(count/size+2); fetch++ {
						for at := range count + 1 {
							oneChange(t, total.report, count, size, fetch, func(items []string) []string {
								return slices.Insert(items, at, "new")
							})
							if at < count {
								oneChange(t, total.report, count, size, fetch, func(items []string) []string {
									return slices.Delete(items, at, at+1)
								})
							}
						}
					}
				}
			}
		})
	}
}

func oneChange(t *testing.T, total func(int, int, int) int, count, size, fetch int, change func([]string) []string) {
	t.Helper()
	before := names(count)
	m := &changingList{list: list{items: names(count)}, change: func(n int, items []string) []string {
		if n == fetch {
			return change(items)
		}
		return items
	}}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.withTotal(total), identity, pagination.WithPageSize(size)))
	require.NoError(t, err, "%d items by %d, fetch %d: from %v to %v", count, size, fetch, before, m.items)
	for _, item := range m.items {
		require.Contains(t, got, item, "%d items by %d, fetch %d: from %v to %v", count, size, fetch, before, m.items)
	}
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(got))), len(got), "the walk yields an item twice")
}

func TestWithLimit_NoFurtherPass(t *testing.T) {
	t.Parallel()
	noTotal := func(int, int, int) int { return -1 }
	m := &changingList{list: list{items: names(25)}, change: noChange}
	p := pagination.ByNumber(spec, m.withTotal(noTotal), identity, pagination.WithPageSize(10))
	walk, err := pages(t.Context(), p.With(pagination.WithLimit(25)))
	require.NoError(t, err)
	assert.Len(t, m.passes, 1)
	assert.True(t, walk[len(walk)-1].Last(), "the limit is the complete list")
	page, err := p.Page(t.Context(), walk[1].Next())
	require.NoError(t, err)
	assert.True(t, page.Last())
	rest, err := items(t.Context(), p.With(pagination.From(walk[0].Next())))
	require.NoError(t, err)
	assert.Len(t, rest, 15)
	assert.Equal(t, 6, m.count(), "a resumed walk makes no further pass")

	m = &changingList{list: list{items: names(25)}, change: removed(2)}
	walk, err = pages(t.Context(), pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10), pagination.WithLimit(24)))
	require.NoError(t, err)
	assert.False(t, walk[len(walk)-1].Last(), "the list changed before the walk reached the limit")
	first, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	assert.Equal(t, first.After(-1), walk[len(walk)-1].Next())
}
