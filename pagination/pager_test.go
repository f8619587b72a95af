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

func TestPager_Collect(t *testing.T) {
	t.Parallel()
	onEach(t, 1037, func(t *testing.T, a adapter, l *list) {
		// If the last page is full, only another request shows that it was the last, because a
		// total may be too low.
		for size, requests := range map[int]int{1: 1037 + a.further, 7: 149, 10: 104, 61: 17 + a.further, 100: 11, 0: 11} {
			before := l.count()
			p := a.over(l)
			if size > 0 {
				p = p.With(pagination.WithPageSize(size))
			}
			got, err := p.Collect(t.Context())
			require.NoError(t, err)
			require.Equal(t, l.items, got)
			require.Equal(t, requests, l.count()-before, "requests with size %d", size)
		}
	})
}

func TestPage_After(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{1, 7, 10, 19, 100} {
			p := a.over(l, pagination.WithPageSize(size))
			walk, err := pages(t.Context(), p)
			require.NoError(t, err)
			rest := func(at pagination.Cursor) []string {
				require.NotEmpty(t, at)
				// The cursor has the page size.
				got, err := items(t.Context(), a.over(l, pagination.From(at)))
				require.NoError(t, err)
				return got
			}
			begin := 0
			for _, page := range walk {
				for i := range page.Items {
					require.Equal(t, l.items[begin+i+1:], rest(page.After(i)))
				}
				n := len(page.Items)
				require.Equal(t, l.items[begin:], rest(page.After(-1)))
				require.Equal(t, page.After(-1), page.After(-1000))
				require.Equal(t, page.After(n-1), page.After(n))
				require.Equal(t, page.After(n-1), page.After(n+1000))
				begin += n
				if page.Last() {
					require.Empty(t, page.Next())
					require.Equal(t, len(l.items), begin)
				} else {
					require.Equal(t, l.items[begin:], rest(page.Next()))
				}
			}
		}
	})
}

// TestFrom_ManyWalks reads the list with many resumed walks, and loses nothing between them.
func TestFrom_ManyWalks(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{1, 7, 10, 19, 100} {
			for _, step := range []int{1, 3, 10} {
				var at pagination.Cursor
				var got []string
				for {
					p := a.over(l, pagination.From(at), pagination.WithLimit(step))
					if at == "" {
						p = p.With(pagination.WithPageSize(size))
					}
					some := 0
					next := pagination.Cursor("")
					for page, err := range p.Pages(t.Context()) {
						require.NoError(t, err)
						got = append(got, page.Items...)
						some += len(page.Items)
						next = page.Next()
					}
					require.LessOrEqual(t, some, step)
					if at = next; at == "" {
						break
					}
					require.Less(t, len(got), len(l.items)+1)
				}
				require.Equal(t, l.items, got, "size %d, step %d", size, step)
			}
		}
	})
}

func TestPage_After_RepeatedRows(t *testing.T) {
	t.Parallel()
	rows := []string{"a", "b", "a", "c", "b", "b", "d", "e", "e", "f", "g", "g"}
	for _, limit := range []int{0, 1, 2, 3, 4, 5, 6, 7} {
		for _, size := range []int{6, 7, 12, 20} {
			l := &list{items: rows}
			p := pagination.ByNumber(spec, l.byNumber, identity,
				pagination.WithPageSize(size), pagination.WithLimit(limit))
			for page, err := range p.Pages(t.Context()) {
				if err != nil {
					require.ErrorIs(t, err, pagination.ErrDrift)
					break
				}
				if page.Index > 1 {
					break // the page is of a further pass
				}
				for i, item := range page.Items {
					// raw are the rows of the service after the row of the item.
					raw := rows[slices.Index(rows, item)+1:]
					got, _ := items(t.Context(), p.With(pagination.WithLimit(0), pagination.From(page.After(i))))
					for _, g := range got {
						require.Contains(t, raw, g)
					}
					for _, row := range raw {
						if !slices.Contains(rows[:slices.Index(rows, item)+1], row) {
							require.Contains(t, got, row, "size %d limit %d after %s", size, limit, item)
						}
					}
					// A cursor of page one knows all rows before it.
					if page.Index == 0 {
						all := []string{"a", "b", "c", "d", "e", "f", "g"}
						require.Equal(t, all[i+1:], got, "size %d limit %d after %s", size, limit, item)
					}
				}
			}
		}
	}
}

func TestPager_Page(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10))
		var got []string
		var at pagination.Cursor
		for n := 0; ; n++ {
			page, err := p.Page(t.Context(), at)
			require.NoError(t, err)
			assert.Zero(t, page.Index, "each Page is a walk of its own")
			assert.Equal(t, fmt.Sprint("request ", n+1), page.RequestID)
			got = append(got, page.Items...)
			if at = page.Next(); at == "" {
				assert.True(t, page.Last())
				break
			}
			assert.False(t, page.Last())
		}
		assert.Equal(t, l.items, got)
		assert.Equal(t, 10, l.count())
	})
}

func TestPager_Page_BeginsAtFrom(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10))
		page, err := p.Page(t.Context(), "")
		require.NoError(t, err)
		resumed := p.With(pagination.From(page.After(4)))
		for range 2 {
			got, err := resumed.Page(t.Context(), "")
			require.NoError(t, err)
			assert.Equal(t, l.items[5:10], got.Items)
			got, err = resumed.Page(t.Context(), page.Next())
			require.NoError(t, err)
			assert.Equal(t, l.items[10:20], got.Items)
		}
	})
}

func TestPager_Page_WithLimit(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, limit := range []int{1, 3, 10, 11, 100, 1000} {
			p := a.over(l, pagination.WithPageSize(10), pagination.WithLimit(limit))
			var got []string
			var at pagination.Cursor
			for {
				page, err := p.Page(t.Context(), at)
				require.NoError(t, err)
				require.LessOrEqual(t, len(page.Items), limit)
				got = append(got, page.Items...)
				if at = page.Next(); at == "" {
					break
				}
			}
			require.Equal(t, l.items, got, "limit %d", limit)
		}
	})
}

func TestPage_Total(t *testing.T) {
	t.Parallel()
	request := func(n int) request { return request{number: n, size: 2} }
	s := newScript(t,
		reply{want: request(1), items: "a b", total: 6},
		reply{want: request(2), items: "c d", total: -1},
		reply{want: request(3), items: "e f", total: 6},
		reply{want: request(4), total: 6})
	walk, err := pages(t.Context(), pagination.ByNumber(spec, s.byNumber, identity, pagination.WithPageSize(2)))
	require.NoError(t, err)
	var totals []int
	for _, page := range walk {
		totals = append(totals, page.Total)
	}
	assert.Equal(t, []int{6, -1, 6, 6}, totals)
}

func TestPager_All_CancelOnTheLastPage(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		for _, err := range a.over(l, pagination.WithPageSize(10)).All(ctx) {
			require.NoError(t, err)
			if n++; n == 91 {
				cancel()
			}
		}
		cancel()
		assert.Equal(t, 95, n, "the walk yields all items")
	})
}
