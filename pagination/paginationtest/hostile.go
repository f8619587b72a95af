package paginationtest

import (
	"errors"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// hostileClaims are the claims about services that have faults.
func hostileClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line8, detail: string(EmptyPage), needs: EmptyPage, check: yieldsEverything[T](
			Fault{Kind: EmptyPage, Page: 1}, Fault{Kind: EmptyPage, Page: 3},
			Fault{Kind: EmptyPage, Page: 7})},
		{line: line8, detail: string(EmptyRun), needs: EmptyRun, check: yieldsEverything[T](
			Fault{Kind: EmptyRun, Page: 1, N: 50}, Fault{Kind: EmptyRun, Page: 3, N: 98},
			Fault{Kind: EmptyRun, Page: 3, N: 99})},
		{line: line8, detail: string(EmptyForever), needs: EmptyForever,
			check: stopsAtEmptyPages[T]},
		{line: line9, detail: string(Cycle), needs: Cycle, check: noticesCycles[T]},
		{line: completeness, detail: string(ShortPage), needs: ShortPage,
			check: yieldsEverything[T](
				Fault{Kind: ShortPage, Page: 1}, Fault{Kind: ShortPage, Page: 3},
				Fault{Kind: ShortPage, Page: pages - 1})},
		{line: completeness, detail: string(LongPage), needs: LongPage, check: yieldsEverything[T](
			Fault{Kind: LongPage, Page: 1}, Fault{Kind: LongPage, Page: 3},
			Fault{Kind: LongPage, Page: pages - 1})},
		{line: completeness, detail: string(ClampedSize), needs: ClampedSize,
			check: yieldsEverything[T](
				Fault{Kind: ClampedSize, N: 1}, Fault{Kind: ClampedSize, N: 4},
				Fault{Kind: ClampedSize, N: pageSize})},
		{line: completeness, detail: string(PageTotal), needs: PageTotal,
			check: yieldsEverything[T](Fault{Kind: PageTotal})},
		{line: completeness, detail: string(FalseTotal), needs: FalseTotal,
			check: yieldsEverything[T](
				Fault{Kind: FalseTotal, N: 0}, Fault{Kind: FalseTotal, N: 1},
				Fault{Kind: FalseTotal, N: pageSize}, Fault{Kind: FalseTotal, N: 30},
				Fault{Kind: FalseTotal, N: items - 1}, Fault{Kind: FalseTotal, N: items + 1},
				Fault{Kind: FalseTotal, N: 3 * items})},
		{line: completeness, detail: string(ClampedNumber), needs: ClampedNumber,
			check: endsAtTheLastPage[T]},
		{line: completeness, detail: string(IgnoredNumber), needs: IgnoredNumber,
			check: noticesIgnoredNumbers[T]},
		{line: completeness, detail: string(NoSuchPage), needs: NoSuchPage,
			check: yieldsEverything[T](Fault{Kind: NoSuchPage})},
		{line: completeness, detail: "the service refuses a page before the last", needs: NoSuchPage,
			check: reportsRefusedPages[T]},
		{line: completeness, detail: string(Restless), needs: Restless, check: reportsDrift[T]},
	}
}

// yieldsEverything checks that these faults do no harm: each item comes once and in order, and
// the walk ends without an error. It also tries a list that ends with a full page.
func yieldsEverything[T any](faults ...Fault) func(*run[T]) {
	return func(r *run[T]) {
		for _, fault := range faults {
			for _, n := range []int{items, 9 * pageSize} {
				s := r.list(n, fault)
				got, failure := r.walk("All", s.Pager.All(r.Context()))
				if failure != nil {
					r.Errorf("%+v, %d items: %v", fault, n, failure)
				}
				r.equal("All", got, s.Want)
			}
		}
	}
}

// ends checks that a walk yields the first items and then fails with this error.
func (r *run[T]) ends(what string, s Subject[T], n int, want error) {
	r.Helper()
	got, failure := r.walk(what, s.Pager.All(r.Context()))
	if failure == nil || !errors.Is(failure, want) {
		r.Errorf("%s: the walk ended with the error %v; want %q", what, failure, want)
	}
	r.equal(what, got, s.Want[:n])
}

func stopsAtEmptyPages[T any](r *run[T]) {
	for _, page := range []int{1, 3} {
		s := r.open(Fault{Kind: EmptyForever, Page: page})
		r.ends("All", s, (page-1)*pageSize, pagination.ErrNoProgress)
		if got, least := s.Fetches(), page-1+100; got < least || got > least+r.ahead {
			r.Errorf("All ended after %d requests; want %d", got, least)
		}
	}
}

func noticesCycles[T any](r *run[T]) {
	for length := 1; length <= 50; length++ {
		if r.ahead > 0 && length > 3 && length%10 > 0 {
			continue // each is a long walk, so with read-ahead a few of them must do
		}
		// With pages of one item, the list is longer than the way to the cycle.
		page := length + 1 + length%5
		s := r.open(Fault{Kind: Cycle, Page: page, N: length}, pagination.WithPageSize(1))
		r.ends("All", s, page, pagination.ErrLoop)
		if got := s.Fetches(); got < page || got > page+r.ahead {
			r.Errorf("a cycle of %d that page %d closes ended the walk after %d requests", length, page, got)
		}
	}
}

func endsAtTheLastPage[T any](r *run[T]) {
	for _, n := range []int{items, 9 * pageSize, pageSize - 1} {
		last := (n + pageSize - 1) / pageSize
		s := r.list(n, Fault{Kind: ClampedNumber, Page: last})
		r.complete("a number after the end returns the last page", s.Pager.All(r.Context()), s.Want)
	}
	s := r.open(Fault{Kind: ClampedNumber, Page: 1})
	r.ends("every number returns page 1", s, pageSize, pagination.ErrNoProgress)
}

func noticesIgnoredNumbers[T any](r *run[T]) {
	r.ends("All", r.open(Fault{Kind: IgnoredNumber}), pageSize, pagination.ErrNoProgress)
}

// reportsRefusedPages checks that a refusal before the end of the list does not shorten the
// list.
func reportsRefusedPages[T any](r *run[T]) {
	for _, page := range []int{2, 5, 9} {
		s := r.list(9*pageSize, Fault{Kind: NoSuchPage, Page: page})
		r.ends("All", s, (page-1)*pageSize, pagination.ErrNoSuchPage)
	}
}

func reportsDrift[T any](r *run[T]) {
	s := r.open(Fault{Kind: Restless})
	got, failure := r.walk("All", s.Pager.All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrDrift) {
		r.Errorf("the walk ended with the error %v; want ErrDrift", failure)
	}
	yielded := map[string]int{}
	for _, item := range got {
		if yielded[r.kit.Key(item)]++; yielded[r.kit.Key(item)] == 2 {
			r.Errorf("the walk yields item %q twice", r.kit.Key(item))
		}
	}
}
