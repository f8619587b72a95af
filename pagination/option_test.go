package pagination_test

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestErrBadOption(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		opts []pagination.Option
	}{
		{name: "page size 0", opts: []pagination.Option{pagination.WithPageSize(0)}},
		{name: "page size below zero", opts: []pagination.Option{pagination.WithPageSize(-1)}},
		{
			name: "page size above the maximum of the service",
			opts: []pagination.Option{pagination.WithPageSize(101)},
		},
		{name: "page size huge", opts: []pagination.Option{pagination.WithPageSize(math.MaxInt)}},
		{name: "page size tiny", opts: []pagination.Option{pagination.WithPageSize(math.MinInt)}},
		{name: "limit below zero", opts: []pagination.Option{pagination.WithLimit(-1)}},
		{name: "limit tiny", opts: []pagination.Option{pagination.WithLimit(math.MinInt)}},
		{name: "max pages below zero", opts: []pagination.Option{pagination.WithMaxPages(-1)}},
		{name: "rescan below zero", opts: []pagination.Option{pagination.WithRescan(-1)}},
		{name: "rescan above 100", opts: []pagination.Option{pagination.WithRescan(101)}},
		{name: "a bad option among good ones", opts: []pagination.Option{
			pagination.WithPageSize(10), pagination.WithLimit(-5), pagination.WithRescan(1),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			onEach(t, 30, func(t *testing.T, a adapter, l *list) {
				for _, p := range []*pagination.Pager[string]{a.over(l, tt.opts...), a.over(l).With(tt.opts...)} {
					_, err := items(t.Context(), p)
					assert.ErrorIs(t, err, pagination.ErrBadOption)
					_, err = pages(t.Context(), p)
					assert.ErrorIs(t, err, pagination.ErrBadOption)
					_, err = p.Collect(t.Context())
					assert.ErrorIs(t, err, pagination.ErrBadOption)
					page, err := p.Page(t.Context(), "")
					assert.ErrorIs(t, err, pagination.ErrBadOption)
					assert.Nil(t, page)
				}
				assert.Zero(t, l.count())
			})
		})
	}
}

func TestOption_Limits(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]pagination.Option{
		"nil":                  nil,
		"limit 0":              pagination.WithLimit(0),
		"limit of 31 bits":     pagination.WithLimit(math.MaxInt32),
		"page size maximum":    pagination.WithPageSize(100),
		"page size 1":          pagination.WithPageSize(1),
		"max pages 0":          pagination.WithMaxPages(0),
		"max pages 31 bits":    pagination.WithMaxPages(math.MaxInt32),
		"rescan 100":           pagination.WithRescan(100),
		"no progress function": pagination.WithProgress(nil),
		"from the beginning":   pagination.From(""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEach(t, 30, func(t *testing.T, a adapter, l *list) {
				got, err := items(t.Context(), a.over(l, opt))
				require.NoError(t, err)
				assert.Equal(t, l.items, got)
				// After a cursor, adding to the option could overflow.
				page, err := a.over(l, opt).Page(t.Context(), "")
				require.NoError(t, err)
				got, err = items(t.Context(), a.over(l, opt).With(pagination.From(page.After(0))))
				require.NoError(t, err)
				assert.Equal(t, l.items[1:], got)
			})
		})
	}
}

func TestWithLimit(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{1, 7, 10, 100} {
			for limit := 1; limit <= 110; limit++ {
				before := l.count()
				p := a.over(l, pagination.WithPageSize(size), pagination.WithLimit(limit))
				walk, err := pages(t.Context(), p)
				require.NoError(t, err)
				var got []string
				for _, page := range walk {
					got = append(got, page.Items...)
				}
				require.Equal(t, l.items[:min(limit, 95)], got)
				requests := l.requests[before:]
				if limit < size {
					require.Equal(t, limit, requests[0].size, "the limit makes the request smaller")
				} else {
					require.Equal(t, size, requests[0].size)
				}
				if limit > 95 {
					continue
				}
				require.Len(t, requests, (limit+size-1)/size)
				last := walk[len(walk)-1]
				rest, err := items(t.Context(), a.over(l, pagination.From(last.After(len(last.Items)-1))))
				require.NoError(t, err)
				require.Equal(t, l.items[limit:], append([]string{}, rest...))
				if limit < 95 {
					require.False(t, last.Last())
					rest, err := items(t.Context(), a.over(l, pagination.From(last.Next())))
					require.NoError(t, err)
					require.Equal(t, l.items[limit:], rest)
				}
				if limit%size != 0 && limit > size && limit < 95 {
					require.Equal(t, last.After(len(last.Items)-1), last.Next(), "Next of a page that the limit cut is after its last item")
				}
			}
		}
	})
}

func TestWithLimit_CountsYieldedItems(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{7, 100} {
			first, err := a.over(l, pagination.WithPageSize(size)).Page(t.Context(), "")
			require.NoError(t, err)
			for i := -1; i < 7; i++ {
				for _, limit := range []int{1, 2, 5, 7, 8, 50} {
					got, err := items(t.Context(), a.over(l, pagination.From(first.After(i)), pagination.WithLimit(limit)))
					require.NoError(t, err)
					require.Equal(t, l.items[i+1:i+1+limit], got)
				}
			}
		}
	})
	t.Run("does not count repeated rows", func(t *testing.T) {
		t.Parallel()
		for _, size := range []int{2, 5, 20} {
			l := &list{items: []string{"a", "a", "b", "b", "a", "c", "d", "d", "e", "f"}}
			got, err := items(t.Context(), pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(size), pagination.WithLimit(4)))
			require.NoError(t, err)
			require.Equal(t, []string{"a", "b", "c", "d"}, got)
		}
	})
}

func TestWithLimit_ShortResponse(t *testing.T) {
	t.Parallel()
	t.Run("by marker", func(t *testing.T) {
		t.Parallel()
		for limit := 1; limit <= 12; limit++ {
			l := &list{items: names(30)}
			p := pagination.ByMarker(spec, func(ctx context.Context, marker string, size int) (pagination.MarkerResult[string], error) {
				return l.byMarker(ctx, marker, min(size, 3))
			}, identity, pagination.WithPageSize(20), pagination.WithLimit(limit))
			got, err := items(t.Context(), p)
			require.NoError(t, err)
			require.Equal(t, l.items[:limit], got)
		}
	})
	reports := map[string]func(int, int) int{
		"page size reported": nil, "page size not reported": unreported,
		"page size reported as requested": asRequested,
	}
	for name, size := range reports {
		t.Run("by number, "+name, func(t *testing.T) {
			t.Parallel()
			for _, key := range []func(string) string{identity, nil} {
				for limit := 1; limit <= 12; limit++ {
					service := &faultyService{list: names(30), faults: faults{maxRows: 3, size: size}}
					p := pagination.ByNumber(spec, service.byNumber, key, pagination.WithPageSize(20), pagination.WithLimit(limit))
					got, err := items(t.Context(), p)
					require.NoError(t, err)
					require.Equal(t, service.list[:limit], got)
					require.LessOrEqual(t, service.count(), limit/3+3)
					for page, err := range p.Pages(t.Context()) {
						require.NoError(t, err)
						for i, item := range page.Items {
							rest, err := items(t.Context(), p.With(pagination.WithLimit(0), pagination.From(page.After(i))))
							require.NoError(t, err)
							var n int
							for n = range service.list {
								if service.list[n] == item {
									break
								}
							}
							require.Equal(t, service.list[n+1:], rest, "limit %d after %s", limit, item)
						}
					}
				}
			}
		})
	}
}

func TestWithMaxPages(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for n := 1; n <= 12; n++ {
			before := l.count()
			got, err := items(t.Context(), a.over(l, pagination.WithPageSize(10), pagination.WithMaxPages(n)))
			require.Equal(t, l.items[:min(95, 10*n)], got)
			require.Equal(t, min(10, n), l.count()-before)
			if n < 10 {
				require.ErrorIs(t, err, pagination.ErrTooManyPages)
			} else {
				require.NoError(t, err)
			}
		}
		got, err := items(t.Context(), a.over(l, pagination.WithPageSize(10), pagination.WithMaxPages(3), pagination.WithLimit(30)))
		require.NoError(t, err, "the limit needs no more than three pages")
		require.Len(t, got, 30)
	})
}

func TestWithMaxPages_AllPasses(t *testing.T) {
	t.Parallel()
	l := &list{items: names(35)}
	p := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10), pagination.WithRescan(1))
	got, err := items(t.Context(), p.With(pagination.WithMaxPages(8)))
	require.NoError(t, err)
	assert.Equal(t, l.items, got)
	for n := range 8 {
		if n == 0 {
			continue
		}
		before := l.count()
		_, err := items(t.Context(), p.With(pagination.WithMaxPages(n)))
		require.ErrorIs(t, err, pagination.ErrTooManyPages)
		assert.Equal(t, n, l.count()-before)
	}
}

func TestWithProgress(t *testing.T) {
	t.Parallel()
	onEach(t, 25, func(t *testing.T, a adapter, l *list) {
		total := 25
		if a.name == "by marker" {
			total = -1
		}
		var reported []pagination.Progress
		p := a.over(l, pagination.WithPageSize(10), pagination.WithLimit(22), pagination.WithProgress(func(p pagination.Progress) {
			reported = append(reported, p)
		}))
		for page, err := range p.Pages(t.Context()) {
			require.NoError(t, err)
			assert.Len(t, reported, page.Index+1)
		}
		assert.Equal(t, []pagination.Progress{
			{Pages: 1, Items: 10, Total: total}, {Pages: 2, Items: 20, Total: total},
			{Pages: 3, Items: 22, Total: total},
		}, reported)
	})
}

func TestWithLimit_AppendToAPage(t *testing.T) {
	t.Parallel()
	onEach(t, 25, func(t *testing.T, a adapter, l *list) {
		for page, err := range a.over(l, pagination.WithPageSize(10), pagination.WithLimit(12)).Pages(t.Context()) {
			require.NoError(t, err)
			if page.Index == 1 {
				_ = append(page.Items, "added")
			}
		}
		assert.Equal(t, names(25), l.items)
	})
}
