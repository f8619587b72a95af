package pagination_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A twoPages list has one page of letters, and another that never changes.
type twoPages struct{ page []string }

func (c *twoPages) byMarker(_ context.Context, marker string, limit int) (pagination.MarkerResult[string], error) {
	if marker == "" {
		return pagination.MarkerResult[string]{Items: c.page[:min(limit, len(c.page))], Next: "second"}, nil
	}
	return pagination.MarkerResult[string]{Items: []string{"y", "z"}}, nil
}

func TestPage_After_PageThatChanged(t *testing.T) {
	t.Parallel()
	noKey := func(string) string { return "" }
	tests := []struct {
		name   string
		before string
		row    int // the cursor is behind this row
		after  string
		key    func(string) string
		want   string
		err    error
	}{
		{name: "an item before the cursor goes", before: "a b c d e", row: 2, after: "b c d e", key: identity, want: "d e y z"},
		{name: "an item appears before the cursor", before: "a b c d e", row: 2, after: "x a b c d e", key: identity, want: "d e y z"},
		{name: "items behind the cursor go", before: "a b c d e", row: 2, after: "a b c e", key: identity, want: "e y z"},
		{name: "everything behind the cursor goes", before: "a b c d e", row: 2, after: "a b c", key: identity, want: "y z"},
		{name: "the item before the cursor goes", before: "a b c d e", row: 2, after: "a b d e", key: identity, err: pagination.ErrDrift},
		{name: "the page becomes empty", before: "a b c d e", row: 2, after: "", key: identity, err: pagination.ErrDrift},
		{name: "the last item of the page goes", before: "a b c d e", row: 4, after: "a b c d", key: identity, err: pagination.ErrDrift},
		{name: "the order changes", before: "a b c d e", row: 2, after: "e d c b a", key: identity, want: "b a y z"},
		{name: "the item comes twice, one in its old place", before: "a b a c", row: 2, after: "a b a c", key: identity, want: "c y z"},
		{name: "the item comes twice, now one beside the other", before: "a b a c", row: 2, after: "b a a c", key: identity, want: "c y z"},
		{name: "the item comes twice in other places", before: "a b c", row: 0, after: "b a c a", key: identity, err: pagination.ErrDrift},
		{name: "without a key the place counts", before: "a b c d e", row: 2, after: "b c d e", key: noKey, want: "e y z"},
		{name: "with a nil key the place counts", before: "a b c d e", row: 2, after: "b c d e", want: "e y z"},
		{name: "without a key on a shorter page", before: "a b c d e", row: 4, after: "a", key: noKey, want: "y z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := &twoPages{page: strings.Fields(tt.before)}
			p := pagination.ByMarker(spec, service.byMarker, tt.key, pagination.WithPageSize(6))
			page, err := p.Page(t.Context(), "")
			require.NoError(t, err)
			at := page.After(tt.row)
			service.page = strings.Fields(tt.after)
			got, err := items(t.Context(), p.With(pagination.From(at)))
			single, singleErr := p.Page(t.Context(), at)
			if tt.err == nil {
				require.NoError(t, err)
				require.NoError(t, singleErr)
				assert.Equal(t, tt.want, strings.Join(got, " "))
				assert.Equal(t, strings.TrimSuffix(strings.TrimSuffix(tt.want, "y z"), " "), strings.Join(single.Items, " "))
				assertContinues(t, p, single)
				return
			}
			require.ErrorIs(t, err, tt.err)
			require.ErrorIs(t, singleErr, tt.err)
			assert.Empty(t, got)
			assert.Nil(t, single)
			again, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
			require.NoError(t, err)
			assert.Equal(t, append(service.page, "y", "z"), again, "the error's cursor is the beginning of the page")
		})
	}
}

// assertContinues checks the cursors of a page that was itself resumed.
func assertContinues(t *testing.T, p *pagination.Pager[string], page *pagination.Page[string]) {
	t.Helper()
	for i := -1; i < len(page.Items); i++ {
		rest, err := items(t.Context(), p.With(pagination.From(page.After(i))))
		require.NoError(t, err)
		assert.Equal(t, append(slices.Clone(page.Items[i+1:]), "y", "z"), rest, "after %d", i)
	}
}

func TestPage_After_NumberedPageThatChanged(t *testing.T) {
	t.Parallel()
	l := &list{items: names(10)}
	p := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(5))
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	at := page.After(2)
	tests := []struct {
		name string
		now  []string
		want []string
		err  error
	}{
		{name: "an item before the cursor goes", now: names(10)[1:], want: names(10)[3:]},
		{name: "an item appears before the cursor", now: append([]string{"x"}, names(10)...), want: names(10)[3:]},
		{name: "the item before the cursor goes", now: slices.Delete(names(10), 2, 3), want: names(10)[4:], err: pagination.ErrDrift},
		{name: "the list becomes empty", now: nil, want: []string{}, err: pagination.ErrDrift},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := &list{items: tt.now}
			p := pagination.ByNumber(spec, now.byNumber, identity)
			got, err := items(t.Context(), p.With(pagination.From(at)))
			require.ErrorIs(t, err, tt.err)
			assert.Equal(t, tt.want, got)
			single, err := p.Page(t.Context(), at)
			require.NoError(t, err, "Page does not notice drift")
			assert.NotEqual(t, at, single.Next())
			again, err := p.Page(t.Context(), single.After(-1))
			require.NoError(t, err)
			assert.Equal(t, single.Items, again.Items)
		})
	}
}

// Whatever keys the items have, and however few are taken at once, a list that stands
// still is read once.
func TestPager_Page_DuplicateAndEmptyKeys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		type row struct{ key, value string }
		rows := make([]row, rapid.IntRange(0, 20).Draw(rt, "rows"))
		for i := range rows {
			rows[i] = row{key: rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(rt, "key"), value: fmt.Sprint(i)}
		}
		pageSize := rapid.IntRange(1, 8).Draw(rt, "page size")
		pager := pagination.ByMarker(spec, func(_ context.Context, marker string, limit int) (pagination.MarkerResult[row], error) {
			from := 0
			_, _ = fmt.Sscan(marker, &from)
			to := min(from+limit, len(rows))
			r := pagination.MarkerResult[row]{Items: rows[from:to]}
			if to < len(rows) {
				r.Next = fmt.Sprint(to)
			}
			return r, nil
		}, func(r row) string { return r.key }, pagination.WithPageSize(pageSize),
			pagination.WithLimit(rapid.IntRange(1, 9).Draw(rt, "limit")))
		var got []row
		for at, turn := pagination.Cursor(""), 0; ; turn++ {
			require.Less(rt, turn, 3*len(rows)+3, "the walk goes in circles")
			page, err := pager.Page(context.Background(), at)
			require.NoError(rt, err)
			got = append(got, page.Items...)
			if at = page.Next(); at == "" {
				break
			}
		}
		require.Equal(rt, len(rows), len(got))
		for i := range got {
			require.Equal(rt, rows[i], got[i])
		}
	})
}

// walkByPages follows Next from page to page, as a web handler does, for at most so many.
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
	return got, fmt.Errorf("the walk goes in circles behind %d items", len(got))
}

func TestPager_Page_MakesProgress(t *testing.T) {
	t.Parallel()
	t.Run("where the service gives as much as the limit", func(t *testing.T) {
		t.Parallel()
		service := &faultyService{list: names(9), faults: faults{clamp: 2}}
		p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(5), pagination.WithLimit(2))
		got, err := walkByPages(p, 10)
		require.NoError(t, err)
		assert.Equal(t, service.list, got)
	})
	t.Run("where the service gives less than asked", func(t *testing.T) {
		t.Parallel()
		told := []func(int, int) int{nil, unreported, asRequested}
		totals := []func(int, int, int) int{nil, absent, ownCount}
		rapid.Check(t, func(rt *rapid.T) {
			service := &faultyService{list: names(rapid.IntRange(0, 20).Draw(rt, "items"))}
			service.clamp = rapid.IntRange(1, 6).Draw(rt, "clamp")
			size, total := rapid.IntRange(0, 2).Draw(rt, "size"), rapid.IntRange(0, 2).Draw(rt, "total")
			service.size, service.total = told[size], totals[total]
			key := rapid.SampledFrom([]func(string) string{identity, nil}).Draw(rt, "key")
			p := pagination.ByNumber(spec, service.byNumber, key,
				pagination.WithPageSize(rapid.IntRange(1, 6).Draw(rt, "page size")),
				pagination.WithLimit(rapid.IntRange(1, 7).Draw(rt, "limit")))
			got, err := walkByPages(p, 3*len(service.list)+3)
			require.NoError(rt, err)
			if size == 0 || total == 0 { // others look as if they were at their end
				require.Equal(rt, service.list, got)
			}
		})
	})
	t.Run("where page one is empty and its marker leads on", func(t *testing.T) {
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
	t.Run("or fails where the rest of an empty page one is the same page", func(t *testing.T) {
		t.Parallel()
		service := &faultyService{list: names(9), faults: faults{rows: cut(1, 0)}}
		p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(5), pagination.WithLimit(2))
		_, err := p.Page(t.Context(), "")
		require.ErrorIs(t, err, pagination.ErrNoProgress)
	})
}

// The page that the walk began at is not page one, as the service says: that page one
// comes after it shows that the list became shorter, and not that numbers are ignored.
func TestFrom_PageOneInPlaceOfTheNext(t *testing.T) {
	t.Parallel()
	honest := &list{items: names(30)}
	page, err := pagination.ByNumber(spec, honest.byNumber, identity, pagination.WithPageSize(10)).Page(t.Context(), "")
	require.NoError(t, err)
	service := &faultyService{list: names(30), faults: faults{page: func(asked, _ int) int {
		if asked > 2 {
			return 1
		}
		return asked
	}}}
	got, err := items(t.Context(), pagination.ByNumber(spec, service.byNumber, identity, pagination.From(page.Next())))
	require.ErrorIs(t, err, pagination.ErrDrift)
	assert.Equal(t, service.list[10:20], got)
}

func TestPage_Next_LargestTotal(t *testing.T) {
	t.Parallel()
	service := &faultyService{list: names(30), faults: faults{total: fixed(math.MaxInt32)}}
	p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(10))
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	page, err = p.Page(t.Context(), page.Next())
	require.NoError(t, err)
	assert.Equal(t, service.list[10:20], page.Items)
}

func TestPage_After_ItemsThatTheCallerAdded(t *testing.T) {
	t.Parallel()
	l := &list{items: []string{"a", "a", "b", "c"}}
	page, err := pagination.ByNumber(spec, l.byNumber, identity).Page(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, page.Items)
	page.Items = append(page.Items, "mine")
	assert.NotPanics(t, func() { page.After(3) })
}
