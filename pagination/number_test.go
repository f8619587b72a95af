package pagination_test

import (
	"cmp"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestByNumber_FaultyService(t *testing.T) {
	t.Parallel()
	for _, tt := range faultCases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			size := cmp.Or(tt.size, 10)
			service := &faultyService{faults: tt.faults, list: names(95)}
			p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(size))
			got, err := items(t.Context(), p)
			if tt.err == nil {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, tt.err)
			}
			seen := map[string]bool{}
			for _, item := range got {
				assert.False(t, seen[item], "the walk yields %s twice", item)
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

// TestFrom_FaultyService resumes at many places of a faulty service. A resumed walk without an
// error has yielded everything that the complete walk yields after that place.
func TestFrom_FaultyService(t *testing.T) {
	t.Parallel()
	for _, tt := range faultCases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			size := cmp.Or(tt.size, 10)
			service := &faultyService{faults: tt.faults, list: names(95)}
			existing := map[string]bool{}
			for n := range 200 {
				from := min(n*size, len(service.list))
				rows := service.list[from:min(from+size, len(service.list))]
				if service.rows != nil {
					rows = service.rows(n+1, rows)
				}
				for _, row := range rows {
					existing[row] = true
				}
			}
			p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(size))
			done := map[string]bool{}
			resume := func(where string, at pagination.Cursor) {
				before := service.count()
				rest, err := items(t.Context(), p.With(pagination.From(at)))
				assert.LessOrEqual(t, service.count()-before, 215, where)
				got := map[string]bool{}
				for _, item := range rest {
					assert.False(t, got[item], "%s: the walk yields %s twice", where, item)
					got[item] = true
				}
				if err != nil {
					return
				}
				for item := range existing {
					if !done[item] && !got[item] {
						assert.Fail(t, "a walk lost an item without an error", "%s: %d items before, %d in the rest, %s is missing",
							where, len(done), len(rest), item)
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

func TestFrom_RepeatedLastPage(t *testing.T) {
	t.Parallel()
	for _, key := range []func(string) string{identity, nil} {
		for _, size := range []int{10, 19, 100} {
			for _, total := range []func(int, int, int) int{nil, absent} {
				service := &faultyService{list: names(95), faults: faults{page: lastPage, total: total}}
				p := pagination.ByNumber(spec, service.byNumber, key, pagination.WithPageSize(size), pagination.WithRescan(0))
				all, err := items(t.Context(), p)
				require.NoError(t, err)
				require.Equal(t, service.list, all)
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

func TestPager_Page_PageOneInsteadOfTwo(t *testing.T) {
	t.Parallel()
	l := &list{items: names(95)}
	p := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10))
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	service := &faultyService{list: names(95), faults: faults{page: first}}
	p = pagination.ByNumber(spec, service.byNumber, identity)
	got, err := p.Page(t.Context(), page.Next())
	if err == nil {
		assert.Empty(t, got.Items, "the items of page one are not those of page two")
		assert.NotEmpty(t, got.Next(), "page one must not end the walk as page two")
	}
}

func TestWithLimit_ShorterPages(t *testing.T) {
	t.Parallel()
	service := &faultyService{list: names(90), faults: faults{maxRows: 50, size: unreported}}
	pager := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(100), pagination.WithLimit(80), pagination.WithRescan(0))
	got, err := items(t.Context(), pager)
	require.NoError(t, err)
	assert.Equal(t, service.list[:80], got)
	assert.LessOrEqual(t, service.count(), 3)
}

// If all pages have one size, a repeated last page looks like a page that the service returns
// for every number.
func TestPager_All_LastPageForEveryHigherNumber(t *testing.T) {
	t.Parallel()
	for count := 1; count <= 30; count++ {
		for size := 1; size <= 12; size++ {
			for _, number := range []func(int, int) int{asRequested, unreported} {
				service := &faultyService{list: names(count), faults: faults{page: lastPage, number: number, total: absent}}
				got, err := items(t.Context(), pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(size)))
				where := fmt.Sprintf("%d items by %d", count, size)
				require.Equal(t, service.list, got, where)
				if size == 1 {
					require.ErrorIs(t, err, pagination.ErrNoProgress, "%s: no further pass can have shorter pages", where)
				} else {
					require.NoError(t, err, where)
				}
				// Two pages of one row do not show that the list has ended.
				if count == size && size != 2 {
					require.LessOrEqual(t, service.count(), 4, where)
				}
			}
		}
	}
}

func TestByNumber_RepeatedRow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rows []string
		want []string
		err  error
	}{
		{
			name: "the row repeats on its page",
			rows: []string{"a", "a", "b", "c", "d"}, want: []string{"a", "b", "c", "d"},
		},
		{
			name: "the row repeats on another page",
			rows: []string{"a", "b", "c", "a", "d"}, want: []string{"a", "b", "c", "d"},
		},
		{
			name: "the row repeats as the last row",
			rows: []string{"a", "b", "c", "d", "d"}, want: []string{"a", "b", "c", "d"},
			err: pagination.ErrDrift,
		},
		{
			name: "a complete page repeats",
			rows: []string{"a", "b", "a", "b", "c"}, want: []string{"a", "b", "c"},
			err: pagination.ErrDrift,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := &list{items: tt.rows}
			p := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(2))
			got, err := items(t.Context(), p)
			assert.Equal(t, tt.want, got)
			if tt.err == nil {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, tt.err)
			}
		})
	}
}

// Without a further pass that shows why a page repeats, three copies of the page end the walk.
func TestErrNoProgress_ThreeCopies(t *testing.T) {
	t.Parallel()
	service := &faultyService{list: names(95), faults: faults{page: first, number: asRequested, total: absent}}
	p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(10), pagination.WithRescan(0))
	got, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrNoProgress)
	assert.Equal(t, service.list[:10], got)
	assert.Equal(t, 1+3, service.count())
}
