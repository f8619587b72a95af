package pagination_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A markerCase is a walk over a service that pages by marker.
type markerCase struct {
	random  *rand.Rand
	size    int
	list    *modelList
	service *markerService
	limit   int
	style   walkStyle
	rows    int // at the first fetch
	walk    *modelWalk
}

func newMarkerCase(random *rand.Rand) *markerCase {
	c := &markerCase{random: random, size: 1 + random.IntN(6), style: walkStyle(random.IntN(int(allStyles)))}
	c.list = newModelList(random, random.IntN(13))
	c.service = newMarkerService(random, c.list, c.size)
	if c.style != inOneGo {
		c.service.loops = false // single pages do not show that a marker comes again
	}
	if c.style != byItem && random.IntN(2) == 0 {
		c.limit = 1 + random.IntN(6)
	}
	switch random.IntN(6) {
	case 0:
		c.list.twins = 0.3
	case 1:
		c.list.keyless = 0.3
	}
	return c
}

func (c *markerCase) moves() {
	c.list.chance = []float64{0.1, 0.3, 1}[c.random.IntN(3)]
	c.list.left = 1 + c.random.IntN(8)
	c.list.swaps, c.list.returns = true, true
	c.service.loops = false // they may end where rows go
}

// run makes the walk and returns what is wrong with it.
func (c *markerCase) run() finding {
	c.list.name()
	c.rows = len(c.list.rows)
	c.service.most = 4*(c.rows+c.list.left) + 10 + c.list.left*c.size
	c.walk = &modelWalk{byMarker: true}
	c.walk.walk(modelByMarker(c.service, pagination.WithPageSize(c.size), pagination.WithLimit(c.limit)), c.style, c.random)
	cut := c.style == inOneGo && c.limit > 0 && len(c.walk.rows) >= c.limit
	switch err := c.walk.err; {
	case errors.Is(err, errModelEndless):
		return c.finding("comes to an end "+c.style.String(), "")
	case c.service.loops && c.rows > 0:
		if errors.Is(err, pagination.ErrLoop) || cut {
			return finding{}
		}
		return c.finding("follows no marker twice", "")
	case errors.Is(err, pagination.ErrDrift) && c.list.moved && c.limit > 0:
		return finding{} // behind a first page that the limit made shorter, the place is a row
	case err != nil:
		return c.finding("ends with nil", "")
	case c.walk.again > 0 && !c.list.moved:
		return c.finding("keeps its place in a list that stands still", "")
	case cut && len(c.walk.rows) > c.limit:
		return c.finding("delivers no more than its limit", "")
	case cut:
		return c.exact(c.list.rows[:min(c.limit, len(c.list.rows))])
	case c.countsRows():
		return finding{}
	case c.deliveredAgain() != nil:
		return c.finding("delivers each row once", c.deliveredAgain().key)
	}
	for _, row := range c.list.rows {
		if !row.gone && !slices.Contains(c.walk.rows, row) {
			return c.finding("delivers each row that stays", row.key)
		}
	}
	return c.exact(c.list.rows)
}

// exact compares a walk with a list that stood still.
func (c *markerCase) exact(want []*modelRow) finding {
	if c.list.moved || slices.Equal(c.walk.rows, want) {
		return finding{}
	}
	return c.finding("delivers just the rows of the list", "")
}

// countsRows reports whether the list moved and a cursor named a row that its key does not
// tell from others, so that the place of the row counted.
func (c *markerCase) countsRows() bool {
	return c.list.moved && slices.ContainsFunc(c.walk.cursors, func(row *modelRow) bool {
		return row.key == "" || c.list.twins > 0
	})
}

// deliveredAgain is a row that came twice though no page had to be read again.
func (c *markerCase) deliveredAgain() *modelRow {
	for i, row := range c.walk.rows {
		if c.walk.again == 0 && slices.Contains(c.walk.rows[:i], row) {
			return row
		}
	}
	return nil
}

func (c *markerCase) finding(rule, but string) finding {
	var b strings.Builder
	fmt.Fprintf(&b, "  but: %s\n  service: %v\n  walk: %v, page size %d, limit %d\n", but, c.service, c.style, c.size, c.limit)
	for _, e := range c.service.log[:min(len(c.service.log), 40)] {
		fmt.Fprintf(&b, "  %d behind %q: [%s], next %q, %v\n", e.size, e.marker, keysOf(e.page.Items), e.page.Next, e.err)
	}
	fmt.Fprintf(&b, "  delivered: [%s], %v\n  cursors behind: [%s], pages read again: %d\n  list in the end: [%s]\n",
		keysOf(c.walk.rows), c.walk.err, keysOf(c.walk.cursors), c.walk.again, keysOf(c.list.rows))
	return finding{rule: rule, details: b.String()}
}

func TestByMarker_Model(t *testing.T) {
	t.Parallel()
	t.Run("delivers each row that stays just once while the list moves", func(t *testing.T) {
		t.Parallel()
		runModel(t, 15_000, func(random *rand.Rand) finding {
			c := newMarkerCase(random)
			c.moves()
			return c.run()
		})
	})
	t.Run("reads a list that stands still completely, in one go, by page and by item", func(t *testing.T) {
		t.Parallel()
		runModel(t, 10_000, func(random *rand.Rand) finding {
			return newMarkerCase(random).run()
		})
	})
}
