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

// totals are the ways in which a service tells the total, or does not.
var totals = []struct {
	name  string
	told  func(number, rows, honest int) int
	vouch bool // it vouches for a pass of several pages
}{
	{name: "a true total", told: func(_, _, honest int) int { return honest }, vouch: true},
	{name: "a total that page one lacks", told: func(number, _, honest int) int {
		if number == 1 {
			return -1
		}
		return honest
	}},
	{name: "no total", told: func(int, int, int) int { return -1 }},
	{name: "the page's own count", told: func(_, rows, _ int) int { return rows }},
}

func (m *changingList) told(total func(number, rows, honest int) int) func(context.Context, int, int) (pagination.NumberResult[string], error) {
	return func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
		r, err := m.byNumber(ctx, number, size)
		r.Total = total(number, len(r.Items), r.Total)
		return r, err
	}
}

func TestWithRescan_ListThatStandsStill(t *testing.T) {
	t.Parallel()
	for _, total := range totals {
		for count := range 24 {
			for size := 1; size <= 8; size++ {
				passes := func(opts ...pagination.Option) int {
					m := &changingList{list: list{items: names(count)}, change: noChange}
					p := pagination.ByNumber(spec, m.told(total.told), identity, append(opts, pagination.WithPageSize(size))...)
					got, err := items(t.Context(), p)
					require.NoError(t, err)
					require.Equal(t, m.items, got)
					return len(m.passes)
				}
				where := fmt.Sprintf("%s, %d items by %d", total.name, count, size)
				want := 1
				if !total.vouch && count >= size {
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

// One row goes or comes while any page is fetched, and nothing moves after that.
func TestWithRescan_OneChange(t *testing.T) {
	t.Parallel()
	for _, total := range totals {
		t.Run(total.name, func(t *testing.T) {
			t.Parallel()
			for count := range 10 {
				for size := 1; size <= 4; size++ {
					for fetch := 2; fetch <= 2*(count/size+2); fetch++ {
						for at := range count + 1 {
							oneChange(t, total.told, count, size, fetch, func(items []string) []string {
								return slices.Insert(items, at, "new")
							})
							if at < count {
								oneChange(t, total.told, count, size, fetch, func(items []string) []string {
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
	got, err := items(t.Context(), pagination.ByNumber(spec, m.told(total), identity, pagination.WithPageSize(size)))
	require.NoError(t, err, "%d items by %d, fetch %d: from %v to %v", count, size, fetch, before, m.items)
	for _, item := range m.items {
		require.Contains(t, got, item, "%d items by %d, fetch %d: from %v to %v", count, size, fetch, before, m.items)
	}
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(got))), len(got), "an item came twice")
}

func TestWithLimit_NoFurtherPassBehindIt(t *testing.T) {
	t.Parallel()
	noTotal := func(int, int, int) int { return -1 }
	m := &changingList{list: list{items: names(25)}, change: noChange}
	p := pagination.ByNumber(spec, m.told(noTotal), identity, pagination.WithPageSize(10))
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
	assert.False(t, walk[len(walk)-1].Last(), "the list moved before the limit was reached")
	first, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	assert.Equal(t, first.After(-1), walk[len(walk)-1].Next())
}
