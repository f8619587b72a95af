package paginationtest

import "time"

func orderClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line11, detail: "the list does not change", check: keepsOrder[T]},
		{line: line11, detail: string(Inserted), needs: Inserted,
			check: yieldsTheRestLast[T](Inserted)},
		{line: line11, detail: string(Removed), needs: Removed,
			check: yieldsTheRestLast[T](Removed)},
		{line: line12, detail: "the list does not change", check: reportsTheTotal[T]},
		{line: line12, detail: string(FalseTotal), needs: FalseTotal, check: reportsAnyTotal[T]},
		{line: line12, detail: string(Inserted), needs: Inserted, check: reportsTheNewTotal[T]},
	}
}

func keepsOrder[T any](r *run[T]) {
	for _, n := range []int{0, 1, pageSize - 1, pageSize, pageSize + 1, 9 * pageSize, items, 21 * pageSize} {
		for _, latency := range []time.Duration{0, time.Second} {
			s := r.list(n, Fault{Latency: latency})
			r.complete("All", s.Pager.All(r.Context()), s.Want)
			all := r.pagesOf("Pages", s.Pager)
			r.equal("Pages", itemsOf(all), s.Want)
			for i, page := range all {
				if page.Index != i || page.Last() != (i == len(all)-1) || (page.Next() == "") != page.Last() {
					r.Errorf("%d items, page %d of %d: Index %d, Last %v, Next %q",
						n, i+1, len(all), page.Index, page.Last(), page.Next())
				}
			}
			got, err := s.Pager.Collect(r.Context())
			r.ok("Collect", err)
			r.equal("Collect", got, s.Want)
		}
	}
}

// yieldsTheRestLast checks a list that changes once: each item comes once, and each pass reads
// the list in its order.
func yieldsTheRestLast[T any](kind Kind) func(*run[T]) {
	return func(r *run[T]) {
		for _, page := range []int{2, 3, 6, pages} {
			s := r.open(Fault{Kind: kind, Page: page, Latency: time.Millisecond})
			got, failure := r.walk("All", s.Pager.All(r.Context()))
			if failure != nil {
				r.Errorf("the list changes before page %d: %v", page, failure)
			}
			r.sameItems("All", got, s.Want)
			if n := r.passes(got, s.Want); n > 3 {
				r.Errorf("the list changes before page %d: its items come in %d passes, want at most 3", page, n)
			}
		}
	}
}

// passes counts the passes over the list that the order of the items shows: a pass ends when an
// item stands further up in the list than the item before it.
func (r *run[T]) passes(got, list []T) int {
	place := map[string]int{}
	for i, item := range list {
		place[r.kit.Key(item)] = i
	}
	n, last := 1, -1
	for _, item := range got {
		at := place[r.kit.Key(item)]
		if at < last {
			n++
		}
		last = at
	}
	return n
}

func reportsTheTotal[T any](r *run[T]) {
	s := r.open(Fault{})
	all := r.pagesOf("Pages", s.Pager)
	for i, page := range all {
		if page.Total != items && page.Total != -1 || page.Total != all[0].Total {
			r.Errorf("page %d: Total is %d; want %d, or -1 on all pages", i+1, page.Total, items)
		}
	}
}

func reportsAnyTotal[T any](r *run[T]) {
	for _, total := range []int{0, 30, items, items + 1} {
		s := r.open(Fault{Kind: FalseTotal, N: total})
		for _, page := range r.pagesOf("Pages", s.Pager) {
			if page.Total != total {
				r.Errorf("Total is %d, but the service reported %d", page.Total, total)
			}
		}
	}
}

func reportsTheNewTotal[T any](r *run[T]) {
	s := r.open(Fault{Kind: Inserted, Page: 6})
	all := r.pagesOf("Pages", s.Pager)
	if len(all) == 0 || all[0].Total == -1 {
		return
	}
	if first, last := all[0].Total, all[len(all)-1].Total; first != items || last != items+1 {
		r.Errorf("Total is %d on the first page and %d on the last; want %d and %d", first, last, items, items+1)
	}
}
