package pagination

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// colliding returns a pager over pages of two rows whose keys have the mark that mark
// gives them, and a check of their own.
func colliding(pages [][]string, total int, mark func(key string) uint64, opts ...Option) *Pager[string] {
	fetch := func(_ context.Context, number, size int) (NumberResult[string], error) {
		r := NumberResult[string]{Number: number, Size: size, Total: total}
		if number <= len(pages) {
			r.Items = pages[number-1]
		}
		return r, nil
	}
	p := ByNumber(Spec{Scope: "collisions", MaxSize: 2}, fetch, func(s string) string { return s }, opts...)
	track := p.scheme.track
	p.scheme.track = func(start position, o *options) tracker[string] {
		t := track(start, o).(*numberTracker[string])
		t.memory.digest = func(key string) (uint64, uint32) { return mark(key), uint32(key[0]) }
		return t
	}
	return p
}

func TestByNumber_Collision(t *testing.T) {
	t.Parallel()
	pages := [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
	all := []string{"a", "b", "c", "d", "e"}
	own := func(key string) uint64 { return uint64(key[0]) }
	like := func(one, other byte) func(string) uint64 {
		return func(key string) uint64 {
			if key[0] == other {
				return uint64(one)
			}
			return uint64(key[0])
		}
	}
	for _, tc := range []struct {
		name  string
		mark  func(string) uint64
		drift bool
	}{
		{name: "is none where each key has its own mark", mark: own},
		{name: "is drift within a page", mark: like('a', 'b'), drift: true},
		{name: "is drift from page to page", mark: like('a', 'd'), drift: true},
		{name: "is drift in the last row", mark: like('a', 'e'), drift: true},
		{name: "is drift where all keys have one mark", mark: func(string) uint64 { return 1 }, drift: true},
	} {
		for _, total := range []int{-1, 5, 4, 6} { // unknown, true, and those that lie
			for _, rescan := range []int{0, 1, 2} {
				t.Run(fmt.Sprintf("%s, total %d, rescan %d", tc.name, total, rescan), func(t *testing.T) {
					t.Parallel()
					var got []string
					var end error
					for item, err := range colliding(pages, total, tc.mark, WithRescan(rescan)).All(t.Context()) {
						if end = err; err == nil {
							got = append(got, item)
						}
					}
					assert.Subset(t, got, all, "no row is lost")
					if tc.drift {
						require.ErrorIs(t, end, ErrDrift)
					} else {
						assert.Equal(t, all, got)
						assert.False(t, end != nil && total == 5, "%v", end)
					}
				})
			}
		}
	}
	t.Run("is drift where it appears in a further pass", func(t *testing.T) {
		t.Parallel()
		mine := [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
		p := colliding(mine, 5, like('a', 'x'), WithRescan(1)) // which always makes a further pass
		var got []string
		var end error
		for item, err := range p.All(t.Context()) {
			if end = err; err == nil {
				got = append(got, item)
			}
			if item == "e" { // the last of the first pass
				mine[1] = []string{"c", "x"}
			}
		}
		require.ErrorIs(t, end, ErrDrift)
		assert.Subset(t, got, []string{"a", "b", "c", "d", "e", "x"})
	})
}
