package paginationtest

import (
	"errors"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// hostileClaims are those about services that do not behave.
func hostileClaims[T any]() []claim[T] {
	return []claim[T]{
		{line8, string(EmptyPage), EmptyPage, delivers[T](
			Fault{Kind: EmptyPage, Page: 1}, Fault{Kind: EmptyPage, Page: 3}, Fault{Kind: EmptyPage, Page: 7})},
		{line8, string(EmptyRun), EmptyRun, delivers[T](
			Fault{Kind: EmptyRun, Page: 1, N: 50}, Fault{Kind: EmptyRun, Page: 3, N: 98}, Fault{Kind: EmptyRun, Page: 3, N: 99})},
		{line8, string(EmptyForever), EmptyForever, givesUpOnEmptyPages[T]},
		{line9, string(Cycle), Cycle, noticesCycles[T]},
		{whole, string(ShortPage), ShortPage, delivers[T](
			Fault{Kind: ShortPage, Page: 1}, Fault{Kind: ShortPage, Page: 3}, Fault{Kind: ShortPage, Page: pages - 1})},
		{whole, string(LongPage), LongPage, delivers[T](
			Fault{Kind: LongPage, Page: 1}, Fault{Kind: LongPage, Page: 3}, Fault{Kind: LongPage, Page: pages - 1})},
		{whole, string(ClampedSize), ClampedSize, delivers[T](
			Fault{Kind: ClampedSize, N: 1}, Fault{Kind: ClampedSize, N: 4}, Fault{Kind: ClampedSize, N: pageSize})},
		{whole, string(PageTotal), PageTotal, delivers[T](Fault{Kind: PageTotal})},
		{whole, string(FalseTotal), FalseTotal, delivers[T](
			Fault{Kind: FalseTotal, N: 0}, Fault{Kind: FalseTotal, N: 1}, Fault{Kind: FalseTotal, N: pageSize},
			Fault{Kind: FalseTotal, N: 30}, Fault{Kind: FalseTotal, N: items - 1}, Fault{Kind: FalseTotal, N: items + 1},
			Fault{Kind: FalseTotal, N: 3 * items})},
		{whole, string(ClampedNumber), ClampedNumber, endsAtAClampedNumber[T]},
		{whole, string(IgnoredNumber), IgnoredNumber, noticesIgnoredNumbers[T]},
		{whole, string(NoSuchPage), NoSuchPage, delivers[T](Fault{Kind: NoSuchPage})},
		{whole, string(NoSuchPage) + ", before the end", NoSuchPage, reportsRefusedPages[T]},
		{whole, string(Restless), Restless, saysThatTheListMoves[T]},
	}
}

// delivers checks that these faults of a service do no harm: each item comes,
// once, in order, and the walk ends without an error. Lists that end with a full
// page, and lists without a second one, are tried too.
func delivers[T any](faults ...Fault) func(*run[T]) {
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

// ends checks that a walk delivers what it can and then fails with that error.
func (r *run[T]) ends(what string, s Subject[T], delivered int, with error) {
	r.Helper()
	got, failure := r.walk(what, s.Pager.All(r.Context()))
	if failure == nil || !errors.Is(failure, with) {
		r.Errorf("%s: the walk ended with the error %v; it should be %q", what, failure, with)
	}
	r.equal(what, got, s.Want[:delivered])
}

func givesUpOnEmptyPages[T any](r *run[T]) {
	for _, page := range []int{1, 3} {
		s := r.open(Fault{Kind: EmptyForever, Page: page})
		r.ends("All", s, (page-1)*pageSize, pagination.ErrNoProgress)
		if got, least := s.Fetches(), page-1+100; got < least || got > least+r.ahead {
			r.Errorf("All gave up after %d requests; it should be %d", got, least)
		}
	}
}

func noticesCycles[T any](r *run[T]) {
	for length := 1; length <= 50; length++ {
		if r.ahead > 0 && length > 3 && length%10 > 0 {
			continue // each is a long walk: reading ahead, some will do
		}
		// Small pages, so that the list is longer than the way to the cycle.
		page := length + 1 + length%5
		s := r.open(Fault{Kind: Cycle, Page: page, N: length}, pagination.WithPageSize(1))
		r.ends("All", s, page, pagination.ErrLoop)
		if got := s.Fetches(); got < page || got > page+r.ahead {
			r.Errorf("a cycle of %d, closed by page %d, was noticed after %d requests", length, page, got)
		}
	}
}

func endsAtAClampedNumber[T any](r *run[T]) {
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

// A refusal must not shorten a list.
func reportsRefusedPages[T any](r *run[T]) {
	for _, page := range []int{2, 5, 9} {
		s := r.list(9*pageSize, Fault{Kind: NoSuchPage, Page: page})
		r.ends("All", s, (page-1)*pageSize, pagination.ErrNoSuchPage)
	}
}

func saysThatTheListMoves[T any](r *run[T]) {
	s := r.open(Fault{Kind: Restless})
	got, failure := r.walk("All", s.Pager.All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrDrift) {
		r.Errorf("the walk ended with the error %v; it should be ErrDrift", failure)
	}
	came := map[string]int{}
	for _, item := range got {
		if came[r.kit.Key(item)]++; came[r.kit.Key(item)] == 2 {
			r.Errorf("item %q came twice", r.kit.Key(item))
		}
	}
}
