package pagination_test

import (
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
			name: "continues after a short page", want: "a b c", pages: 3,
			replies: []reply{
				{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "2"},
				{want: m("2"), items: "c"},
			},
		},
		{
			name: "continues after an empty page with a marker", want: "a b", pages: 3,
			replies: []reply{
				{want: m(""), items: "a", next: "1"}, {want: m("1"), next: "2"},
				{want: m("2"), items: "b"},
			},
		},
		{
			name: "ends at an empty page without a marker", want: "a", pages: 2,
			replies: []reply{{want: m(""), items: "a", next: "1"}, {want: m("1")}},
		},
		{
			name: "follows the marker of a short page if the request had the size of the limit",
			want: "a b c", pages: 2,
			opts:    []pagination.Option{pagination.WithLimit(10)},
			replies: []reply{{want: m(""), items: "a b", next: "1"}, {want: m("1"), items: "c"}},
		},
		{
			name: "yields one empty page for an empty list", pages: 1,
			replies: []reply{{want: m("")}},
		},
		{
			name: "yields all items of a page that is longer than asked for",
			want: "1 2 3 4 5 6 7 8 9 10 11 12 13", pages: 2,
			replies: []reply{
				{want: m(""), items: "1 2 3 4 5 6 7 8 9 10 11 12", next: "x"},
				{want: m("x"), items: "13"},
			},
		},
		{
			name: "yields equal items as often as the service returns them", want: "a a a",
			pages:   2,
			replies: []reply{{want: m(""), items: "a a", next: "1"}, {want: m("1"), items: "a"}},
		},
		{
			name: "sends a marker unchanged", want: "a b", pages: 2,
			replies: []reply{
				{want: m(""), items: "a", next: " \x00\xff=&%"},
				{want: m(" \x00\xff=&%"), items: "b"},
			},
		},
		{
			name: "ends with ErrLoop at a marker that leads to its own page", want: "a b", pages: 2,
			err: pagination.ErrLoop,
			replies: []reply{
				{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "1"},
			},
		},
		{
			name: "ends with ErrLoop at a marker of an earlier page", want: "a b c", pages: 3,
			err: pagination.ErrLoop,
			replies: []reply{
				{want: m(""), items: "a", next: "1"}, {want: m("1"), items: "b", next: "2"},
				{want: m("2"), items: "c", next: "1"},
			},
		},
		{
			name: "ends with ErrLoop on empty pages too", want: "", pages: 2,
			err:     pagination.ErrLoop,
			replies: []reply{{want: m(""), next: "1"}, {want: m("1"), next: "1"}},
		},
		{
			name: "ends with the error of the service after the pages before it", want: "a",
			pages: 1, err: errService,
			replies: []reply{
				{want: m(""), items: "a", next: "1"},
				{want: m("1"), items: "lost", next: "2", err: errService},
			},
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
		missing string // text of the error; "": no error
	}{
		{
			name: "ends with ErrDrift if a later page has lost its marker",
			replies: []reply{
				{want: m(""), items: "a b", next: "1", total: 5},
				{want: m("1"), items: "c", total: 5},
			},
			missing: "found 3 of the 5 items",
		},
		{
			name:    "ends with ErrDrift if page one has lost its marker",
			replies: []reply{{want: m(""), items: "a b", total: 5}},
			missing: "found 2 of the 5 items",
		},
		{
			name: "keeps the total of an earlier page",
			replies: []reply{
				{want: m(""), items: "a b", next: "1", total: 5}, {want: m("1"), items: "c"},
			},
			missing: "found 3 of the 5 items",
		},
		{
			name: "is complete if items appear and disappear meanwhile",
			replies: []reply{
				{want: m(""), items: "a b", next: "1", total: 4},
				{want: m("1"), items: "c", next: "2", total: 5}, {want: m("2"), total: 3},
			},
		},
		{
			name: "is complete if an item appears before the first page",
			replies: []reply{
				{want: m(""), items: "a b", next: "1", total: 3},
				{want: m("1"), items: "c", total: 4},
			},
		},
		{
			name: "is complete without a total",
			replies: []reply{
				{want: m(""), items: "a b", next: "1"}, {want: m("1"), items: "c", total: -1},
			},
		},
		{
			name:    "does not count if the limit ends the walk",
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
			assert.Empty(t, cursorOf(t, err), "only a new walk can find the missing items")
		})
	}
	t.Run("does not count for a part of the list", func(t *testing.T) {
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
