package pagination_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestOf(t *testing.T) {
	t.Parallel()
	t.Run("copies the items", func(t *testing.T) {
		passed := names(3)
		p := pagination.Of(passed...)
		passed[0] = "changed"
		page, err := p.Page(t.Context(), "")
		require.NoError(t, err)
		assert.Equal(t, names(3), page.Items)
		page.Items[0] = "changed"
		_ = append(page.Items[:1], "changed")
		all, err := p.Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, names(3), all)
	})
	t.Run("yields one empty page without items", func(t *testing.T) {
		all, err := pages(t.Context(), pagination.Of[string]())
		require.NoError(t, err)
		require.Len(t, all, 1)
		assert.Zero(t, all[0].Total)
		assert.Empty(t, all[0].Items)
		assert.True(t, all[0].Last())
	})
	t.Run("keeps items that are equal", func(t *testing.T) {
		all, err := pagination.Of("a", "a", "a").With(pagination.WithPageSize(1)).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "a", "a"}, all)
	})
	t.Run("has pages of 100 items", func(t *testing.T) {
		all, err := pages(t.Context(), pagination.Of(names(250)...))
		require.NoError(t, err)
		require.Len(t, all, 3)
		assert.Len(t, all[0].Items, 100)
	})
	t.Run("accepts a page size above the number of its items", func(t *testing.T) {
		page, err := pagination.Of(names(3)...).With(pagination.WithPageSize(1<<31-1)).Page(t.Context(), "")
		require.NoError(t, err)
		assert.Len(t, page.Items, 3)
		assert.Empty(t, page.Next())
	})
	t.Run("rejects a cursor after its last item", func(t *testing.T) {
		page, err := pagination.Of(names(30)...).With(pagination.WithPageSize(20)).Page(t.Context(), "")
		require.NoError(t, err)
		_, err = pagination.Of(names(10)...).Page(t.Context(), page.Next())
		assert.ErrorIs(t, err, pagination.ErrBadCursor)
		for _, marker := range []string{"-1", "x", "99999999999999999999"} {
			_, err = pagination.Of(names(10)...).Page(t.Context(), forge(2, "pagination.Of", marker, 100))
			assert.ErrorIs(t, err, pagination.ErrBadCursor, marker)
		}
	})
	t.Run("ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := pagination.Of(1, 2).Collect(ctx)
		assert.ErrorIs(t, err, context.Canceled)
	})
}

// TestOf_Model is not parallel, because it counts goroutines.
func TestOf_Model(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 60).Draw(t, "items")
		size := rapid.IntRange(1, 20).Draw(t, "page size")
		limit := rapid.IntRange(0, 70).Draw(t, "limit")
		p := pagination.Of(items...).With(
			pagination.WithPageSize(size), pagination.WithLimit(limit), pagination.WithReadAhead(rapid.IntRange(0, 4).Draw(t, "read-ahead")))
		want := items
		if limit > 0 {
			want = items[:min(limit, len(items))]
		}
		all, err := p.Collect(context.Background())
		require.NoError(t, err)
		require.True(t, slices.Equal(want, all), "%v is not %v", all, want)

		before := 0 // the items of earlier pages
		for page, err := range p.Pages(context.Background()) {
			require.NoError(t, err)
			require.Equal(t, len(items), page.Total)
			require.LessOrEqual(t, len(page.Items), size)
			for i := -1; i < len(page.Items); i++ {
				rest, err := pagination.Of(items...).With(pagination.From(page.After(i))).Collect(context.Background())
				require.NoError(t, err)
				require.True(t, slices.Equal(items[before+i+1:], rest), "after item %d", before+i)
			}
			if before += len(page.Items); page.Next() != "" {
				rest, err := pagination.Of(items...).With(pagination.From(page.Next())).Collect(context.Background())
				require.NoError(t, err)
				require.True(t, slices.Equal(items[before:], rest))
			} else {
				require.Equal(t, len(items), before)
			}
		}
	})
}
