package pagination_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A moving list changes before fetches: change gets the number of the fetch,
// from 1, and the list, and returns the list as it is from then on.
type changingList struct {
	list
	change func(fetch int, items []string) []string
	passes []passed
}

// passed is what a watcher beside the service sees of one pass.
type passed struct {
	moved  bool // the list changed between two of its fetches
	rows   []string
	totals []int
	begin  []string // the list at its first fetch
	end    []string // the list at its last fetch
	others bool     // some total was not the page's own count
}

func (m *changingList) byNumber(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
	before := m.items
	m.items = m.change(m.count()+1, slices.Clone(m.items))
	if number == 1 {
		m.passes = append(m.passes, passed{begin: m.items})
	}
	p := &m.passes[len(m.passes)-1]
	p.moved = p.moved || number > 1 && !slices.Equal(before, m.items)
	r, err := m.list.byNumber(ctx, number, size)
	p.rows = append(p.rows, r.Items...)
	p.totals = append(p.totals, r.Total)
	p.others = p.others || r.Total != len(r.Items)
	p.end = m.items
	return r, err
}

func (p passed) distinct() []string {
	rows := slices.Sorted(slices.Values(p.rows))
	return slices.Compact(rows)
}

// drifted is what a pass shows in its pages.
func (p passed) drifted(trusted bool) bool {
	distinct := len(p.distinct())
	return distinct < len(p.rows) ||
		trusted && (len(slices.Compact(slices.Clone(p.totals))) > 1 || distinct < p.totals[len(p.totals)-1])
}

func (p passed) hasSameKeys(q passed) bool { return slices.Equal(p.distinct(), q.distinct()) }

// rested reports whether the list stood still from the beginning of one pass to the end
// of the next.
func unchanged(first, second passed) bool {
	return !first.moved && !second.moved && slices.Equal(first.end, second.begin)
}

func noChange(_ int, items []string) []string { return items }

func TestErrDrift_ListThatMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 4).Draw(t, "size")
		fresh := 0
		busy := rapid.IntRange(0, 30).Draw(t, "fetches that find a change")
		m := &changingList{list: list{items: names(rapid.IntRange(0, 14).Draw(t, "items"))}}
		m.change = func(fetch int, items []string) []string {
			if fetch > busy {
				return items
			}
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				at := rapid.IntRange(0, len(items)).Draw(t, "at")
				switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
				case kind == 0 && len(items) < 30:
					fresh++
					items = slices.Insert(items, at, "new"+strconv.Itoa(fresh))
				case kind == 1 && at < len(items):
					items = slices.Delete(items, at, at+1)
				case kind == 2 && at < len(items):
					to := rapid.IntRange(0, len(items)-1).Draw(t, "to")
					item := items[at]
					items = slices.Insert(slices.Delete(items, at, at+1), to, item)
				case kind == 3 && at < len(items):
					items = append(items[at:], items[:at]...)
				}
			}
			return items
		}
		rescan := rapid.IntRange(-1, 3).Draw(t, "rescan")
		opts := []pagination.Option{pagination.WithPageSize(size)}
		most := 3
		if rescan >= 0 {
			opts = append(opts, pagination.WithRescan(rescan))
			most = 1 + rescan
		}
		got, err := items(context.Background(), pagination.ByNumber(spec, m.byNumber, identity, opts...))

		passes := len(m.passes)
		if first := m.passes[0]; rescan < 0 && !first.drifted(first.others) {
			most++ // the second only confirms the first
		}
		require.LessOrEqual(t, passes, most, "passes")
		if rescan > 0 {
			require.GreaterOrEqual(t, passes, 2, "passes")
		}
		given := map[string]bool{}
		for _, item := range got {
			require.False(t, given[item], "%s came twice", item)
			given[item] = true
		}
		last, trusted := m.passes[passes-1], false
		for _, p := range m.passes {
			trusted = trusted || p.others
			for _, row := range p.rows {
				require.True(t, given[row], "%s was read, and not delivered", row)
			}
		}
		same := passes == 1 || last.hasSameKeys(m.passes[passes-2])
		if err == nil {
			require.True(t, same, "two passes that differ are no proof of rest")
			require.True(t, !last.drifted(trusted) || passes > 1, "the only pass showed drift")
		} else {
			require.True(t, !same || last.drifted(trusted), "alarm though the last pass was quiet: %v", err)
			// Where two passes in a row bring page one alone, it is given up.
			if !errors.Is(err, pagination.ErrNoProgress) || passes < 2 {
				require.Equal(t, most, passes, "gave up early: %v", err)
			}
		}
		if noChange := !last.moved && (passes == 1 || unchanged(m.passes[passes-2], last)); noChange {
			require.NoError(t, err)
			for _, item := range last.end {
				require.True(t, given[item], "%s is missing though the list stood still", item)
			}
		}
	})
}

func TestErrDrift_ListThatStandsStill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := &list{items: names(rapid.IntRange(0, 60).Draw(t, "items"))}
		size := rapid.IntRange(1, 20).Draw(t, "size")
		got, err := items(context.Background(), pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(size)))
		require.NoError(t, err)
		require.Equal(t, l.items, got)
		require.Equal(t, len(l.items)/size+1, l.count())
	})
}

func TestErrNoProgress_PageOfAdditions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(items []string) []string
	}{
		{name: "a page of items is added in front", change: func(items []string) []string {
			return append([]string{"b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"}, items...)
		}},
		{
			name:   "the pages change places",
			change: func(items []string) []string { return append(items[10:], items[:10]...) },
		},
		{name: "a page goes and another comes", change: func(items []string) []string {
			return append([]string{"b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"}, items[:10]...)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &changingList{list: list{items: names(20)}, change: func(fetch int, items []string) []string {
				if fetch == 2 {
					return tt.change(items)
				}
				return items
			}}
			got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, identity, pagination.WithPageSize(10)))
			require.NoError(t, err)
			assert.Subset(t, got, m.items)
		})
	}
}

func TestFrom_NeverReadsAgain(t *testing.T) {
	t.Parallel()
	l := &list{items: names(30)}
	first, err := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10)).Page(t.Context(), "")
	require.NoError(t, err)
	for _, opts := range [][]pagination.Option{nil, {pagination.WithRescan(5)}} {
		for _, at := range []pagination.Cursor{first.After(3), first.Next()} {
			opts := append(opts, pagination.From(at))
			m := &changingList{list: list{items: names(30)}, change: noChange}
			_, err := items(t.Context(), pagination.ByNumber(spec, m.byNumberFrom, identity, opts...))
			require.NoError(t, err, "a still list")
			m = &changingList{list: list{items: names(30)}, change: removed(2)}
			_, err = items(t.Context(), pagination.ByNumber(spec, m.byNumberFrom, identity, opts...))
			require.ErrorIs(t, err, pagination.ErrDrift)
			require.LessOrEqual(t, m.count(), 4)
		}
	}
}

// countless is byNumber for walks that do not begin at page one.
func (m *changingList) byNumberFrom(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
	m.items = m.change(m.count()+1, slices.Clone(m.items))
	return m.list.byNumber(ctx, number, size)
}

// Without keys nothing can be repaired: what a second pass finds may be old.
func TestErrDrift_WithoutKeys(t *testing.T) {
	t.Parallel()
	keys := map[string]func(string) string{
		"no key":     nil,
		"empty keys": func(string) string { return "" },
	}
	changes := map[string]func(int, []string) []string{"a removal": removed(2), "an addition": added(2)}
	for keyName, key := range keys {
		for changeName, change := range changes {
			t.Run(changeName+" with "+keyName, func(t *testing.T) {
				t.Parallel()
				m := &changingList{list: list{items: names(30)}, change: change}
				_, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, key, pagination.WithPageSize(10)))
				assert.ErrorIs(t, err, pagination.ErrDrift)
			})
		}
		t.Run("a list that stands still with "+keyName, func(t *testing.T) {
			t.Parallel()
			for _, opts := range [][]pagination.Option{nil, {pagination.WithRescan(2)}} {
				l := &list{items: slices.Repeat([]string{"same"}, 30)}
				got, err := items(t.Context(), pagination.ByNumber(spec, l.byNumber, key, append(opts, pagination.WithPageSize(10))...))
				require.NoError(t, err)
				require.Equal(t, l.items, got)
			}
		})
	}
}

func TestPage_Last_BeforeAFurtherPass(t *testing.T) {
	t.Parallel()
	rows := names(20)
	moved := false
	pager := pagination.ByNumber(spec, func(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
		if number == 2 && !moved {
			rows, moved = rows[1:], true
		}
		from := min((number-1)*size, len(rows))
		return pagination.NumberResult[string]{
			Items: rows[from:min(from+size, len(rows))], Number: number, Size: size, Total: len(rows),
		}, nil
	}, identity, pagination.WithPageSize(10))

	var got []string
	var last *pagination.Page[string]
	for page, err := range pager.Pages(t.Context()) {
		require.NoError(t, err)
		if last != nil {
			require.False(t, last.Last(), "page %d", last.Index)
			require.NotEmpty(t, last.Next())
		}
		got, last = append(got, page.Items...), page
	}
	require.True(t, last.Last())
	require.ElementsMatch(t, names(20), got, "what a removal hid is found in the second pass")
}
