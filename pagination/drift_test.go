package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A moving list changes before fetches: change gets the number of the fetch,
// from 1, and the list, and returns the list as it is from then on.
type moving struct {
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

func (m *moving) byNumber(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
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

// drifted is what a pass shows to anyone who looks at its answers.
func (p passed) drifted(trusted bool) bool {
	distinct := len(p.distinct())
	return distinct < len(p.rows) ||
		trusted && (len(slices.Compact(slices.Clone(p.totals))) > 1 || distinct < p.totals[len(p.totals)-1])
}

func (p passed) metTheSameAs(q passed) bool { return slices.Equal(p.distinct(), q.distinct()) }

// rested reports whether the list stood still from the beginning of one pass to the end
// of the next.
func rested(first, second passed) bool {
	return !first.moved && !second.moved && slices.Equal(first.end, second.begin)
}

func still(_ int, items []string) []string { return items }

func TestErrDrift_ListThatMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 4).Draw(t, "size")
		fresh := 0
		busy := rapid.IntRange(0, 30).Draw(t, "fetches that find a change")
		m := &moving{list: list{items: names(rapid.IntRange(0, 14).Draw(t, "items"))}}
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
		got, err := items(context.Background(), pagination.ByNumber(spec, m.byNumber, itself, opts...))

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
		same := passes == 1 || last.metTheSameAs(m.passes[passes-2])
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
		if still := !last.moved && (passes == 1 || rested(m.passes[passes-2], last)); still {
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
		got, err := items(context.Background(), pagination.ByNumber(spec, l.byNumber, itself, pagination.WithPageSize(size)))
		require.NoError(t, err)
		require.Equal(t, l.items, got)
		require.Equal(t, len(l.items)/size+1, l.count())
	})
}

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
		{name: "a still list is read once", change: still, passes: 1, items: 30},
		{
			name:   "a still list is read once with no pass allowed",
			change: still, opts: []pagination.Option{pagination.WithRescan(0)}, passes: 1, items: 30,
		},
		{
			name:   "a still list is read twice when that is asked for",
			change: still, opts: []pagination.Option{pagination.WithRescan(1)}, passes: 2, items: 30,
		},
		{
			name:   "a still list is read twice even if more is allowed",
			change: still, opts: []pagination.Option{pagination.WithRescan(100)}, passes: 2, items: 30,
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
			change: still, opts: []pagination.Option{pagination.WithRescan(5), pagination.WithRescan(0)}, passes: 1, items: 30,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &moving{list: list{items: names(30)}, change: tt.change}
			p := pagination.ByNumber(spec, m.byNumber, itself, append(tt.opts, pagination.WithPageSize(10))...)
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
			m := &moving{list: list{items: names(30)}}
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
			p := pagination.ByNumber(spec, m.byNumber, itself, pagination.WithPageSize(10), pagination.WithRescan(rescan))
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
	m := &moving{list: list{items: names(30)}, change: func(fetch int, items []string) []string {
		if fetch > 1 {
			return nil
		}
		return items
	}}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, itself, pagination.WithPageSize(10)))
	require.NoError(t, err)
	assert.Len(t, m.passes, 3)
	assert.Len(t, got, 10)
}

// Rows without a key count: that there are as many of the others is not enough.
func TestWithRescan_RowsWithoutAKey(t *testing.T) {
	t.Parallel()
	m := &moving{list: list{items: []string{"a", "x1", "x2", "b"}}, change: func(fetch int, items []string) []string {
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
	m := &moving{list: list{items: names(30)}, change: removed(2)}
	got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, itself, pagination.WithPageSize(10)))
	require.NoError(t, err)
	whole := names(30)
	assert.Equal(t, append(slices.Delete(whole, 10, 11), "a010"), got)
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
			m := &moving{list: list{items: names(20)}, change: func(fetch int, items []string) []string {
				if fetch == 2 {
					return tt.change(items)
				}
				return items
			}}
			got, err := items(t.Context(), pagination.ByNumber(spec, m.byNumber, itself, pagination.WithPageSize(10)))
			require.NoError(t, err)
			assert.Subset(t, got, m.items)
		})
	}
}

func TestFrom_NeverReadsAgain(t *testing.T) {
	t.Parallel()
	l := &list{items: names(30)}
	first, err := pagination.ByNumber(spec, l.byNumber, itself, pagination.WithPageSize(10)).Page(t.Context(), "")
	require.NoError(t, err)
	for _, opts := range [][]pagination.Option{nil, {pagination.WithRescan(5)}} {
		for _, at := range []pagination.Cursor{first.After(3), first.Next()} {
			opts := append(opts, pagination.From(at))
			m := &moving{list: list{items: names(30)}, change: still}
			_, err := items(t.Context(), pagination.ByNumber(spec, m.countless, itself, opts...))
			require.NoError(t, err, "a still list")
			m = &moving{list: list{items: names(30)}, change: removed(2)}
			_, err = items(t.Context(), pagination.ByNumber(spec, m.countless, itself, opts...))
			require.ErrorIs(t, err, pagination.ErrDrift)
			require.LessOrEqual(t, m.count(), 4)
		}
	}
}

// countless is byNumber for walks that do not begin at page one.
func (m *moving) countless(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
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
				m := &moving{list: list{items: names(30)}, change: change}
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

func TestByNumber_RowTwice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rows []string
		want []string
		err  error
	}{
		{name: "on one page", rows: []string{"a", "a", "b", "c", "d"}, want: []string{"a", "b", "c", "d"}},
		{name: "on two pages", rows: []string{"a", "b", "c", "a", "d"}, want: []string{"a", "b", "c", "d"}},
		{
			name: "as the last",
			rows: []string{"a", "b", "c", "d", "d"}, want: []string{"a", "b", "c", "d"}, err: pagination.ErrDrift,
		},
		{
			name: "as a whole page",
			rows: []string{"a", "b", "a", "b", "c"}, want: []string{"a", "b", "c"}, err: pagination.ErrDrift,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := &list{items: tt.rows}
			p := pagination.ByNumber(spec, l.byNumber, itself, pagination.WithPageSize(2))
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

func TestWithRescan_BehindAShortenedRequest(t *testing.T) {
	t.Parallel()
	m := &moving{list: list{items: names(5)}, change: func(fetch int, items []string) []string {
		if fetch == 2 {
			return slices.Insert(items[1:], 0, "new")
		}
		return items
	}}
	p := pagination.ByNumber(spec, m.byNumber, itself,
		pagination.WithPageSize(20), pagination.WithLimit(10), pagination.WithRescan(2))
	got, err := items(t.Context(), p)
	require.NoError(t, err)
	assert.Equal(t, append(names(5), "new"), got)
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
	}, itself, pagination.WithPageSize(10))

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
