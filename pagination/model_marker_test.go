package pagination_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"

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

// A markerService pages a moving list by the place of the last row of a page, which
// holds also where that row has gone.
type markerService struct {
	list     *modelList
	gives    int  // the most rows of a page; 0: as many as asked for
	gaps     int  // one in so many pages is empty and names a next one; 0: none
	trailing bool // a full last page names a next one, which is empty
	loops    bool // the last page names the first marker again
	most     int  // fetches before the walk counts as endless
	log      []markerExchange
}

func newMarkerService(r *rand.Rand, list *modelList, size int) *markerService {
	s := &markerService{list: list, trailing: r.IntN(2) == 0}
	switch r.IntN(8) {
	case 0, 1:
		s.gives = 1 + r.IntN(size)
	case 2:
		s.gaps = 1 + r.IntN(3)
	case 3:
		s.loops = true
	}
	return s
}

func (s *markerService) String() string {
	return fmt.Sprintf("by marker, gives at most %d, one page of %d is empty, names an empty last page %t, loops %t",
		s.gives, s.gaps, s.trailing, s.loops)
}

// Fetch is what the pager calls.
func (s *markerService) Fetch(_ context.Context, marker string, limit int) (markerPage, error) {
	s.list.fetch()
	e := markerExchange{marker: marker, size: limit}
	if len(s.log) >= s.most {
		e.err = errModelEndless
	} else {
		e.page = s.respond(s.list.rows, marker, limit)
	}
	s.log = append(s.log, e)
	return e.page, e.err
}

func (s *markerService) respond(rows []*modelRow, marker string, limit int) markerPage {
	if s.gives > 0 {
		limit = min(limit, s.gives)
	}
	place, behindGap := strings.CutPrefix(marker, "e")
	rank, _ := strconv.ParseInt(place, 10, 64)
	if s.gaps > 0 && !behindGap && (rank>>32)%int64(s.gaps) == 0 {
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
