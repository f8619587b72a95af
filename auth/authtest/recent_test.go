package authtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func values(r *Recent[int]) (out []int) {
	for _, thing := range r.All() {
		out = append(out, *thing)
	}
	return out
}

func TestRecent_Add(t *testing.T) {
	t.Parallel()
	t.Run("keeps the latest values in their order", func(t *testing.T) {
		t.Parallel()
		var r Recent[int]
		for i := range 3*MaxRecent + 7 {
			r.Add(&i)
			if i == MaxRecent-1 {
				require.Len(t, r.All(), MaxRecent)
				require.Zero(t, *r.All()[0], "keeps as many as it may")
			}
		}
		got := values(&r)
		require.Len(t, got, MaxRecent)
		for i, value := range got {
			require.Equal(t, 2*MaxRecent+7+i, value)
		}
	})
	t.Run("Recent does not grow", func(t *testing.T) {
		t.Parallel()
		var r Recent[int]
		thing := 1
		for range 1_000_000 {
			r.Add(&thing)
			if held := len(r.things.items); held > 2*MaxRecent+1 {
				require.Failf(t, "too many", "Recent holds %d values", held)
			}
		}
		assert.LessOrEqual(t, cap(r.things.items), 4*MaxRecent)
		for _, dropped := range r.things.items[:r.things.head] {
			require.Nil(t, dropped, "the garbage collector frees dropped values")
		}
	})
}

func TestRecent_Remove(t *testing.T) {
	t.Parallel()
	var r Recent[int]
	var things []*int
	for i := range MaxRecent + 3 {
		things = append(things, &i)
		r.Add(&i)
	}
	other := 5
	r.Remove(&other)
	r.Remove(things[0]) // Recent has dropped this one before
	require.Len(t, r.All(), MaxRecent)
	r.Remove(things[5])
	r.Remove(things[len(things)-1])
	r.Remove(things[5])
	got := values(&r)
	assert.Len(t, got, MaxRecent-2)
	assert.Equal(t, []int{3, 4, 6}, got[:3])
	assert.Equal(t, MaxRecent+1, got[len(got)-1])
	assert.Empty(t, (&Recent[int]{}).All())
}
