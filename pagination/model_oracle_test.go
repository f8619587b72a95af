package pagination_test

import (
	"errors"
	"slices"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// passes splits what a walk asked for into passes from page one. A page one that is asked
// for with a larger size continues the smaller one that a limit made.
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

// excused reports whether nobody who sees only the responses could know that the list
// moved: those of the only pass, or of the last two, are what one list that stood still
// would have given, at this service or at one that repeats its last or first page.
func hiddenChange(s *numberService) bool {
	all := passes(s.log)
	log := slices.Concat(all[max(len(all)-2, 0):]...)
	last, first := *s, *s
	last.ignores, last.end = false, endLastUnreported
	first.ignores, first.end = false, endFirstUnreported
	return matchesOneList(s, log) || s.ignores && (matchesOneList(&last, log) || matchesOneList(&first, log))
}

// onlyCounted reports whether the lost rows have no key, and the last two passes have as many
// of that kind: a further pass can only count them.
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

// stoodStill looks for the list of which a service gives just these responses. It can only
// be the rows of the first pages, one after the other.
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

// lost are the rows that were in the list all the time and were not delivered. Of rows
// that share a key one is enough.
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

// secondDelivery is a row whose key was delivered before. Without a key nothing tells rows
// apart.
func yieldedTwice(yielded []*modelRow) *modelRow {
	for i, row := range yielded {
		if row.key != "" && slices.ContainsFunc(yielded[:i], func(d *modelRow) bool { return d.key == row.key }) {
			return row
		}
	}
	return nil
}

// uniform reports whether each page is as full as a pager can expect it to be.
func (s *numberService) uniform(asked int) bool {
	return s.shorts == 0 && (s.pageSize(asked) == asked || s.reports == sizeGiven)
}

// behindEnd reports whether a list of n rows can only be known to have ended by asking for
// a page behind its end.
func (s *numberService) endsOnFullPage(asked, n int) bool {
	give := s.pageSize(asked)
	from, to := s.bounds(s.pages(give, n), give, n)
	return !s.uniform(asked) || to-from == give
}

// honest reports whether a list of n rows that stands still must be read completely, with
// no error: the responses leave no doubt about what there is.
func (s *numberService) unambiguous(asked, n int) bool {
	pages, behind := s.pages(s.pageSize(asked), n), s.endsOnFullPage(asked, n) || s.total == totalZero
	switch {
	case s.failAt > 0, s.lastAllowed > 0, s.total == totalLow, s.total == totalHigh, s.list.sharedKeys > 0:
		return false
	case s.ignores:
		return n < s.pageSize(asked) && !behind
	case !s.uniform(asked) && s.total != totalTrue:
		return false // the first page looks like the last
	case !behind, s.end == endEmpty:
		return true
	case s.end == endForbidden:
		return false
	case s.end == endRefused:
		return pages > 1 && (s.total == totalTrue || s.total == totalLate && s.from <= pages)
	default:
		return pages > 1 // for one page, it looks as if page numbers were ignored
	}
}

// readable reports whether the responses to a complete walk tell the list from one that has
// ended before. They do not where the first page looks like the last, nor where a wrong
// total agrees with what was read and the next page is refused or one that comes again.
// Rows that share keys make such pages, too.
func (s *numberService) readable(asked int) bool {
	refused := s.log[len(s.log)-1].err != nil
	switch {
	case s.total == totalTrue:
		return true
	case !s.uniform(asked):
		return false
	case s.total == totalLow, s.total == totalEntries && refused, s.list.sharedKeys > 0:
		return !refused && !comesAgain(s.log)
	}
	return true
}

// comesAgain reports whether the last page has rows, and their keys were all on earlier
// pages of its pass.
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

// refusal is what a walk must make of the first error of the service: nil where it is
// the end of the list, which only a page behind the rows that the total counts can be.
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

// known reports whether a walk may end with this error if the service gave none.
func expectedError(err error) bool {
	return errors.Is(err, pagination.ErrDrift) || errors.Is(err, pagination.ErrNoProgress)
}
