package pagination_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// walkByPages follows Next from page to page, as a web handler does. It fetches at most so many
// pages.
func walkByPages(p *pagination.Pager[string], most int) (got []string, err error) {
	got = []string{}
	for at := pagination.Cursor(""); most > 0; most-- {
		page, err := p.Page(context.Background(), at)
		if err != nil {
			return got, err
		}
		got = append(got, page.Items...)
		if at = page.Next(); at == "" {
			return got, nil
		}
	}
	return got, fmt.Errorf("the walk does not end after %d items", len(got))
}

func TestPager_Page_MakesProgress(t *testing.T) {
	t.Parallel()
	t.Run("the service returns as many items as the limit", func(t *testing.T) {
		t.Parallel()
		service := &faultyService{list: names(9), faults: faults{maxRows: 2}}
		p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(5), pagination.WithLimit(2))
		got, err := walkByPages(p, 10)
		require.NoError(t, err)
		assert.Equal(t, service.list, got)
	})
	t.Run("the service returns fewer items than asked for", func(t *testing.T) {
		t.Parallel()
		sizes := []func(int, int) int{nil, unreported, asRequested}
		totals := []func(int, int, int) int{nil, absent, ownCount}
		rapid.Check(t, func(rt *rapid.T) {
			service := &faultyService{list: names(rapid.IntRange(0, 20).Draw(rt, "items"))}
			service.maxRows = rapid.IntRange(1, 6).Draw(rt, "most rows of a page")
			size, total := rapid.IntRange(0, 2).Draw(rt, "size"), rapid.IntRange(0, 2).Draw(rt, "total")
			service.size, service.total = sizes[size], totals[total]
			key := rapid.SampledFrom([]func(string) string{identity, nil}).Draw(rt, "key")
			p := pagination.ByNumber(spec, service.byNumber, key,
				pagination.WithPageSize(rapid.IntRange(1, 6).Draw(rt, "page size")),
				pagination.WithLimit(rapid.IntRange(1, 7).Draw(rt, "limit")))
			got, err := walkByPages(p, 3*len(service.list)+3)
			require.NoError(rt, err)
			if size == 0 || total == 0 { // in the other cases, the first page looks like the last
				require.Equal(rt, service.list, got)
			}
		})
	})
	t.Run("page one is empty and has a marker", func(t *testing.T) {
		t.Parallel()
		s := newScript(t,
			reply{want: request{size: 2}, next: "x"},
			reply{want: m("x"), items: "a b c", next: "y"},
			reply{want: m("x"), items: "a b c", next: "y"},
			reply{want: m("y"), items: "d"})
		got, err := walkByPages(byMarker(s, pagination.WithLimit(2)), 10)
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "b", "c", "d"}, got)
	})
	t.Run("ends with ErrNoProgress if Next of an empty page one is the same page", func(t *testing.T) {
		t.Parallel()
		service := &faultyService{list: names(9), faults: faults{rows: cut(1, 0)}}
		p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(5), pagination.WithLimit(2))
		_, err := p.Page(t.Context(), "")
		require.ErrorIs(t, err, pagination.ErrNoProgress)
	})
}

// The service says that the first page of the walk is not page one. If page one follows, the
// list became shorter; the service does not ignore page numbers.
func TestFrom_PageOneInsteadOfTheNext(t *testing.T) {
	t.Parallel()
	l := &list{items: names(30)}
	page, err := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10)).Page(t.Context(), "")
	require.NoError(t, err)
	service := &faultyService{list: names(30), faults: faults{page: func(requested, _ int) int {
		if requested > 2 {
			return 1
		}
		return requested
	}}}
	got, err := items(t.Context(), pagination.ByNumber(spec, service.byNumber, identity, pagination.From(page.Next())))
	require.ErrorIs(t, err, pagination.ErrDrift)
	assert.Equal(t, service.list[10:20], got)
}
