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

// A changingList changes before fetches. change takes the number of the fetch, from 1, and the
// list, and returns the new list.
type changingList struct {
	list
	change func(fetch int, items []string) []string
	passes []passed
}

// A passed records one pass as the service sees it.
type passed struct {
	changed bool // the list changed between two of its fetches
	rows    []string
	totals  []int
	begin   []string // the list at its first fetch
	end     []string // the list at its last fetch
	counts  bool     // some total was not the number of items on the page
}

func (m *changingList) byNumber(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
	before := m.items
	m.items = m.change(m.count()+1, slices.Clone(m.items))
	if number == 1 {
		m.passes = append(m.passes, passed{begin: m.items})
	}
	p := &m.passes[len(m.passes)-1]
	p.changed = p.changed || number > 1 && !slices.Equal(before, m.items)
	r, err := m.list.byNumber(ctx, number, size)
	p.rows = append(p.rows, r.Items...)
	p.totals = append(p.totals, r.Total)
	p.counts = p.counts || r.Total != len(r.Items)
	p.end = m.items
	return r, err
}

func (p passed) distinct() []string {
	rows := slices.Sorted(slices.Values(p.rows))
	return slices.Compact(rows)
}

// drifted reports whether the pages of a pass show drift.
func (p passed) drifted(trusted bool) bool {
	distinct := len(p.distinct())
	return distinct < len(p.rows) ||
		trusted && (len(slices.Compact(slices.Clone(p.totals))) > 1 || distinct < p.totals[len(p.totals)-1])
}

func (p passed) hasSameKeys(q passed) bool { return slices.Equal(p.distinct(), q.distinct()) }

// unchanged reports whether the list stayed the same from the beginning of one pass to the end
// of the next.
func unchanged(first, second passed) bool {
	return !first.changed && !second.changed && slices.Equal(first.end, second.begin)
}

func noChange(_ int, items []string) []string { return items }

func TestErrDrift_ChangingList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 4).Draw(t, "size")
		fresh := 0
		changing := rapid.IntRange(0, 30).Draw(t, "fetches that may find a change")
		m := &changingList{list: list{items: names(rapid.IntRange(0, 14).Draw(t, "items"))}}
		m.change = func(fetch int, items []string) []string {
			if fetch > changing {
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
		if first := m.passes[0]; rescan < 0 && !first.drifted(first.counts) {
			most++ // the second pass only confirms the first
		}
		require.LessOrEqual(t, passes, most, "passes")
		if rescan > 0 {
			require.GreaterOrEqual(t, passes, 2, "passes")
		}
		yielded := map[string]bool{}
		for _, item := range got {
			require.False(t, yielded[item], "the walk yields %s twice", item)
			yielded[item] = true
		}
		last, trusted := m.passes[passes-1], false
		for _, p := range m.passes {
			trusted = trusted || p.counts
			for _, row := range p.rows {
				require.True(t, yielded[row], "the service returned %s, and the walk does not yield it", row)
			}
		}
		agree := passes == 1 || last.hasSameKeys(m.passes[passes-2])
		if err == nil {
			require.True(t, agree, "two passes differ, so the list changed")
			require.True(t, !last.drifted(trusted) || passes > 1, "the only pass shows drift")
		} else {
			require.True(t, !agree || last.drifted(trusted), "an error, but the last pass shows no drift: %v", err)
			// If two passes in a row yield only page one, the walk ends early.
			if !errors.Is(err, pagination.ErrNoProgress) || passes < 2 {
				require.Equal(t, most, passes, "the walk ended too early: %v", err)
			}
		}
		if same := !last.changed && (passes == 1 || unchanged(m.passes[passes-2], last)); same {
			require.NoError(t, err)
			for _, item := range last.end {
				require.True(t, yielded[item], "%s is missing, but the list did not change", item)
			}
		}
	})
}

func TestErrDrift_UnchangedList(t *testing.T) {
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
		{name: "a page of items appears at the top", change: func(items []string) []string {
			return append([]string{"b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"}, items...)
		}},
		{
			name:   "two pages change places",
			change: func(items []string) []string { return append(items[10:], items[:10]...) },
		},
		{name: "one page disappears and another appears", change: func(items []string) []string {
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

func TestFrom_OnePass(t *testing.T) {
	t.Parallel()
	l := &list{items: names(30)}
	first, err := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10)).Page(t.Context(), "")
	require.NoError(t, err)
	for _, opts := range [][]pagination.Option{nil, {pagination.WithRescan(5)}} {
		for _, at := range []pagination.Cursor{first.After(3), first.Next()} {
			opts := append(opts, pagination.From(at))
			m := &changingList{list: list{items: names(30)}, change: noChange}
			_, err := items(t.Context(), pagination.ByNumber(spec, m.byNumberFrom, identity, opts...))
			require.NoError(t, err, "a list that does not change")
			m = &changingList{list: list{items: names(30)}, change: removed(2)}
			_, err = items(t.Context(), pagination.ByNumber(spec, m.byNumberFrom, identity, opts...))
			require.ErrorIs(t, err, pagination.ErrDrift)
			require.LessOrEqual(t, m.count(), 4)
		}
	}
}

// byNumberFrom is byNumber for walks that do not begin at page one.
func (m *changingList) byNumberFrom(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
	m.items = m.change(m.count()+1, slices.Clone(m.items))
	return m.list.byNumber(ctx, number, size)
}

// Without keys, the pager cannot repair drift: the rows of a second pass may be old.
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
		t.Run("an unchanged list with "+keyName, func(t *testing.T) {
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
	shrunk := false
	pager := pagination.ByNumber(spec, func(_ context.Context, number, size int) (pagination.NumberResult[string], error) {
		if number == 2 && !shrunk {
			rows, shrunk = rows[1:], true
		}
		from := min((number-1)*size, len(rows))
		return pagination.NumberResult[string]{
			Items: rows[from:min(from+size, len(rows))], Number: number, Size: size,
			Total: len(rows),
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
	require.ElementsMatch(t, names(20), got, "the second pass finds the row that a removal hid")
}
