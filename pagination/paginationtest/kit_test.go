package paginationtest

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

func TestTestPager_BrokenPagers(t *testing.T) {
	t.Parallel()
	for _, tc := range slices.Concat(brokenWalks(), brokenPages(), brokenNumbers()) {
		for _, ahead := range []int{0, 4} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", tc.name, ahead), func(t *testing.T) {
				found := complaints(t, tc.kit, ahead, tc.lines...)
				for _, line := range tc.lines {
					assert.NotEmpty(t, found[line], "no check fails for line %s", line)
				}
			})
		}
	}
}

// TestTestPager_SoundPagers shows that the complaints of the tests above come from the defects.
func TestTestPager_SoundPagers(t *testing.T) {
	t.Parallel()
	sound := map[string]Kit[int]{
		"by marker": byMarker(func(fetch markerFetch) markerFetch { return fetch }),
		"by number": byNumber(func(fetch numberFetch) numberFetch { return fetch }),
	}
	for name, kit := range sound {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, complaints(t, kit, 0))
			assert.Empty(t, complaints(t, kit, 4))
		})
	}
}

func TestClaims_EveryLineOfTheContract(t *testing.T) {
	t.Parallel()
	for _, faults := range [][]Kind{nil, MarkerKinds(), NumberKinds()} {
		var lines []string
		names := map[string]bool{}
		for _, c := range claims[int]() {
			if c.applies(faults) {
				lines = append(lines, c.line)
			}
			assert.False(t, names[c.name(0)], "two claims have the name %s", c.name(0))
			names[c.name(0)] = true
		}
		want := []string{
			line1, line2, line3, line4, line5, line6, line7,
			line10, line11, line12, line13, line14, line15,
		}
		if faults != nil {
			want = append(want, line8, completeness)
		}
		assert.Subset(t, lines, want)
	}
}

func TestGoroutines_OfTheBubble(t *testing.T) {
	t.Parallel()
	assert.Empty(t, goroutines(), "outside a bubble")
	stop := make(chan struct{})
	defer close(stop)
	go func() { <-stop }()
	synctest.Test(t, func(*testing.T) {
		before := goroutines()
		done := make(chan struct{})
		go func() { <-done }()
		synctest.Wait()
		after := goroutines()
		assert.Len(t, after, len(before)+1)
		assert.Contains(t, report(before, after), "TestGoroutines_OfTheBubble")
		close(done)
	})
}
