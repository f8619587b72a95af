package pagination

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// colliding returns a pager over pages of two rows. hash makes the hash of a key, and each key
// has a check of its own.
func colliding(pages [][]string, total int, hash func(key string) uint64, opts ...Option) *Pager[string] {
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
		t.memory.digest = func(key string) digest { return digest{hash(key), uint32(key[0])} }
		return t
	}
	return p
}

func TestByNumber_Collision(t *testing.T) {
	t.Parallel()
	pages := [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
	all := []string{"a", "b", "c", "d", "e"}
	own := func(key string) uint64 { return uint64(key[0]) }
	sharing := func(one, other byte) func(string) uint64 {
		return func(key string) uint64 {
			if key[0] == other {
				return uint64(one)
			}
			return uint64(key[0])
		}
	}
	for _, tc := range []struct {
		name  string
		hash  func(string) uint64
		drift bool
	}{
		{name: "each key has a hash of its own", hash: own},
		{name: "two keys of a page share a hash", hash: sharing('a', 'b'), drift: true},
		{name: "two keys of different pages share a hash", hash: sharing('a', 'd'), drift: true},
		{name: "the last row shares a hash", hash: sharing('a', 'e'), drift: true},
		{name: "all keys share one hash", hash: func(string) uint64 { return 1 }, drift: true},
	} {
		for _, total := range []int{-1, 5, 4, 6} { // unknown, true and wrong
			for _, rescan := range []int{0, 1, 2} {
				t.Run(fmt.Sprintf("%s, total %d, rescan %d", tc.name, total, rescan), func(t *testing.T) {
					t.Parallel()
					var got []string
					var end error
					for item, err := range colliding(pages, total, tc.hash, WithRescan(rescan)).All(t.Context()) {
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
	t.Run("a hash is shared in a further pass", func(t *testing.T) {
		t.Parallel()
		changing := [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
		p := colliding(changing, 5, sharing('a', 'x'), WithRescan(1)) // always makes a further pass
		var got []string
		var end error
		for item, err := range p.All(t.Context()) {
			if end = err; err == nil {
				got = append(got, item)
			}
			if item == "e" { // the last item of the first pass
				changing[1] = []string{"c", "x"}
			}
		}
		require.ErrorIs(t, end, ErrDrift)
		assert.Subset(t, got, []string{"a", "b", "c", "d", "e", "x"})
	})
}
