package pagination_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// sequenceWithErrors yields numbers from 0, and an error for each step that fails. Like a
// merge, it continues after an error.
func sequenceWithErrors(fails []bool, taken *int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i, fail := range fails {
			*taken++
			var err error
			item := i
			if fail {
				item, err = 0, errService
			}
			if !yield(item, err) {
				return
			}
		}
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	taken := 0
	t.Run("returns all items", func(t *testing.T) {
		all, err := pagination.Collect(sequence(3, nil, &taken))
		require.NoError(t, err)
		assert.Equal(t, []int{0, 1, 2}, all)
	})
	t.Run("returns the items before the error, and stops the sequence there", func(t *testing.T) {
		taken := 0
		all, err := pagination.Collect(sequenceWithErrors([]bool{false, false, true, false}, &taken))
		assert.Same(t, errService, err)
		assert.Equal(t, []int{0, 1}, all)
		assert.Equal(t, 3, taken)
	})
	t.Run("returns nothing for an empty sequence", func(t *testing.T) {
		all, err := pagination.Collect(sequence(0, nil, &taken))
		require.NoError(t, err)
		assert.Empty(t, all)
	})
	t.Run("returns ErrBadOption for a nil sequence", func(t *testing.T) {
		_, err := pagination.Collect[int](nil)
		assert.ErrorIs(t, err, pagination.ErrBadOption)
		assert.ErrorContains(t, err, "Collect")
	})
}

func TestFirst(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		seq  func(taken *int) iter.Seq2[int, error]
		want int
		ok   bool
		err  error
	}{
		{
			name: "returns the first item and reads no more",
			seq: func(taken *int) iter.Seq2[int, error] {
				return pagination.Filter(sequence(9, errService, taken), func(i int) bool { return i == 1 })
			},
			want: 1, ok: true,
		},
		{
			name: "reports that there is no item",
			seq:  func(taken *int) iter.Seq2[int, error] { return sequence(0, nil, taken) },
		},
		{name: "returns the error that comes first", seq: func(taken *int) iter.Seq2[int, error] {
			return sequenceWithErrors([]bool{true, false}, taken)
		}, err: errService},
		{
			name: "returns ErrBadOption for a nil sequence",
			seq:  func(*int) iter.Seq2[int, error] { return nil }, err: pagination.ErrBadOption,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			taken := 0
			got, ok, err := pagination.First(tt.seq(&taken))
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.ok, ok)
			assert.ErrorIs(t, err, tt.err)
			assert.LessOrEqual(t, taken, 2)
		})
	}
}

func TestTake(t *testing.T) {
	t.Parallel()
	t.Run("yields the first items and the errors between them, and reads no more", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			fails := rapid.SliceOf(rapid.Bool()).Draw(t, "steps")
			n := rapid.IntRange(0, 12).Draw(t, "n")
			stopAt := rapid.IntRange(0, 20).Draw(t, "stops the loop at")
			type step struct {
				item int
				err  error
			}
			var want []step
			for i, items := 0, 0; i < len(fails) && items < n && len(want) <= stopAt; i++ {
				if fails[i] {
					want = append(want, step{err: errService})
					continue
				}
				want = append(want, step{item: i})
				items++
			}
			taken := 0
			seq := pagination.Take(sequenceWithErrors(fails, &taken), n)
			for range 2 { // each range counts anew
				taken = 0
				var got []step
				for item, err := range seq {
					got = append(got, step{item: item, err: err})
					if len(got) > stopAt {
						break
					}
				}
				require.Equal(t, want, got)
				require.Equal(t, len(want), taken, "items that Take read from the sequence")
			}
		})
	})
	t.Run("fetches no page after the last item", func(t *testing.T) {
		onEach(t, 95, func(t *testing.T, a adapter, l *list) {
			all, err := pagination.Collect(pagination.Take(a.over(l, pagination.WithPageSize(10)).All(t.Context()), 20))
			require.NoError(t, err)
			assert.Equal(t, names(20), all)
			assert.Equal(t, 2, l.count())
		})
	})
	t.Run("yields ErrBadOption for bad arguments", func(t *testing.T) {
		taken := 0
		for name, seq := range map[string]iter.Seq2[int, error]{
			"no sequence":       pagination.Take[int](nil, 1),
			"a negative number": pagination.Take(sequence(3, nil, &taken), -1),
		} {
			all, err := pagination.Collect(seq)
			assert.ErrorIs(t, err, pagination.ErrBadOption, name)
			assert.ErrorContains(t, err, "Take", name)
			assert.Empty(t, all, name)
		}
		assert.Zero(t, taken)
	})
}
