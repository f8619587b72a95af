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

// swapped removes the first row and adds one at the end before one fetch: the
// total says nothing.
func swapped(at int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if fetch == at {
			return append(items[1:], "new")
		}
		return items
	}
}

// removed takes the first row away before some fetches.
func removed(at ...int) func(int, []string) []string {
	return func(fetch int, items []string) []string {
		if slices.Contains(at, fetch) {
			return items[1:]
		}
		return items
	}
}

// removedLast takes the last row away before some fetches.
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

// Thirty items by ten are four fetches a pass, or three where some went away.
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
		{name: "a still list is read once", change: noChange, passes: 1, items: 30},
		{
			name:   "a still list is read once with no pass allowed",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1, items: 30,
		},
		{
			name:   "a still list is read twice when that is asked for",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2, items: 30,
		},
		{
			name:   "a still list is read twice even if more is allowed",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(100)}, passes: 2, items: 30,
		},
		{name: "a removal is repaired by two further passes that are equal", change: removed(2), passes: 3, items: 30},
		{name: "an addition is repaired by two further passes that are equal", change: added(2), passes: 3, items: 31},
		{
			name:   "a removal that one further pass differs from is an error",
			change: removed(2), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2, err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal behind the reader's place costs one further pass",
			change: removedLast(2), passes: 2, items: 29,
		},
		{
			name:   "a removal is an error with no pass allowed",
			change: removed(2), opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1, err: pagination.ErrDrift, items: 29,
		},
		{
			name:   "an addition is an error with no pass allowed",
			change: added(2), opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1, err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal in both of two passes is an error",
			change: removed(2, 5), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2, err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "a removal in each of three passes is an error",
			change: always, passes: 3, err: pagination.ErrDrift, items: 30,
		},
		{
			name:   "removals are outlasted by enough passes",
			change: removed(2, 5, 8), opts: []pagination.Option{pagination.WithRescan(9)}, passes: 5, items: 30,
		},
		{name: "equal removal and addition cannot be seen in one pass", change: swapped(2), passes: 1, items: 30},
		{
			name:   "equal removal and addition is shown by a second pass",
			change: swapped(2), opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2, err: pagination.ErrDrift, items: 31,
		},
		{
			name:   "equal removal and addition is repaired by a third pass",
			change: swapped(2), opts: []pagination.Option{pagination.WithRescan(2)}, passes: 3, items: 31,
		},
		{
			name:   "later options replace earlier ones",
			change: noChange, opts: []pagination.Option{pagination.WithRescan(5), pagination.WithRescan(0)}, passes: 1, items: 30,
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

// Between the pages of each pass, a row of page one goes and another comes at the end;
// between the passes it is the other way round. Each pass looks quiet, and the first row
// of page two is in none.
func TestWithRescan_QuietPassesThatDiffer(t *testing.T) {
	t.Parallel()
	for rescan, want := range map[int]error{1: pagination.ErrDrift, 2: pagination.ErrDrift, 4: nil} {
		t.Run(fmt.Sprintf("with %d further passes", rescan), func(t *testing.T) {
			t.Parallel()
			fresh := 0
			m := &changingList{list: list{items: names(30)}}
			m.change = func(fetch int, items []string) []string {
				fresh++
				comes := fmt.Sprintf("new%d", fresh)
				switch fetch {
				case 2, 6:
					return append(items[1:], comes)
				case 5, 9:
					return slices.Insert(items[:len(items)-1], 0, comes)
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

// A list that becomes empty stands still then.
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

// Rows without a key count: that there are as many of the others is not enough.
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

func TestWithRescan_FindsComeLast(t *testing.T) {
	t.Parallel()
	m := &changingList{list: list{items: names(30)}, change: removed(2)}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10)))
	require.NoError(t, err)
	whole := names(30)
	assert.Equal(t, append(slices.Delete(whole, 10, 11), "a010"), got)
}

func TestWithRescan_BehindAShortenedRequest(t *testing.T) {
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
