package pagination_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

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
			require.Equal(t, lead+length+1, calls, "the pager fetches each page of the cycle once")
			require.Len(t, got, calls)
		}
	}
}

func TestErrLoop_ResumedWalk(t *testing.T) {
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

// The pager fetches the page with the bad marker again, and yields none of its items twice.
func TestErrLoop_Cursor(t *testing.T) {
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

func TestErrLoop_KeepsThePage(t *testing.T) {
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
	last, err := p.Page(t.Context(), page.Next())
	require.ErrorIs(t, err, pagination.ErrLoop)
	if last != nil {
		got = append(got, last.Items...)
	}
	rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c", "d", "e"}, append(got, rest...))
}

// endless returns the pager of a list that has n empty pages, and then one with an item.
func endless(n int, log *recorder) *pagination.Pager[string] {
	return pagination.ByMarker(spec, func(_ context.Context, marker string, size int) (pagination.MarkerResult[string], error) {
		log.record(request{marker: marker, size: size})
		here, _ := strconv.Atoi(marker)
		if here == n {
			return pagination.MarkerResult[string]{Items: []string{"found"}}, nil
		}
		return pagination.MarkerResult[string]{Next: strconv.Itoa(here + 1)}, nil
	}, identity)
}

func TestByMarker_NinetyNineEmptyPages(t *testing.T) {
	t.Parallel()
	log := &recorder{}
	got, err := items(t.Context(), endless(99, log))
	require.NoError(t, err)
	assert.Equal(t, []string{"found"}, got)
	assert.Equal(t, 100, log.count())
}

func TestErrNoProgress_HundredEmptyPages(t *testing.T) {
	t.Parallel()
	log := &recorder{}
	p := endless(100, log)
	walk, err := pages(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrNoProgress)
	assert.Len(t, walk, 100, "Pages yields empty pages, too")
	assert.Equal(t, 100, log.count())
	// A caller can continue at the cursor of the error.
	got, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, []string{"found"}, got)
	assert.Equal(t, 101, log.count())
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
		return pagination.MarkerResult[string]{Items: []string{"item"}, Next: fmt.Sprint(calls)}, nil
	}, identity, pagination.WithMaxPages(1234))
	_, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrTooManyPages)
	assert.Equal(t, 1234, calls)
}
