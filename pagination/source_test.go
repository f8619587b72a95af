package pagination_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestSourceError(t *testing.T) {
	t.Parallel()
	fails := func(i int) bool { return i%3 == 0 }
	for _, concurrency := range []int{1, 2, 64} {
		a := &accounts{n: 30, each: 2, fails: fails}
		got := drain(t, pagination.Merge(t.Context(), concurrency, a.sources()))
		items, failed := a.all()
		assert.Equal(t, items, got.items)
		assert.Equal(t, failed, got.failed)
		assert.Empty(t, got.others)
	}
	for _, err := range pagination.Merge(t.Context(), 1, (&accounts{n: 1, fails: fails}).sources()) {
		failure, ok := err.(*pagination.SourceError)
		require.True(t, ok, "%T", err)
		assert.Equal(t, accountName(0), failure.Name)
		assert.ErrorIs(t, failure, errAccount)
	}
}

func TestSourceError_EndsItsSource(t *testing.T) {
	t.Parallel()
	stopped := false
	seq := slices.Values([]source{{Name: "endless", Items: func(context.Context) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { stopped = !yield("", errAccount) }
	}}})
	got := drain(t, pagination.Merge(t.Context(), 1, seq))
	assert.Equal(t, []string{"endless"}, got.failed)
	assert.True(t, stopped)
}

func TestSource_WithoutItems(t *testing.T) {
	t.Parallel()
	good := &accounts{n: 3, each: 2}
	sources := func(yield func(source) bool) {
		if yield(source{Name: "empty"}) {
			good.sources()(yield)
		}
	}
	items, _ := good.all()
	got := drain(t, pagination.Merge(t.Context(), 2, sources))
	assert.Equal(t, items, got.items)
	assert.Equal(t, []string{"empty"}, got.failed)
	for _, err := range pagination.Merge(t.Context(), 1, slices.Values([]source{{Name: "empty"}})) {
		assert.ErrorIs(t, err, pagination.ErrBadOption)
	}
}
