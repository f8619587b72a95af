package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestPager_Collect(t *testing.T) {
	t.Parallel()
	onEach(t, 1037, func(t *testing.T, a adapter, l *list) {
		// Where the last page is full, only one more shows that it was the last:
		// a total may be too low.
		for size, requests := range map[int]int{1: 1037 + a.further, 7: 149, 10: 104, 61: 17 + a.further, 100: 11, 0: 11} {
			before := l.count()
			p := a.over(l)
			if size > 0 {
				p = p.With(pagination.WithPageSize(size))
			}
			got, err := p.Collect(t.Context())
			require.NoError(t, err)
			require.Equal(t, l.items, got)
			require.Equal(t, requests, l.count()-before, "requests with size %d", size)
		}
	})
}

func TestPage_After(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{1, 7, 10, 19, 100} {
			p := a.over(l, pagination.WithPageSize(size))
			walk, err := pages(t.Context(), p)
			require.NoError(t, err)
			rest := func(at pagination.Cursor) []string {
				require.NotEmpty(t, at)
				// The cursor alone brings its page size.
				got, err := items(t.Context(), a.over(l, pagination.From(at)))
				require.NoError(t, err)
				return got
			}
			begin := 0
			for _, page := range walk {
				for i := range page.Items {
					require.Equal(t, l.items[begin+i+1:], rest(page.After(i)))
				}
				n := len(page.Items)
				require.Equal(t, l.items[begin:], rest(page.After(-1)))
				require.Equal(t, page.After(-1), page.After(-1000))
				require.Equal(t, page.After(n-1), page.After(n))
				require.Equal(t, page.After(n-1), page.After(n+1000))
				begin += n
				if page.Last() {
					require.Empty(t, page.Next())
					require.Equal(t, len(l.items), begin)
				} else {
					require.Equal(t, l.items[begin:], rest(page.Next()))
				}
			}
		}
	})
}

// Each item by a walk of its own: nothing is lost between 95 cursors.
func TestFrom_AgainAndAgain(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, size := range []int{1, 7, 10, 19, 100} {
			for _, step := range []int{1, 3, 10} {
				var at pagination.Cursor
				var got []string
				for {
					p := a.over(l, pagination.From(at), pagination.WithLimit(step))
					if at == "" {
						p = p.With(pagination.WithPageSize(size))
					}
					some := 0
					next := pagination.Cursor("")
					for page, err := range p.Pages(t.Context()) {
						require.NoError(t, err)
						got = append(got, page.Items...)
						some += len(page.Items)
						next = page.Next()
					}
					require.LessOrEqual(t, some, step)
					if at = next; at == "" {
						break
					}
					require.Less(t, len(got), len(l.items)+1)
				}
				require.Equal(t, l.items, got, "size %d, step %d", size, step)
			}
		}
	})
}

func TestPage_After_RowsLeftOut(t *testing.T) {
	t.Parallel()
	rows := []string{"a", "b", "a", "c", "b", "b", "d", "e", "e", "f", "g", "g"}
	for _, limit := range []int{0, 1, 2, 3, 4, 5, 6, 7} {
		for _, size := range []int{6, 7, 12, 20} {
			l := &list{items: rows}
			p := pagination.ByNumber(spec, l.byNumber, identity,
				pagination.WithPageSize(size), pagination.WithLimit(limit))
			for page, err := range p.Pages(t.Context()) {
				if err != nil {
					require.ErrorIs(t, err, pagination.ErrDrift)
					break
				}
				if page.Index > 1 {
					break // a further pass
				}
				for i, item := range page.Items {
					// The raw rows behind the item's own row.
					raw := rows[slices.Index(rows, item)+1:]
					got, _ := items(t.Context(), p.With(pagination.WithLimit(0), pagination.From(page.After(i))))
					for _, g := range got {
						require.Contains(t, raw, g)
					}
					for _, row := range raw {
						if !slices.Contains(rows[:slices.Index(rows, item)+1], row) {
							require.Contains(t, got, row, "size %d limit %d after %s", size, limit, item)
						}
					}
					// On page one it is known what came before.
					if page.Index == 0 {
						whole := []string{"a", "b", "c", "d", "e", "f", "g"}
						require.Equal(t, whole[i+1:], got, "size %d limit %d after %s", size, limit, item)
					}
				}
			}
		}
	}
}

func TestPager_Page(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10))
		var got []string
		var at pagination.Cursor
		for n := 0; ; n++ {
			page, err := p.Page(t.Context(), at)
			require.NoError(t, err)
			assert.Zero(t, page.Index, "each is a walk of its own")
			assert.Equal(t, fmt.Sprint("request ", n+1), page.RequestID)
			got = append(got, page.Items...)
			if at = page.Next(); at == "" {
				assert.True(t, page.Last())
				break
			}
			assert.False(t, page.Last())
		}
		assert.Equal(t, l.items, got)
		assert.Equal(t, 10, l.count())
	})
}

func TestPager_Page_BeginsAtFrom(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10))
		page, err := p.Page(t.Context(), "")
		require.NoError(t, err)
		resumed := p.With(pagination.From(page.After(4)))
		for range 2 {
			got, err := resumed.Page(t.Context(), "")
			require.NoError(t, err)
			assert.Equal(t, l.items[5:10], got.Items)
			got, err = resumed.Page(t.Context(), page.Next())
			require.NoError(t, err)
			assert.Equal(t, l.items[10:20], got.Items)
		}
	})
}

func TestPager_Page_WithLimit(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		for _, limit := range []int{1, 3, 10, 11, 100, 1000} {
			p := a.over(l, pagination.WithPageSize(10), pagination.WithLimit(limit))
			var got []string
			var at pagination.Cursor
			for {
				page, err := p.Page(t.Context(), at)
				require.NoError(t, err)
				require.LessOrEqual(t, len(page.Items), limit)
				got = append(got, page.Items...)
				if at = page.Next(); at == "" {
					break
				}
			}
			require.Equal(t, l.items, got, "limit %d", limit)
		}
	})
}

func TestPage_Total(t *testing.T) {
	t.Parallel()
	request := func(n int) request { return request{number: n, size: 2} }
	s := newScript(t,
		reply{want: request(1), items: "a b", total: 6},
		reply{want: request(2), items: "c d", total: -1},
		reply{want: request(3), items: "e f", total: 6},
		reply{want: request(4), total: 6})
	walk, err := pages(t.Context(), pagination.ByNumber(spec, s.byNumber, identity, pagination.WithPageSize(2)))
	require.NoError(t, err)
	var totals []int
	for _, page := range walk {
		totals = append(totals, page.Total)
	}
	assert.Equal(t, []int{6, -1, 6, 6}, totals)
}

// Whatever the service makes of a context that ends while it is asked, the walk's error
// tells of the context and of its cause.
func TestError_Unwrap_ContextThatEnds(t *testing.T) {
	t.Parallel()
	left := errors.New("the user went away")
	wraps := fmt.Errorf("stopped: %w", context.Canceled)
	for _, tt := range []struct {
		name   string
		cause  error
		during func(context.Context) error
		want   string
	}{
		{name: "the context's error", cause: left, during: context.Context.Err, want: "context canceled: the user went away"},
		{name: "the cause", cause: left, during: context.Cause, want: "context canceled: the user went away"},
		{
			name: "an error around the context's", cause: left,
			during: func(ctx context.Context) error { return fmt.Errorf("get: %w", ctx.Err()) },
			want:   "context canceled: the user went away: get: context canceled",
		},
		{
			name: "both", cause: left,
			during: func(ctx context.Context) error { return fmt.Errorf("get: %w: %w", ctx.Err(), context.Cause(ctx)) },
			want:   "get: context canceled: the user went away",
		},
		{
			name: "another error", cause: left,
			during: func(context.Context) error { return errors.New("connection closed") },
			want:   "context canceled: the user went away: connection closed",
		},
		{name: "the error of a context without a cause", during: context.Context.Err, want: "context canceled"},
		{name: "the error where the cause wraps it", cause: wraps, during: context.Context.Err, want: "stopped: context canceled"},
		{name: "a cause that wraps the error", cause: wraps, during: context.Cause, want: "stopped: context canceled"},
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

func TestPager_All_CancelAfterTheLastPage(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		for _, err := range a.over(l, pagination.WithPageSize(10)).All(ctx) {
			require.NoError(t, err)
			if n++; n == 91 {
				cancel()
			}
		}
		cancel()
		assert.Equal(t, 95, n, "all was read")
	})
}

func TestError_Unwrap_ServiceTimeout(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		_, err := items(t.Context(), failing(a, l, 1, func() error { return context.DeadlineExceeded }))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, context.Canceled)
	})
}
