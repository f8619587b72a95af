package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

type markerPage = pagination.MarkerResult[*modelRow]

// A markerExchange is a request and its response.
type markerExchange struct {
	marker string
	size   int
	page   markerPage
	err    error
}

// A markerService pages a changing list by marker. A marker is the rank of the last row of a
// page, which is valid even if the row has disappeared.
type markerService struct {
	list       *modelList
	maxRows    int  // the most rows of a page; 0: as many as requested
	gaps       int  // one of so many pages is empty and names a next one; 0: none
	trailing   bool // a full last page names a next one, which is empty
	loops      bool // the last page names the first marker again
	maxFetches int  // after so many fetches, the walk counts as endless
	log        []markerExchange
}

func newMarkerService(r *rand.Rand, list *modelList, size int) *markerService {
	s := &markerService{list: list, trailing: r.IntN(2) == 0}
	switch r.IntN(8) {
	case 0, 1:
		s.maxRows = 1 + r.IntN(size)
	case 2:
		s.gaps = 1 + r.IntN(3)
	case 3:
		s.loops = true
	}
	return s
}

func (s *markerService) String() string {
	return fmt.Sprintf("by marker, at most %d rows a page, one of %d pages empty, names an empty last page %t, "+
		"loops %t",
		s.maxRows, s.gaps, s.trailing, s.loops)
}

// Fetch is the fetch function of the pager.
func (s *markerService) Fetch(_ context.Context, marker string, limit int) (markerPage, error) {
	s.list.fetch()
	e := markerExchange{marker: marker, size: limit}
	if len(s.log) >= s.maxFetches {
		e.err = errModelEndless
	} else {
		e.page = s.respond(s.list.rows, marker, limit)
	}
	s.log = append(s.log, e)
	return e.page, e.err
}

func (s *markerService) respond(rows []*modelRow, marker string, limit int) markerPage {
	if s.maxRows > 0 {
		limit = min(limit, s.maxRows)
	}
	place, afterGap := strings.CutPrefix(marker, "e")
	rank, _ := strconv.ParseInt(place, 10, 64)
	if s.gaps > 0 && !afterGap && (rank>>32)%int64(s.gaps) == 0 {
		return markerPage{Next: "e" + strconv.FormatInt(rank, 10)}
	}
	from := sort.Search(len(rows), func(i int) bool { return rows[i].rank > rank })
	to := min(from+limit, len(rows))
	page := markerPage{Items: rows[from:to:to]}
	switch {
	case to < len(rows), s.trailing && to == from+limit:
		page.Next = strconv.FormatInt(rows[to-1].rank, 10)
	case s.loops && len(rows) > 0:
		page.Next = strconv.FormatInt(rows[0].rank, 10)
	}
	return page
}

// A markerCase is a walk over a service that pages by marker.
type markerCase struct {
	random  *rand.Rand
	size    int
	list    *modelList
	service *markerService
	limit   int
	style   walkStyle
	rows    int // the rows at the first fetch
	walk    *modelWalk
}

func newMarkerCase(random *rand.Rand) *markerCase {
	c := &markerCase{random: random, size: 1 + random.IntN(6), style: walkStyle(random.IntN(int(allStyles)))}
	c.list = newModelList(random, random.IntN(13))
	c.service = newMarkerService(random, c.list, c.size)
	if c.style != withAll {
		c.service.loops = false // single pages do not show that a marker repeats
	}
	if c.style != byItem && random.IntN(2) == 0 {
		c.limit = 1 + random.IntN(6)
	}
	switch random.IntN(6) {
	case 0:
		c.list.sharedKeys = 0.3
	case 1:
		c.list.keyless = 0.3
	}
	return c
}

func (c *markerCase) letChange() {
	c.list.chance = []float64{0.1, 0.3, 1}[c.random.IntN(3)]
	c.list.left = 1 + c.random.IntN(8)
	c.list.swaps, c.list.returns = true, true
	c.service.loops = false // a loop may end if rows disappear
}

// run makes the walk and returns the rule that it breaks.
func (c *markerCase) run() finding {
	c.list.name()
	c.rows = len(c.list.rows)
	c.service.maxFetches = 4*(c.rows+c.list.left) + 10 + c.list.left*c.size
	c.walk = &modelWalk{byMarker: true}
	c.walk.walk(modelByMarker(c.service, pagination.WithPageSize(c.size), pagination.WithLimit(c.limit)), c.style, c.random)
	cut := c.style == withAll && c.limit > 0 && len(c.walk.rows) >= c.limit
	switch err := c.walk.err; {
	case errors.Is(err, errModelEndless):
		return c.finding("ends, read "+c.style.String(), "")
	case c.service.loops && c.rows > 0:
		if errors.Is(err, pagination.ErrLoop) || cut {
			return finding{}
		}
		return c.finding("follows no marker twice", "")
	case errors.Is(err, pagination.ErrDrift) && c.list.changed && c.limit > 0:
		return finding{} // the cursor of a first page that the limit made shorter is that of a row
	case err != nil:
		return c.finding("ends without an error", "")
	case c.walk.rereads > 0 && !c.list.changed:
		return c.finding("keeps its place in a list that does not change", "")
	case cut && len(c.walk.rows) > c.limit:
		return c.finding("yields no more items than its limit", "")
	case cut:
		return c.exact(c.list.rows[:min(c.limit, len(c.list.rows))])
	case c.countsRows():
		return finding{}
	case c.yieldedTwice() != nil:
		return c.finding("yields each row once", c.yieldedTwice().key)
	}
	for _, row := range c.list.rows {
		if !row.gone && !slices.Contains(c.walk.rows, row) {
			return c.finding("yields each row that stays", row.key)
		}
	}
	return c.exact(c.list.rows)
}

// exact compares a walk with a list that did not change.
func (c *markerCase) exact(want []*modelRow) finding {
	if c.list.changed || slices.Equal(c.walk.rows, want) {
		return finding{}
	}
	return c.finding("yields exactly the rows of the list", "")
}

// countsRows reports whether the list changed and a cursor was at a row without a key of its
// own. The pager must use the place of such a row.
func (c *markerCase) countsRows() bool {
	return c.list.changed && slices.ContainsFunc(c.walk.cursors, func(row *modelRow) bool {
		return row.key == "" || c.list.sharedKeys > 0
	})
}

// yieldedTwice returns a row that came twice although the walk did not read a page again.
func (c *markerCase) yieldedTwice() *modelRow {
	for i, row := range c.walk.rows {
		if c.walk.rereads == 0 && slices.Contains(c.walk.rows[:i], row) {
			return row
		}
	}
	return nil
}

func (c *markerCase) finding(rule, problem string) finding {
	var b strings.Builder
	fmt.Fprintf(&b, "  problem: %s\n  service: %v\n  walk: %v, page size %d, limit %d\n", problem, c.service, c.style, c.size, c.limit)
	for _, e := range c.service.log[:min(len(c.service.log), 40)] {
		fmt.Fprintf(&b, "  %d rows after marker %q: [%s], next %q, %v\n", e.size, e.marker, keysOf(e.page.Items), e.page.Next, e.err)
	}
	fmt.Fprintf(&b, "  yielded: [%s], %v\n  rows of the cursors: [%s], pages read again: %d\n"+
		"  list at the end: [%s]\n",
		keysOf(c.walk.rows), c.walk.err, keysOf(c.walk.cursors), c.walk.rereads, keysOf(c.list.rows))
	return finding{rule: rule, details: b.String()}
}

func TestByMarker_Model(t *testing.T) {
	t.Parallel()
	t.Run("yields each row that stays once while the list changes", func(t *testing.T) {
		t.Parallel()
		runModel(t, 15_000, func(random *rand.Rand) finding {
			c := newMarkerCase(random)
			c.letChange()
			return c.run()
		})
	})
	t.Run("reads a list that does not change completely, with All, page by page and item by item", func(t *testing.T) {
		t.Parallel()
		runModel(t, 10_000, func(random *rand.Rand) finding {
			return newMarkerCase(random).run()
		})
	})
}
