package pagination_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestError_Cursor_ResumedWalk(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		first, err := a.over(l, pagination.WithPageSize(10)).Page(t.Context(), "")
		require.NoError(t, err)
		at := first.After(6)
		p := failing(a, l, 1, func() error { return errService }, pagination.From(at))
		_, err = items(t.Context(), p)
		require.ErrorIs(t, err, errService)
		assert.Equal(t, at, cursorOf(t, err), "rows that were delivered stay so")
		rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
		require.NoError(t, err)
		assert.Equal(t, l.items[7:], rest)
	})
}

func TestErrTooManyPages_ResumesAtTheNextPage(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10), pagination.WithMaxPages(3))
		var got []string
		var at pagination.Cursor
		for range 10 {
			some, err := items(t.Context(), p.With(pagination.From(at)))
			got = append(got, some...)
			if err == nil {
				break
			}
			require.ErrorIs(t, err, pagination.ErrTooManyPages)
			require.Len(t, some, 30)
			at = cursorOf(t, err)
		}
		assert.Equal(t, l.items, got)
		assert.Equal(t, 10, l.count())
	})
}

func TestErrNoProgress_ResumesBehindWhatWasRead(t *testing.T) {
	t.Parallel()
	service := &faultyService{list: names(20), faults: faults{total: fixed(1 << 20)}}
	p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(10))
	got, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrNoProgress)
	require.Equal(t, service.list, got)
	asked := service.count()
	_, err = p.Page(t.Context(), cursorOf(t, err))
	require.NoError(t, err)
	assert.Equal(t, service.requests[asked-1].number+1, service.requests[asked].number)
}

func TestErrDrift_ResumesAtTheBeginning(t *testing.T) {
	t.Parallel()
	moves := &changingList{list: list{items: names(30)}, change: removed(2, 5, 8)}
	p := pagination.ByNumber(spec, moves.byNumber, identity, pagination.WithPageSize(10))
	_, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrDrift)
	assert.Empty(t, cursorOf(t, err))
	rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, moves.items, rest)
}

func TestError_Page_RefusedCursorOrOption(t *testing.T) {
	t.Parallel()
	onEach(t, 5, func(t *testing.T, a adapter, l *list) {
		for _, opt := range []pagination.Option{pagination.From("nonsense"), pagination.WithPageSize(101)} {
			var e *pagination.Error
			_, err := items(t.Context(), a.over(l, opt))
			require.ErrorAs(t, err, &e)
			assert.Zero(t, e.Page)
			_, err = a.over(l, opt).Page(t.Context(), "")
			require.ErrorAs(t, err, &e)
			_, err = a.over(l, opt).Collect(t.Context())
			require.ErrorAs(t, err, &e)
		}
		assert.Zero(t, l.count())
	})
}

func TestError_Error(t *testing.T) {
	t.Parallel()
	for _, page := range []int{0, 1, 2, 100} {
		e := &pagination.Error{Cursor: "a-cursor", Page: page, Err: errService}
		assert.True(t, strings.HasPrefix(e.Error(), "pagination: "))
		assert.NotContains(t, e.Error(), "a-cursor")
		assert.Equal(t, errService, errors.Unwrap(e))
	}
}
