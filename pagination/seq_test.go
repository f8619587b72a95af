package pagination_test

import (
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// sequence yields the numbers 0 to n-1, and then an error if there is one. taken counts the
// items that it yields.
func sequence(n int, err error, taken *int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			*taken++
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

func even(i int) bool     { return i%2 == 0 }
func double(i int) int    { return 2 * i }
func never(i int) bool    { return false }
func length(s string) int { return len(s) }

func TestMap_AndFilter(t *testing.T) {
	t.Parallel()
	var taken int
	tests := []struct {
		name string
		seq  iter.Seq2[int, error]
		want []int
		err  error
	}{
		{
			name: "Map calls the function for each item",
			seq:  pagination.Map(sequence(4, nil, &taken), double), want: []int{0, 2, 4, 6},
		},
		{
			name: "Map yields the error",
			seq:  pagination.Map(sequence(2, errService, &taken), double), want: []int{0, 2},
			err: errService,
		},
		{
			name: "Map yields nothing for an empty sequence",
			seq:  pagination.Map(sequence(0, nil, &taken), double),
		},
		{
			name: "Filter keeps the items for which the function returns true",
			seq:  pagination.Filter(sequence(5, nil, &taken), even), want: []int{0, 2, 4},
		},
		{
			name: "Filter yields the error",
			seq:  pagination.Filter(sequence(3, errService, &taken), even), want: []int{0, 2},
			err: errService,
		},
		{
			name: "Filter yields the error even if it keeps nothing",
			seq:  pagination.Filter(sequence(3, errService, &taken), never), err: errService,
		},
		{
			name: "Map reads a Filter",
			seq:  pagination.Map(pagination.Filter(sequence(5, errService, &taken), even), double),
			want: []int{0, 4, 8}, err: errService,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []int
			var failed error
			for item, err := range tt.seq {
				require.NoError(t, failed, "the sequence yields more after its error")
				if err != nil {
					failed = err
					assert.Zero(t, item)
					continue
				}
				got = append(got, item)
			}
			assert.Equal(t, tt.want, got)
			if tt.err == nil {
				assert.NoError(t, failed)
			} else {
				assert.ErrorIs(t, failed, tt.err)
			}
		})
	}
}

func TestMap_StoppedLoop(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(iter.Seq2[int, error]) iter.Seq2[int, error]{
		"Map": func(s iter.Seq2[int, error]) iter.Seq2[int, error] {
			return pagination.Map(s, double)
		},
		"Filter": func(s iter.Seq2[int, error]) iter.Seq2[int, error] {
			return pagination.Filter(s, even)
		},
	} {
		taken := 0
		for i := range wrap(sequence(100, nil, &taken)) {
			if i == 4 {
				break
			}
		}
		assert.LessOrEqual(t, taken, 5, name)
	}
}

func TestMap_Error(t *testing.T) {
	t.Parallel()
	taken := 0
	for range pagination.Map(sequence(0, errService, &taken), func(int) int {
		assert.Fail(t, "the function must not see the item of an error")
		return 1
	}) {
		continue
	}
	for range pagination.Filter(sequence(0, errService, &taken), func(int) bool {
		assert.Fail(t, "the function must not see the item of an error")
		return true
	}) {
		continue
	}
}

func TestFilter_Walk(t *testing.T) {
	t.Parallel()
	onEach(t, 95, func(t *testing.T, a adapter, l *list) {
		p := a.over(l, pagination.WithPageSize(10))
		n := 0
		for i, err := range pagination.Map(pagination.Filter(p.All(t.Context()), func(s string) bool { return s < "a050" }), length) {
			require.NoError(t, err)
			require.Equal(t, 4, i)
			n++
		}
		assert.Equal(t, 50, n)
	})
}
