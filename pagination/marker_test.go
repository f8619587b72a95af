package pagination_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func m(marker string) request { return request{marker: marker, size: 10} }

func byMarker(s *script, opts ...pagination.Option) *pagination.Pager[string] {
	opts = append([]pagination.Option{pagination.WithPageSize(10)}, opts...)
	return pagination.ByMarker(spec, s.byMarker, identity, opts...)
}

func TestByMarker(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		replies []reply
		opts    []pagination.Option
		want    string
		pages   int
		err     error
	}{
		{
			name: "ends at a page without a marker", want: "a b c", pages: 2,
			replies: []reply{{want: m(""), items: "a b", next: "1"}, {want: m("1"), items: "c"}},
		},
		{
			name: "goes on after a short page", want: "a b c", pages: 3,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "2"}, {want: m("2"), items: "c"}},
		},
		{
			name: "goes on after an empty page with a marker", want: "a b", pages: 3,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1"), next: "2"}, {want: m("2"), items: "b"}},
		},
		{
			name: "ends at an empty page without a marker", want: "a", pages: 2,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1")}},
		},
		{
			name: "follows the marker of a short page whose request was for just the limit", want: "a b c", pages: 2,
			opts:    []pagination.Option{pagination.WithLimit(10)},
			replies: []reply{{want: m(""), items: "a b", next: "1"}, {want: m("1"), items: "c"}},
		},
		{
			name: "of an empty list is one empty page", pages: 1,
			replies: []reply{{want: m("")}},
		},
		{
			name: "takes a page longer than asked as it is", want: "1 2 3 4 5 6 7 8 9 10 11 12 13", pages: 2,
			replies: []reply{{want: m(""), items: "1 2 3 4 5 6 7 8 9 10 11 12", next: "x"}, {want: m("x"), items: "13"}},
		},
		{
			name: "delivers equal items as often as they come", want: "a a a", pages: 2,
			replies: []reply{{want: m(""), items: "a a", next: "1"}, {want: m("1"), items: "a"}},
		},
		{
			name: "hands on a marker byte by byte", want: "a b", pages: 2,
			replies: []reply{{want: m(""), items: "a", next: " \x00\xff=&%"}, {want: m(" \x00\xff=&%"), items: "b"}},
		},
		{
			name: "ends with ErrLoop at a marker that leads to its own page", want: "a b", pages: 2, err: pagination.ErrLoop,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "1"}},
		},
		{
			name: "ends with ErrLoop at a marker of long ago", want: "a b c", pages: 3, err: pagination.ErrLoop,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "2"}, {want: m("2"), items: "c", next: "1"}},
		},
		{
			name: "ends with ErrLoop on empty pages too", want: "", pages: 2, err: pagination.ErrLoop,
			replies: []reply{{want: m(""), next: "1"}, {want: m("1"), next: "1"}},
		},
		{
			name: "ends with the service's error after the pages before it", want: "a", pages: 1, err: errService,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "lost", next: "2", err: errService}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			walk, err := pages(t.Context(), byMarker(newScript(t, tt.replies...), tt.opts...))
			var got []string
			for i, page := range walk {
				assert.Equal(t, i, page.Index)
				assert.Equal(t, -1, page.Total)
				got = append(got, page.Items...)
			}
			assert.Equal(t, tt.want, strings.Join(got, " "))
			assert.Len(t, walk, tt.pages)
			if tt.err == nil {
				assert.NoError(t, err)
				assert.True(t, walk[len(walk)-1].Last())
				assert.Empty(t, walk[len(walk)-1].Next())
			} else {
				assert.ErrorIs(t, err, tt.err)
			}
		})
	}
}

func TestByMarker_Total(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		replies []reply
		opts    []pagination.Option
		missing string // of the error; "" for none
	}{
		{
			name:    "ends with ErrDrift where a later page has lost its marker",
			replies: []reply{{want: m(""), items: "a b", next: "1", total: 5}, {want: m("1"), items: "c", total: 5}},
			missing: "found 3 of the 5 items",
		},
		{
			name:    "ends with ErrDrift where page one has lost its marker",
			replies: []reply{{want: m(""), items: "a b", total: 5}},
			missing: "found 2 of the 5 items",
		},
		{
			name:    "keeps the total of an earlier page",
			replies: []reply{{want: m(""), items: "a b", next: "1", total: 5}, {want: m("1"), items: "c"}},
			missing: "found 3 of the 5 items",
		},
		{
			name:    "is complete where items join and go meanwhile",
			replies: []reply{{want: m(""), items: "a b", next: "1", total: 4}, {want: m("1"), items: "c", next: "2", total: 5}, {want: m("2"), total: 3}},
		},
		{
			name:    "is complete where an item joins before the first page",
			replies: []reply{{want: m(""), items: "a b", next: "1", total: 3}, {want: m("1"), items: "c", total: 4}},
		},
		{
			name:    "is complete without a total",
			replies: []reply{{want: m(""), items: "a b", next: "1"}, {want: m("1"), items: "c", total: -1}},
		},
		{
			name:    "says nothing where the limit ends the walk",
			opts:    []pagination.Option{pagination.WithLimit(10)},
			replies: []reply{{want: m(""), items: "1 2 3 4 5 6 7 8 9 10", total: 12}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := byMarker(newScript(t, tt.replies...), tt.opts...).Collect(t.Context())
			if tt.missing == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorIs(t, err, pagination.ErrDrift)
			assert.ErrorContains(t, err, tt.missing)
			assert.Empty(t, cursorOf(t, err), "only a new walk can find what is missing")
		})
	}
	t.Run("is not compared with a part of the list", func(t *testing.T) {
		t.Parallel()
		s := newScript(t, reply{want: m(""), items: "a b", next: "1", total: 3}, reply{want: m("1"), items: "c", total: 3})
		page, err := byMarker(s).Page(t.Context(), "")
		require.NoError(t, err)
		assert.Equal(t, 3, page.Total)
		rest, err := byMarker(s, pagination.From(page.Next())).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{"c"}, rest)
	})
}

func TestErrLoop_CycleOfAnyLength(t *testing.T) {
	t.Parallel()
	for _, lead := range []int{0, 1, 7} {
		for length := 1; length <= 50; length++ {
			calls := 0
			p := pagination.ByMarker(spec, func(_ context.Context, marker string, _ int) (pagination.MarkerResult[string], error) {
				calls++
				here, _ := strconv.Atoi(marker)
				next := here + 1
				if next == lead+length+1 {
					next = lead + 1
				}
				return pagination.MarkerResult[string]{Items: []string{strconv.Itoa(here)}, Next: strconv.Itoa(next)}, nil
			}, identity)
			got, err := items(t.Context(), p)
			require.ErrorIs(t, err, pagination.ErrLoop)
			require.Equal(t, lead+length+1, calls, "each page of the cycle is asked for once")
			require.Len(t, got, calls)
		}
	}
}

func TestErrLoop_MarkerResumedAt(t *testing.T) {
	t.Parallel()
	s := newScript(t,
		reply{want: m(""), items: "a", next: "1"},
		reply{want: m("1"), items: "b", next: "2"},
		reply{want: m("2"), items: "c", next: "1"})
	p := byMarker(s)
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	got, err := items(t.Context(), p.With(pagination.From(page.Next())))
	assert.ErrorIs(t, err, pagination.ErrLoop)
	assert.Equal(t, []string{"b", "c"}, got)
}

// The page with the bad marker is asked for again, and nothing of it repeated.
func TestErrLoop_GoesOnWhereTheMarkerGetsBetter(t *testing.T) {
	t.Parallel()
	s := newScript(t,
		reply{want: m(""), items: "a b", next: "1"},
		reply{want: m("1"), items: "c d", next: "1"},
		reply{want: m("1"), items: "c d", next: "2"},
		reply{want: m("2"), items: "e"})
	p := byMarker(s)
	got, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrLoop)
	assert.Equal(t, []string{"a", "b", "c", "d"}, got)
	rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, []string{"e"}, rest)
}

func TestErrLoop_PageIsNotLost(t *testing.T) {
	t.Parallel()
	s := newScript(t,
		reply{want: m(""), items: "a b", next: "1"},
		reply{want: m("1"), items: "c d", next: "1"},
		reply{want: m("1"), items: "c d", next: "2"},
		reply{want: m("2"), items: "e"})
	p := byMarker(s)
	page, err := p.Page(t.Context(), "")
	require.NoError(t, err)
	got := page.Items
	bad, err := p.Page(t.Context(), page.Next())
	require.ErrorIs(t, err, pagination.ErrLoop)
	if bad != nil {
		got = append(got, bad.Items...)
	}
	rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c", "d", "e"}, append(got, rest...))
}

// endless returns n empty pages, and then one with an item.
func endless(n int, asked *recorder) *pagination.Pager[string] {
	return pagination.ByMarker(spec, func(_ context.Context, marker string, size int) (pagination.MarkerResult[string], error) {
		asked.record(request{marker: marker, size: size})
		here, _ := strconv.Atoi(marker)
		if here == n {
			return pagination.MarkerResult[string]{Items: []string{"found"}}, nil
		}
		return pagination.MarkerResult[string]{Next: strconv.Itoa(here + 1)}, nil
	}, identity)
}

func TestByMarker_NinetyNineEmptyPages(t *testing.T) {
	t.Parallel()
	asked := &recorder{}
	got, err := items(t.Context(), endless(99, asked))
	require.NoError(t, err)
	assert.Equal(t, []string{"found"}, got)
	assert.Equal(t, 100, asked.count())
}

func TestErrNoProgress_HundredEmptyPages(t *testing.T) {
	t.Parallel()
	asked := &recorder{}
	p := endless(100, asked)
	walk, err := pages(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrNoProgress)
	assert.Len(t, walk, 100, "empty pages are delivered too")
	assert.Equal(t, 100, asked.count())
	// Who knows better may go on.
	got, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, []string{"found"}, got)
	assert.Equal(t, 101, asked.count())
}

func TestErrNoProgress_EmptyPagesInARow(t *testing.T) {
	t.Parallel()
	p := pagination.ByMarker(spec, func(_ context.Context, marker string, _ int) (pagination.MarkerResult[string], error) {
		here, _ := strconv.Atoi(marker)
		r := pagination.MarkerResult[string]{Next: strconv.Itoa(here + 1)}
		if here%100 == 99 {
			r.Items = []string{marker}
		}
		if here == 999 {
			r.Next = ""
		}
		return r, nil
	}, identity)
	got, err := items(t.Context(), p)
	require.NoError(t, err)
	assert.Len(t, got, 10)
}

func TestWithMaxPages_EndlessMarkers(t *testing.T) {
	t.Parallel()
	calls := 0
	p := pagination.ByMarker(spec, func(context.Context, string, int) (pagination.MarkerResult[string], error) {
		calls++
		return pagination.MarkerResult[string]{Items: []string{"again"}, Next: fmt.Sprint(calls)}, nil
	}, identity, pagination.WithMaxPages(1234))
	_, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrTooManyPages)
	assert.Equal(t, 1234, calls)
}
