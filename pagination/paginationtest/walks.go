package paginationtest

import (
	"context"
	"sync"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// walkClaims are the claims about walks that nothing disturbs.
func walkClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line1, detail: "without a range, there is no request", check: makesNoRequest[T]},
		{line: line2, detail: "a second range begins at the first item", check: walksAnew[T]},
		{line: line2, detail: "a range after a break begins at the first item",
			check: walksAnewAfterBreak[T]},
		{line: line2, detail: "a second range from a cursor begins there",
			check: walksAnewFromACursor[T]},
		{line: line3, detail: "walks of all kinds run at once", check: isSharedByGoroutines[T]},
		{line: line4, detail: "the loop takes its time", check: fetchesNoFurtherThanAsked[T]},
		{line: line14, detail: "the caller overwrites the slice, or calls With",
			check: copiesOptions[T]},
	}
}

func makesNoRequest[T any](r *run[T]) {
	s := r.open(Fault{})
	with := s.Pager.With(pagination.WithLimit(3))
	_, _, _, _ = s.Pager.All(r.Context()), s.Pager.Pages(r.Context()), with.All(r.Context()), with.Pages(r.Context())
	time.Sleep(time.Hour)
	synctest.Wait()
	r.fetched("before a range", s, 0)
}

func walksAnew[T any](r *run[T]) {
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

func walksAnewAfterBreak[T any](r *run[T]) {
	s := r.open(Fault{})
	seq := s.Pager.All(r.Context())
	more := 25
	for range seq {
		if more--; more == 0 {
			break
		}
	}
	r.complete("the walk after a break", seq, s.Want)
}

func walksAnewFromACursor[T any](r *run[T]) {
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
		// The pause gives the pager time for everything that it may do by itself.
		time.Sleep(time.Hour)
		synctest.Wait()
		if got, most := s.Fetches(), min(seen+r.ahead, pages*r.kit.passes()); got > most {
			r.Errorf("the service received %d requests while the loop consumed page %d; want at most %d",
				got, seen, most)
		}
		if now := len(goroutines()); r.ahead == 0 && now > idle {
			r.Errorf("%d goroutines run while the loop consumes page %d", now-idle, seen)
		}
	}
	r.fetched("the walk", s, pages*r.kit.passes())
	s = r.open(Fault{})
	yielded := 0
	for range s.Pager.All(r.Context()) {
		if got, most := s.Fetches(), yielded/pageSize+1+r.ahead; got > most {
			r.Errorf("the service received %d requests for item %d; want at most %d", got, yielded, most)
			break
		}
		yielded++
	}
}

func copiesOptions[T any](r *run[T]) {
	opts := make([]pagination.Option, 1, 8)
	opts[0] = pagination.WithLimit(40)
	// open passes a slice of its own, so call New with this one.
	s := r.kit.New(r, items, Fault{}, opts...)
	opts[0] = pagination.WithLimit(-1) // an error if the pager reads it now
	_ = append(opts, opts[0])
	r.complete("after the caller overwrote the slice", s.Pager.All(r.Context()), s.Want[:40])

	more := []pagination.Option{pagination.WithLimit(50)}
	changed := s.Pager.With(more...)
	more[0] = pagination.WithLimit(-1)
	r.complete("the pager that With made", changed.All(r.Context()), s.Want[:50])
	r.complete("the pager that With was called on", s.Pager.All(r.Context()), s.Want[:40])
}

// cancelled returns a context that has ended with this cause.
func cancelled(parent context.Context, cause error) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	cancel(cause)
	return ctx
}
