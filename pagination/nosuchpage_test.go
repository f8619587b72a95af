package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

var errGone = fmt.Errorf("404: %w", pagination.ErrNoSuchPage)

// n returns the request for a page of two.
func n(number int) request { return request{number: number, size: 2} }

func TestErrNoSuchPage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		replies []reply
		opts    []pagination.Option
		want    string
		err     error
	}{
		{
			name: "is the end if it confirms the total", want: "a b c d",
			replies: []reply{
				{want: n(1), items: "a b", total: 4}, {want: n(2), items: "c d", total: 4},
				{want: n(3), err: errGone},
			},
		},
		{
			name: "is the end of a list of one full page", want: "a b",
			replies: []reply{{want: n(1), items: "a b", total: 2}, {want: n(2), err: errGone}},
		},
		{
			name: "is the end if an earlier page had the total", want: "a b c d",
			replies: []reply{
				{want: n(1), items: "a b", total: 4}, {want: n(2), items: "c d", total: -1},
				{want: n(3), err: errGone},
			},
		},
		{
			name: "is an error if the total promises the page", want: "a b",
			err:     pagination.ErrNoSuchPage,
			replies: []reply{{want: n(1), items: "a b", total: 3}, {want: n(2), err: errGone}},
		},
		{
			name: "is an error after more items than the total", want: "a b c d",
			err: pagination.ErrNoSuchPage,
			replies: []reply{
				{want: n(1), items: "a b", total: 3}, {want: n(2), items: "c d", total: 3},
				{want: n(3), err: errGone},
			},
		},
		{
			name: "is an error if no page had a total", want: "a b", err: pagination.ErrNoSuchPage,
			replies: []reply{{want: n(1), items: "a b", total: -1}, {want: n(2), err: errGone}},
		},
		{
			name: "is an error on page one", want: "", err: pagination.ErrNoSuchPage,
			replies: []reply{{want: n(1), err: errGone}},
		},
		{
			name: "is an error on page one of a further pass, though the total is 0", want: "a b",
			err:  pagination.ErrNoSuchPage,
			opts: []pagination.Option{pagination.WithRescan(1)},
			replies: []reply{
				{want: n(1), items: "a b", total: 0}, {want: n(2), total: 0},
				{want: n(1), err: errGone},
			},
		},
		{
			name: "is an error if the latest total differs from the items", want: "a b c d",
			err: pagination.ErrNoSuchPage,
			replies: []reply{
				{want: n(1), items: "a b", total: 4}, {want: n(2), items: "c d", total: 5},
				{want: n(3), err: errGone},
			},
		},
		{
			name: "does not change another error of the same page", want: "a b c d",
			err: errService,
			replies: []reply{
				{want: n(1), items: "a b", total: 4}, {want: n(2), items: "c d", total: 4},
				{want: n(3), err: errService},
			},
		},
		{
			name: "ends only the pass if the pass saw drift", want: "a b c d",
			err:  pagination.ErrDrift,
			opts: []pagination.Option{pagination.WithRescan(0)},
			replies: []reply{
				{want: n(1), items: "a b", total: 5}, {want: n(2), items: "c d", total: 4},
				{want: n(3), err: errGone},
			},
		},
		{
			name: "ends a further pass like the first", want: "a b c d",
			opts: []pagination.Option{pagination.WithRescan(1)},
			replies: []reply{
				{want: n(1), items: "a b", total: 4}, {want: n(2), items: "c d", total: 4},
				{want: n(3), err: errGone}, {want: n(1), items: "a b", total: 4},
				{want: n(2), items: "c d", total: 4}, {want: n(3), err: errGone},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newScript(t, tt.replies...)
			pager := pagination.ByNumber(spec, s.byNumber, identity, append(tt.opts, pagination.WithPageSize(2))...)
			walk, err := pages(t.Context(), pager)
			var got []string
			for _, page := range walk {
				got = append(got, page.Items...)
			}
			assert.Equal(t, tt.want, strings.Join(got, " "))
			if tt.err != nil {
				assert.ErrorIs(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			last := walk[len(walk)-1]
			assert.True(t, last.Last())
			assert.Empty(t, last.Items, "an empty page represents the refused page")
			assert.Equal(t, len(got), last.Total)
		})
	}
}

// refusing returns the fetch function of a service that refuses the pages after the last.
func refusing(l *list) func(context.Context, int, int) (pagination.NumberResult[string], error) {
	return func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
		r, err := l.byNumber(ctx, number, size)
		if number > 1 && len(r.Items) == 0 {
			return pagination.NumberResult[string]{}, errGone
		}
		return r, err
	}
}

func TestErrNoSuchPage_AfterACursor(t *testing.T) {
	t.Parallel()
	l := &list{items: names(40)}
	p := pagination.ByNumber(spec, refusing(l), identity, pagination.WithPageSize(10))
	walk, err := pages(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, walk, 5)
	t.Run("Page and a resumed walk end like the complete walk", func(t *testing.T) {
		left := l.items
		for _, page := range walk[:4] {
			left = left[len(page.Items):]
			rest, err := items(t.Context(), p.With(pagination.From(page.Next())))
			require.NoError(t, err)
			require.Equal(t, left, append([]string{}, rest...))
		}
		last, err := p.Page(t.Context(), walk[3].Next())
		require.NoError(t, err)
		assert.Empty(t, last.Items)
		assert.True(t, last.Last())
	})
	t.Run("is an error if the cursor is after an item of the refused page", func(t *testing.T) {
		longer := pagination.ByNumber(spec, (&list{items: names(43)}).byNumber, identity, pagination.WithPageSize(10))
		walk, err := pages(t.Context(), longer)
		require.NoError(t, err)
		_, err = p.Page(t.Context(), walk[4].After(0))
		require.ErrorIs(t, err, pagination.ErrNoSuchPage)
	})
	t.Run("is an error if the list became shorter", func(t *testing.T) {
		shorter := pagination.ByNumber(spec, refusing(&list{items: names(20)}), identity)
		_, err := shorter.Page(t.Context(), walk[2].Next())
		require.ErrorIs(t, err, pagination.ErrNoSuchPage)
	})
	t.Run("a cancelled walk ends with the error of the context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancels := func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
			r, err := refusing(l)(ctx, number, size)
			if err != nil {
				cancel()
			}
			return r, err
		}
		_, err := items(ctx, pagination.ByNumber(spec, cancels, identity, pagination.WithPageSize(10)))
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestErrNoSuchPage_ReadAhead(t *testing.T) {
	t.Parallel()
	for _, ahead := range []int{1, 2, 4, 16} {
		for _, count := range []int{10, 20, 40, 41} {
			l := &list{items: names(count)}
			p := pagination.ByNumber(spec, refusing(l), identity, pagination.WithPageSize(10), pagination.WithReadAhead(ahead))
			got, err := items(t.Context(), p)
			require.NoError(t, err, "%d items, read-ahead %d", count, ahead)
			require.Equal(t, l.items, got)
		}
	}
	t.Run("a refusal waits for its turn", func(t *testing.T) {
		l := &list{items: names(40)}
		deep := func(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
			if number > 2 {
				return pagination.NumberResult[string]{}, errGone
			}
			return l.byNumber(ctx, number, size)
		}
		p := pagination.ByNumber(spec, deep, identity, pagination.WithPageSize(10), pagination.WithReadAhead(8))
		got, err := items(t.Context(), p)
		require.ErrorIs(t, err, pagination.ErrNoSuchPage)
		assert.Equal(t, l.items[:20], got)
	})
}

func TestErrNoSuchPage_ByMarker(t *testing.T) {
	t.Parallel()
	p := pagination.ByMarker(spec, func(context.Context, string, int) (pagination.MarkerResult[string], error) {
		return pagination.MarkerResult[string]{}, errors.Join(errService, errGone)
	}, identity)
	_, err := items(t.Context(), p)
	require.ErrorIs(t, err, errService)
}
