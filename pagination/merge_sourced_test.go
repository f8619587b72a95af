package pagination_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestMergeSourced(t *testing.T) {
	t.Run("names the source of each item and of each failure", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		a := &accounts{n: 50, each: 3, fails: func(i int) bool { return i%10 == 4 }}
		var items, failed []string
		for s, err := range pagination.MergeSourced(t.Context(), 8, a.sources()) {
			if failure, ok := errors.AsType[*pagination.SourceError](err); ok {
				assert.Zero(t, s, "the item of an error")
				failed = append(failed, failure.Name)
				continue
			}
			require.NoError(t, err)
			source, _, _ := strings.Cut(s.Item, "/")
			assert.Equal(t, source, s.Source)
			items = append(items, s.Item)
		}
		slices.Sort(items)
		slices.Sort(failed)
		wantItems, wantFailed := a.all()
		assert.Equal(t, wantItems, items)
		assert.Equal(t, wantFailed, failed)
	})
	t.Run("stops everything if the loop breaks", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		a := &accounts{n: 50, each: 3}
		for range pagination.MergeSourced(t.Context(), 8, a.sources()) {
			break
		}
		assert.Zero(t, a.open.Load())
	})
	t.Run("ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := pagination.Collect(pagination.MergeSourced(ctx, 8, (&accounts{n: 5, each: 3}).sources()))
		require.ErrorIs(t, err, context.Canceled)
		assert.ErrorContains(t, err, "MergeSourced ended before its sources")
	})
	t.Run("names itself in ErrBadOption", func(t *testing.T) {
		_, err := pagination.Collect(pagination.MergeSourced[int](t.Context(), 1, nil))
		require.ErrorIs(t, err, pagination.ErrBadOption)
		assert.ErrorContains(t, err, "MergeSourced")
		_, err = pagination.Collect(pagination.MergeSourced(t.Context(), 0, (&accounts{}).sources()))
		require.ErrorIs(t, err, pagination.ErrBadOption)
	})
}
