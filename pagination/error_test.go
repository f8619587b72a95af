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

func TestError_Cursor_ResumedWalk(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		first, err := a.over(l, pagination.WithPageSize(10)).Page(t.Context(), "")
		require.NoError(t, err)
		at := first.After(6)
		p := failing(a, l, 1, func() error { return errService }, pagination.From(at))
		_, err = items(t.Context(), p)
		require.ErrorIs(t, err, errService)
		assert.Equal(t, at, cursorOf(t, err), "the cursor is after the rows that the walk yielded")
		rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
		require.NoError(t, err)
		assert.Equal(t, l.items[7:], rest)
	})
}

func TestErrTooManyPages_Cursor(t *testing.T) {
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

func TestErrNoProgress_Cursor(t *testing.T) {
	t.Parallel()
	service := &faultyService{list: names(20), faults: faults{total: fixed(1 << 20)}}
	p := pagination.ByNumber(spec, service.byNumber, identity, pagination.WithPageSize(10))
	got, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrNoProgress)
	require.Equal(t, service.list, got)
	sent := service.count()
	_, err = p.Page(t.Context(), cursorOf(t, err))
	require.NoError(t, err)
	assert.Equal(t, service.requests[sent-1].number+1, service.requests[sent].number)
}

func TestErrDrift_Cursor(t *testing.T) {
	t.Parallel()
	l := &changingList{list: list{items: names(30)}, change: removed(2, 5, 8)}
	p := pagination.ByNumber(spec, l.byNumber, identity, pagination.WithPageSize(10))
	_, err := items(t.Context(), p)
	require.ErrorIs(t, err, pagination.ErrDrift)
	assert.Empty(t, cursorOf(t, err))
	rest, err := items(t.Context(), p.With(pagination.From(cursorOf(t, err))))
	require.NoError(t, err)
	assert.Equal(t, l.items, rest)
}

func TestError_Page_BadCursorOrOption(t *testing.T) {
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

// TestError_Unwrap_ContextThatEnds checks that the error of a walk has the context's error and
// its cause, whatever the service returns when the context ends.
func TestError_Unwrap_ContextThatEnds(t *testing.T) {
	t.Parallel()
	cause := errors.New("the user left")
	wraps := fmt.Errorf("stopped: %w", context.Canceled)
	for _, tt := range []struct {
		name   string
		cause  error
		during func(context.Context) error
		want   string
	}{
		{
			name:  "the service returns the context's error",
			cause: cause, during: context.Context.Err, want: "context canceled: the user left",
		},
		{
			name:  "the service returns the cause",
			cause: cause, during: context.Cause, want: "context canceled: the user left",
		},
		{
			name: "the service wraps the context's error", cause: cause,
			during: func(ctx context.Context) error { return fmt.Errorf("get: %w", ctx.Err()) },
			want:   "context canceled: the user left: get: context canceled",
		},
		{
			name: "the service returns both", cause: cause,
			during: func(ctx context.Context) error {
				return fmt.Errorf("get: %w: %w", ctx.Err(), context.Cause(ctx))
			},
			want: "get: context canceled: the user left",
		},
		{
			name: "the service returns another error", cause: cause,
			during: func(context.Context) error { return errors.New("connection closed") },
			want:   "context canceled: the user left: connection closed",
		},
		{name: "the context has no cause", during: context.Context.Err, want: "context canceled"},
		{
			name:  "the cause wraps the context's error",
			cause: wraps, during: context.Context.Err, want: "stopped: context canceled",
		},
		{
			name:  "the service returns a cause that wraps the context's error",
			cause: wraps, during: context.Cause, want: "stopped: context canceled",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			onEach(t, 95, func(t *testing.T, a adapter, l *list) {
				ctx, cancel := context.WithCancelCause(t.Context())
				fail := func() error { cancel(tt.cause); return tt.during(ctx) }
				got, err := items(ctx, failing(a, l, 3, fail, pagination.WithPageSize(10)))
				require.ErrorIs(t, err, context.Canceled)
				require.ErrorIs(t, err, context.Cause(ctx))
				assert.Equal(t, tt.want, errors.Unwrap(err).Error())
				assert.Len(t, got, 20)
			})
		})
	}
}

func TestError_Unwrap_ServiceTimeout(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		_, err := items(t.Context(), failing(a, l, 1, func() error { return context.DeadlineExceeded }))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, context.Canceled)
	})
}
