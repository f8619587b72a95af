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

// A twoPages list has one page of letters that can change, and a second page that never
// changes.
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
		row    int // the cursor is after this row
		after  string
		key    func(string) string
		want   string
		err    error
	}{
		{
			name:   "an item before the cursor disappears",
			before: "a b c d e", row: 2, after: "b c d e", key: identity, want: "d e y z",
		},
		{
			name:   "an item appears before the cursor",
			before: "a b c d e", row: 2, after: "x a b c d e", key: identity, want: "d e y z",
		},
		{
			name:   "an item after the cursor disappears",
			before: "a b c d e", row: 2, after: "a b c e", key: identity, want: "e y z",
		},
		{
			name:   "all items after the cursor disappear",
			before: "a b c d e", row: 2, after: "a b c", key: identity, want: "y z",
		},
		{
			name:   "the item of the cursor disappears",
			before: "a b c d e", row: 2, after: "a b d e", key: identity, err: pagination.ErrDrift,
		},
		{
			name:   "the page becomes empty",
			before: "a b c d e", row: 2, after: "", key: identity, err: pagination.ErrDrift,
		},
		{
			name:   "the last item of the page disappears",
			before: "a b c d e", row: 4, after: "a b c d", key: identity, err: pagination.ErrDrift,
		},
		{
			name:   "the order changes",
			before: "a b c d e", row: 2, after: "e d c b a", key: identity, want: "b a y z",
		},
		{
			name:   "the item comes twice, once in its old place",
			before: "a b a c", row: 2, after: "a b a c", key: identity, want: "c y z",
		},
		{
			name:   "the item comes twice, now side by side",
			before: "a b a c", row: 2, after: "b a a c", key: identity, want: "c y z",
		},
		{
			name:   "the item comes twice in other places",
			before: "a b c", row: 0, after: "b a c a", key: identity, err: pagination.ErrDrift,
		},
		{
			name:   "without a key, the place counts",
			before: "a b c d e", row: 2, after: "b c d e", key: noKey, want: "e y z",
		},
		{
			name:   "with a nil key function, the place counts",
			before: "a b c d e", row: 2, after: "b c d e", want: "e y z",
		},
		{
			name:   "without a key, the page is shorter",
			before: "a b c d e", row: 4, after: "a", key: noKey, want: "y z",
		},
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
			rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
			require.NoError(t, err)
			assert.Equal(t, append(service.page, "y", "z"), rest, "the cursor of the error is the beginning of the page")
		})
	}
}

// assertContinues checks the cursors of a page at which a walk resumed.
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
		{name: "an item before the cursor disappears", now: names(10)[1:], want: names(10)[3:]},
		{
			name: "an item appears before the cursor",
			now:  append([]string{"x"}, names(10)...), want: names(10)[3:],
		},
		{
			name: "the item of the cursor disappears",
			now:  slices.Delete(names(10), 2, 3), want: names(10)[4:], err: pagination.ErrDrift,
		},
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

// TestPager_Page_DuplicateAndEmptyKeys checks that a walk reads a list that does not change
// once, with any keys and any limit.
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
			require.Less(rt, turn, 3*len(rows)+3, "the walk does not end")
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

func TestPage_After_AppendedItems(t *testing.T) {
	t.Parallel()
	l := &list{items: []string{"a", "a", "b", "c"}}
	page, err := pagination.ByNumber(spec, l.byNumber, identity).Page(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, page.Items)
	page.Items = append(page.Items, "added")
	assert.NotPanics(t, func() { page.After(3) })
}
