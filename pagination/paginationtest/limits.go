package paginationtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func limitClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line10, detail: "the walk fetches only the pages of the limit",
			check: fetchesNoMoreThanTheLimit[T]},
		{line: line10, detail: "a walk from Next yields the rest",
			check: resumesWhereTheLimitCut[T]},
		{line: line10, detail: string(LongPage), needs: LongPage, check: cutsLongPages[T]},
	}
}

func fetchesNoMoreThanTheLimit[T any](r *run[T]) {
	for _, limit := range []int{1, pageSize - 1, pageSize, pageSize + 1, 30, 35, items} {
		for _, latency := range []time.Duration{0, time.Second} {
			s := r.open(Fault{Latency: latency}, pagination.WithLimit(limit))
			r.complete("All", s.Pager.All(r.Context()), s.Want[:limit])
			time.Sleep(time.Minute)
			r.fetched("All", s, (limit+pageSize-1)/pageSize)
		}
	}
	for _, none := range []int{0, items + 1, 1 << 20} {
		s := r.open(Fault{}, pagination.WithLimit(none))
		r.complete("a limit above the length of the list", s.Pager.All(r.Context()), s.Want)
	}
}

func resumesWhereTheLimitCut[T any](r *run[T]) {
	for _, limit := range []int{1, 4, pageSize, pageSize + 1, 30, 35, items - 1, items} {
		s := r.open(Fault{}, pagination.WithLimit(limit))
		all := r.pagesOf("Pages", s.Pager)
		if len(all) == 0 {
			r.Errorf("limit %d: Pages yields no page", limit)
			continue
		}
		last := all[len(all)-1]
		if limit == items {
			if !last.Last() || last.Next() != "" {
				r.Errorf("the limit is the length of the list, but the last page names a next one")
			}
			continue
		}
		if last.Last() || last.Next() == "" {
			r.Errorf("limit %d: the list has more items, but Next is empty", limit)
			continue
		}
		if cut := limit%pageSize != 0; cut && last.Next() != last.After(len(last.Items)-1) {
			r.Errorf("limit %d: Next is not the cursor of the item that the limit cut off", limit)
		}
		rest := r.open(Fault{}, pagination.From(last.Next()))
		r.complete("the rest after the limit", rest.Pager.All(r.Context()), s.Want[limit:])
	}
}

func cutsLongPages[T any](r *run[T]) {
	for _, limit := range []int{30, 31} {
		s := r.open(Fault{Kind: LongPage, Page: 3}, pagination.WithLimit(limit))
		r.complete("All", s.Pager.All(r.Context()), s.Want[:limit])
		// A pager that reads ahead cannot know that page 3 is long enough for 31 items.
		if limit == 30 || r.ahead == 0 {
			r.fetched("All", s, 3)
		}
	}
}
