package pagination_test

import (
	"errors"
	"slices"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// passes splits the requests of a walk into passes from page one. A request for page one with a
// larger size continues a smaller one, which a limit made.
func passes(log []exchange) [][]exchange {
	var all [][]exchange
	for i, e := range log {
		if i == 0 || e.number == 1 && (log[i-1].number > 1 || log[i-1].size >= e.size) {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], e)
	}
	return all
}

// hiddenChange reports whether the responses cannot show that the list changed: the responses
// of the only pass, or of the last two, are those of one list that did not change, at this
// service or at one that repeats its last or first page.
func hiddenChange(s *numberService) bool {
	all := passes(s.log)
	log := slices.Concat(all[max(len(all)-2, 0):]...)
	last, first := *s, *s
	last.ignores, last.end = false, endLastUnreported
	first.ignores, first.end = false, endFirstUnreported
	return matchesOneList(s, log) || s.ignores && (matchesOneList(&last, log) || matchesOneList(&first, log))
}

// onlyCounted reports whether the lost rows have no key, and the last two passes have the same
// number of rows without a key. A further pass can only count such rows.
func onlyCounted(s *numberService, missing []*modelRow) bool {
	all := passes(s.log)
	if len(all) == 1 || slices.ContainsFunc(missing, func(row *modelRow) bool { return row.key != "" }) {
		return false
	}
	var count [2]int
	for i, pass := range all[len(all)-2:] {
		for _, e := range pass {
			for _, row := range e.page.Items {
				if row.key == "" {
					count[i]++
				}
			}
		}
	}
	return count[0] == count[1]
}

// matchesOneList reports whether the service would return exactly these responses for one list
// that does not change. Such a list has the rows of the first pages, in their order.
func matchesOneList(s *numberService, log []exchange) bool {
	var rows []*modelRow
	for i, e := range log {
		if e.number != i+1 {
			return false
		}
		rows = append(rows, e.page.Items...)
		if matches(s, rows, log) {
			return true
		}
	}
	return false
}

func matches(s *numberService, rows []*modelRow, log []exchange) bool {
	for _, e := range log {
		page, err := s.respond(rows, e.number, e.size)
		if err != e.err || page.Number != e.page.Number || page.Size != e.page.Size || page.Total != e.page.Total ||
			!slices.EqualFunc(page.Items, e.page.Items, func(a, b *modelRow) bool { return a.key == b.key }) {
			return false
		}
	}
	return true
}

// lost returns the rows that were in the list all the time and that the walk did not yield. If
// rows share a key, one of them is enough.
func lost(list *modelList, yielded []*modelRow) []*modelRow {
	var missing []*modelRow
	for _, row := range list.rows {
		if !row.gone && !slices.ContainsFunc(yielded, func(d *modelRow) bool {
			return d == row || d.key == row.key && row.key != ""
		}) {
			missing = append(missing, row)
		}
	}
	return missing
}

// yieldedTwice returns a row whose key the walk yielded before. Rows without a key do not
// count.
func yieldedTwice(yielded []*modelRow) *modelRow {
	for i, row := range yielded {
		if row.key != "" && slices.ContainsFunc(yielded[:i], func(d *modelRow) bool { return d.key == row.key }) {
			return row
		}
	}
	return nil
}

// uniform reports whether each page is as full as a pager can expect.
func (s *numberService) uniform(requested int) bool {
	return s.shorts == 0 && (s.pageSize(requested) == requested || s.reports == sizeActual)
}

// endsOnFullPage reports whether only a request for the page after the end shows that a list of
// n rows has ended.
func (s *numberService) endsOnFullPage(requested, n int) bool {
	width := s.pageSize(requested)
	from, to := s.bounds(s.pages(width, n), width, n)
	return !s.uniform(requested) || to-from == width
}

// unambiguous reports whether a walk must read a list of n rows that does not change completely
// and without an error, because the responses leave no doubt.
func (s *numberService) unambiguous(requested, n int) bool {
	pages, behind := s.pages(s.pageSize(requested), n), s.endsOnFullPage(requested, n) || s.total == totalZero
	switch {
	case s.failAt > 0, s.lastAllowed > 0, s.total == totalLow, s.total == totalHigh, s.list.sharedKeys > 0:
		return false
	case s.ignores:
		return n < s.pageSize(requested) && !behind
	case !s.uniform(requested) && s.total != totalTrue:
		return false // the first page looks like the last
	case !behind, s.end == endEmpty:
		return true
	case s.end == endForbidden:
		return false
	case s.end == endRefused:
		return pages > 1 && (s.total == totalTrue || s.total == totalLate && s.from <= pages)
	default:
		return pages > 1 // for a list of one page, the service seems to ignore page numbers
	}
}

// readable reports whether the responses to a complete walk distinguish the list from one that
// ended before. They do not if the first page looks like the last. They also do not if a wrong
// total agrees with the rows of the walk and the service refuses or repeats the next page. Rows
// that share keys make such pages, too.
func (s *numberService) readable(requested int) bool {
	refused := s.log[len(s.log)-1].err != nil
	switch {
	case s.total == totalTrue:
		return true
	case !s.uniform(requested):
		return false
	case s.total == totalLow, s.total == totalEntries && refused, s.list.sharedKeys > 0:
		return !refused && !comesAgain(s.log)
	}
	return true
}

// comesAgain reports whether the last page has rows and all their keys were on earlier pages of
// its pass.
func comesAgain(log []exchange) bool {
	all := passes(log)
	pass := all[len(all)-1]
	last := pass[len(pass)-1].page.Items
	keys := map[string]bool{}
	for _, e := range pass[:len(pass)-1] {
		for _, row := range e.page.Items {
			keys[row.key] = true
		}
	}
	return len(last) > 0 && !slices.ContainsFunc(last, func(row *modelRow) bool { return !keys[row.key] })
}

// refusal returns the first error of the service that must end the walk. An ErrNoSuchPage for
// the page after the rows that the total counts is the end of the list, and no such error.
func (s *numberService) refusal() error {
	for _, pass := range passes(s.log) {
		keys, total := map[string]bool{}, -1
		keyless := 0
		for _, e := range pass {
			switch {
			case errors.Is(e.err, pagination.ErrNoSuchPage) && e.number > 1 && len(keys)+keyless == total:
			case e.err != nil:
				return e.err
			}
			for _, row := range e.page.Items {
				if keys[row.key] = true; row.key == "" {
					keyless++
				}
			}
			delete(keys, "")
			if e.err == nil && e.page.Total >= 0 {
				total = e.page.Total
			}
		}
	}
	return nil
}

// expectedError reports whether a walk may end with this error if the service returned none.
func expectedError(err error) bool {
	return errors.Is(err, pagination.ErrDrift) || errors.Is(err, pagination.ErrNoProgress)
}
