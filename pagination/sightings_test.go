package pagination

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The model is a map of Go. Few different hashes, some of them neighbors, make long searches.
func TestSightings_Model(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, model := newSightings(), map[uint64]sighting{}
		hashes := rapid.OneOf(
			rapid.Uint64Range(0, 40), rapid.Uint64Range(1<<63, 1<<63+40), rapid.Uint64(),
		)
		for pass := range uint32(rapid.IntRange(1, 12).Draw(t, "pages")) {
			var page []digest
			for _, hash := range rapid.SliceOfN(hashes, 0, 100).Draw(t, "page") {
				page = append(page, digest{hash: hash, check: pass + 1})
			}
			table.reserve(page, rapid.IntRange(-1, 300).Draw(t, "expected"))
			for _, d := range page {
				slot := table.of(d.hash)
				require.Equal(t, model[d.hash], *slot)
				table.set(slot, d, int(pass)+1)
				model[d.hash] = sighting{hash: d.hash, check: d.check, pass: pass + 1}
			}
			require.Equal(t, len(model), table.used)
			require.LessOrEqual(t, table.used, limit(len(table.slots)))
		}
		for hash, seen := range model {
			require.Equal(t, seen, *table.of(hash))
		}
	})
}

func TestSightings_reserve(t *testing.T) {
	t.Parallel()
	page := func(from, to uint64) (page []digest) {
		for hash := from; hash < to; hash++ {
			page = append(page, digest{hash: hash, check: 1})
		}
		return page
	}
	add := func(s *sightings, page []digest) {
		for _, d := range page {
			s.set(s.of(d.hash), d, 1)
		}
	}
	for _, tc := range []struct {
		name     string
		known    []digest
		page     []digest
		expected int
		want     int // slots
	}{
		{name: "no keys need no room", page: make([]digest, 100), expected: 100, want: 8},
		{name: "a page that fits needs no room", page: page(1, 8), want: 8},
		{name: "a page that does not fit doubles the slots", page: page(1, 9), want: 16},
		{name: "a large page doubles them often", page: page(1, 114), want: 256},
		{name: "the first page reserves what is expected", page: page(1, 2), expected: 112, want: 128},
		{name: "an unknown total reserves nothing", page: page(1, 2), expected: -1, want: 8},
		{
			name:  "a later page reserves only its own room",
			known: page(1, 2), page: page(2, 3), expected: 112, want: 8,
		},
		{name: "known keys need no room", known: page(1, 8), page: page(1, 8), want: 8},
		{name: "one more key than known needs room", known: page(1, 8), page: page(1, 9), want: 16},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := newSightings()
			add(&s, tc.known)
			s.reserve(tc.page, tc.expected)
			assert.Len(t, s.slots, tc.want)
			for _, d := range tc.known {
				assert.Equal(t, sighting{hash: d.hash, check: d.check, pass: 1}, *s.of(d.hash))
			}
		})
	}
}
