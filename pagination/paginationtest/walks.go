package paginationtest

import (
	"context"
	"sync"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// walkClaims are those about walks that nothing disturbs.
func walkClaims[T any]() []claim[T] {
	return []claim[T]{
		{line1, "pagers and sequences that nobody ranges over", "", makesNoRequest[T]},
		{line2, "from the beginning", "", walksAfresh[T]},
		{line2, "after a break", "", walksAfreshAfterBreak[T]},
		{line2, "from a cursor", "", walksAfreshFromACursor[T]},
		{line3, "walks of all kinds at once", "", isSharedByGoroutines[T]},
		{line4, "while the loop takes its time", "", fetchesNoFurtherThanAsked[T]},
		{line14, "the slice is overwritten, and With is used", "", copiesOptions[T]},
	}
}

func makesNoRequest[T any](r *run[T]) {
	s := r.open(Fault{})
	with := s.Pager.With(pagination.WithLimit(3))
	_, _, _, _ = s.Pager.All(r.Context()), s.Pager.Pages(r.Context()), with.All(r.Context()), with.Pages(r.Context())
	time.Sleep(time.Hour)
	synctest.Wait()
	r.fetched("before any range", s, 0)
}

func walksAfresh[T any](r *run[T]) {
	s := r.open(Fault{})
	seq := s.Pager.All(r.Context())
	for _, walk := range []string{"first walk", "second walk"} {
		r.complete(walk, seq, s.Want)
	}
	r.complete("a new sequence", s.Pager.All(r.Context()), s.Want)
	walk := s.Pager.Pages(r.Context())
	for range 2 {
		var got []T
		for page, err := range walk {
			if err != nil {
				r.Errorf("Pages: %v", err)
				break
			}
			got = append(got, page.Items...)
		}
		r.equal("Pages", got, s.Want)
	}
	r.fetched("five walks", s, 5*pages*r.kit.passes())
}

func walksAfreshAfterBreak[T any](r *run[T]) {
	s := r.open(Fault{})
	seq := s.Pager.All(r.Context())
	left := 25
	for range seq {
		if left--; left == 0 {
			break
		}
	}
	r.complete("the walk after", seq, s.Want)
}

func walksAfreshFromACursor[T any](r *run[T]) {
	first := r.open(Fault{}).Pager
	page, err := first.Page(r.Context(), "")
	if err != nil {
		r.Fatalf("the first page: %v", err)
	}
	s := r.open(Fault{}, pagination.From(page.Next()))
	seq := s.Pager.All(r.Context())
	r.complete("first walk", seq, s.Want[pageSize:])
	r.complete("second walk", seq, s.Want[pageSize:])
}

func isSharedByGoroutines[T any](r *run[T]) {
	s := r.open(Fault{Latency: time.Millisecond})
	seq := s.Pager.All(r.Context())
	var walks sync.WaitGroup
	for range 8 {
		walks.Go(func() { r.complete("a walk", seq, s.Want) })
		walks.Go(func() {
			got, err := s.Pager.Collect(r.Context())
			r.ok("a walk", err)
			r.equal("a walk", got, s.Want)
		})
		walks.Go(func() {
			r.complete("a short walk", s.Pager.With(pagination.WithLimit(15)).All(r.Context()), s.Want[:15])
		})
	}
	walks.Wait()
}

func fetchesNoFurtherThanAsked[T any](r *run[T]) {
	s := r.open(Fault{Latency: time.Second})
	idle := len(goroutines())
	seen := 0
	for _, err := range s.Pager.Pages(r.Context()) {
		if err != nil {
			r.Errorf("the walk ended: %v", err)
			break
		}
		seen++
		// Time for all that the pager may do by itself.
		time.Sleep(time.Hour)
		synctest.Wait()
		if got, most := s.Fetches(), min(seen+r.ahead, pages*r.kit.passes()); got > most {
			r.Errorf("the service got %d requests while page %d was consumed; at most %d are due", got, seen, most)
		}
		if now := len(goroutines()); r.ahead == 0 && now > idle {
			r.Errorf("%d goroutines run while page %d is consumed", now-idle, seen)
		}
	}
	r.fetched("the walk", s, pages*r.kit.passes())
	s = r.open(Fault{})
	came := 0
	for range s.Pager.All(r.Context()) {
		if got, most := s.Fetches(), came/pageSize+1+r.ahead; got > most {
			r.Errorf("the service got %d requests when item %d came; at most %d are due", got, came, most)
			break
		}
		came++
	}
}

func copiesOptions[T any](r *run[T]) {
	opts := make([]pagination.Option, 1, 8)
	opts[0] = pagination.WithLimit(40)
	// open appends to a slice of its own, New gets this one.
	s := r.kit.New(r, items, Fault{}, opts...)
	opts[0] = pagination.WithLimit(-1) // an error to whoever looks at it now
	_ = append(opts, opts[0])
	r.complete("after the slice was overwritten", s.Pager.All(r.Context()), s.Want[:40])

	more := []pagination.Option{pagination.WithLimit(50)}
	changed := s.Pager.With(more...)
	more[0] = pagination.WithLimit(-1)
	r.complete("the pager that With made", changed.All(r.Context()), s.Want[:50])
	r.complete("the pager that With was called on", s.Pager.All(r.Context()), s.Want[:40])
}

// cancelled is a context that was ended for a reason.
func cancelled(parent context.Context, why error) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	cancel(why)
	return ctx
}
