package pagination_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// swapped removes the first row and adds one at the end before one fetch, so that the total
// stays the same.
func swapped(at int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if fetch == at {
			return append(items[1:], "new")
		}
		return items
	}
}

// removed removes the first row before each of the fetches.
func removed(at ...int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if slices.Contains(at, fetch) {
			return items[1:]
		}
		return items
	}
}

// removedLast removes the last row before each of the fetches.
func removedLast(at ...int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if slices.Contains(at, fetch) {
			return items[:len(items)-1]
		}
		return items
	}
}

func added(at ...int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if slices.Contains(at, fetch) {
			return slices.Insert(items, 0, "new"+strconv.Itoa(fetch))
		}
		return items
	}
}

// A pass over thirty items with pages of ten has four fetches, or three if items were removed.
func TestWithRescan(t *testing.T) {
	t.Parallel()
	always := removed(2, 5, 8, 11, 14, 17, 20)
	tests := []struct {
		name   string
		change func(int, []string) []string
		opts   []pagination.Option
		passes int
		err    error
		items  int
	}{
		{name: "an unchanged list takes one pass", change: noChange, passes: 1, items: 30},
		{
			name:   "an unchanged list takes one pass if no further pass is allowed",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1,
			items: 30,
		},
		{
			name:   "an unchanged list takes two passes with WithRescan(1)",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2,
			items: 30,
		},
		{
			name:   "an unchanged list takes two passes if more are allowed",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(100)}, passes: 2,
			items: 30,
		},
		{
			name:   "two equal further passes repair a removal",
			change: removed(2), passes: 3, items: 30,
		},
		{
			name:   "two equal further passes repair an addition",
			change: added(2), passes: 3, items: 31,
		},
		{
			name:   "a removal is an error if the only further pass differs",
			change: removed(2), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2,
			err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal after the reader's place takes one further pass",
			change: removedLast(2), passes: 2, items: 29,
		},
		{
			name:   "a removal is an error if no further pass is allowed",
			change: removed(2), opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1,
			err: pagination.ErrDrift, items: 29,
		},
		{
			name:   "an addition is an error if no further pass is allowed",
			change: added(2), opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1,
			err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal in both of two passes is an error",
			change: removed(2, 5), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2,
			err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal in each of three passes is an error",
			change: always, passes: 3, err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "enough further passes repair removals in several passes",
			change: removed(2, 5, 8), opts: []pagination.Option{pagination.WithRescan(9)},
			passes: 5, items: 30,
		},
		{
			name:   "one pass does not show an equal removal and addition",
			change: swapped(2), passes: 1, items: 30,
		},
		{
			name:   "a second pass shows an equal removal and addition",
			change: swapped(2), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2,
			err: pagination.ErrDrift, items: 31,
		},
		{
			name:   "a third pass repairs an equal removal and addition",
			change: swapped(2), opts: []pagination.Option{pagination.WithRescan(2)}, passes: 3,
			items: 31,
		},
		{
			name:   "later options replace earlier ones",
			change: noChange,
			opts:   []pagination.Option{pagination.WithRescan(5), pagination.WithRescan(0)},
			passes: 1, items: 30,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &changingList{list: list{items: names(30)}, change: tt.change}
			p := pagination.ByNumber(spec, m.byNumber, identity, append(tt.opts, pagination.WithPageSize(10))...)
			got, err := items(t.Context(), p)
			if tt.err == nil {
				assert.NoError(t, err)
			} else {
				assert.ErrorIs(t, err, tt.err)
			}
			assert.Len(t, m.passes, tt.passes)
			assert.Len(t, got, tt.items)
		})
	}
}

// During each pass, a row of page one disappears and another one appears at the end. Between
// the passes, the opposite happens. Each pass shows no drift, and no pass has the first row of
// page two.
func TestWithRescan_DifferentPassesWithoutDrift(t *testing.T) {
	t.Parallel()
	for rescan, want := range map[int]error{1: pagination.ErrDrift, 2: pagination.ErrDrift, 4: nil} {
		t.Run(fmt.Sprintf("with %d further passes", rescan), func(t *testing.T) {
			t.Parallel()
			fresh := 0
			m := &changingList{list: list{items: names(30)}}
			m.change = func(fetch int, items []string) []string {
				fresh++
				item := fmt.Sprintf("new%d", fresh)
				switch fetch {
				case 2, 6:
					return append(items[1:], item)
				case 5, 9:
					return slices.Insert(items[:len(items)-1], 0, item)
				default:
					return items
				}
			}
			p := pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10), pagination.WithRescan(rescan))
			got, err := items(t.Context(), p)
			require.ErrorIs(t, err, want)
			if want == nil {
				require.Subset(t, got, m.items)
			}
		})
	}
}

// A list that becomes empty does not change after that.
func TestWithRescan_EmptyPasses(t *testing.T) {
	t.Parallel()
	m := &changingList{list: list{items: names(30)}, change: func(fetch int, items []string) []string {
		if fetch > 1 {
			return nil
		}
		return items
	}}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10)))
	require.NoError(t, err)
	assert.Len(t, m.passes, 3)
	assert.Len(t, got, 10)
}

// Rows without a key count, too: the same number of rows with a key is not enough.
func TestWithRescan_RowsWithoutAKey(t *testing.T) {
	t.Parallel()
	m := &changingList{list: list{items: []string{"a", "x1", "x2", "b"}}, change: func(fetch int, items []string) []string {
		if fetch == 3 {
			return []string{"x1", "x2", "x3", "b"}
		}
		return items
	}}
	keyed := func(s string) string {
		if strings.HasPrefix(s, "x") {
			return ""
		}
		return s
	}
	_, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, keyed, pagination.WithPageSize(3), pagination.WithRescan(3)))
	require.ErrorIs(t, err, pagination.ErrDrift)
}

func TestWithRescan_NewItemsComeLast(t *testing.T) {
	t.Parallel()
	m := &changingList{list: list{items: names(30)}, change: removed(2)}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10)))
	require.NoError(t, err)
	all := names(30)
	assert.Equal(t, append(slices.Delete(all, 10, 11), "a010"), got)
}

func TestWithRescan_ShortenedRequest(t *testing.T) {
	t.Parallel()
	m := &changingList{list: list{items: names(5)}, change: func(fetch int, items []string) []string {
		if fetch == 2 {
			return slices.Insert(items[1:], 0, "new")
		}
		return items
	}}
	p := pagination.ByNumber(spec, m.byNumber, identity,
		pagination.WithPageSize(20), pagination.WithLimit(10), pagination.WithRescan(2))
	got, err := items(t.Context(), p)
	require.NoError(t, err)
	assert.Equal(t, append(names(5), "new"), got)
}
