package paginationtest

import (
	"context"
	"errors"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// endClaims are the claims about walks that end before the list does.
func endClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line7, detail: "the loop breaks",
			check: stopsCleanly(func(ctx context.Context, p *pagination.Pager[T], body func()) {
				for range p.All(ctx) {
					body()
					break
				}
			})},
		{line: line7, detail: "the loop over Pages returns",
			check: stopsCleanly(func(ctx context.Context, p *pagination.Pager[T], body func()) {
				for range p.Pages(ctx) {
					body()
					return
				}
			})},
		{line: line7, detail: "the loop panics", check: stopsCleanly(panics[T])},
		{line: line7, detail: string(FailPage), needs: FailPage, check: stopsAfterAnError[T]},
		{line: line15, detail: "the context ends while the loop works",
			check: endsWhenCancelledInTheLoop[T]},
		{line: line15, detail: "the context ends while the pager fetches a page",
			check: endsWhenCancelledInFlight[T]},
		{line: line15, detail: "the context ends while the pager fetches the only page",
			check: endsWhenTheOnlyPageIsCancelled[T]},
	}
}

func panics[T any](ctx context.Context, p *pagination.Pager[T], body func()) {
	defer func() {
		if v := recover(); v != "in the loop" {
			panic(v)
		}
	}()
	for range p.All(ctx) {
		body()
		panic("in the loop")
	}
}

// stopsCleanly checks a loop that ends at its first item.
func stopsCleanly[T any](loop func(ctx context.Context, p *pagination.Pager[T], body func())) func(*run[T]) {
	return func(r *run[T]) {
		s := r.open(Fault{Latency: time.Minute})
		idle := goroutines()
		var stopped time.Time
		loop(r.Context(), s.Pager, func() {
			synctest.Wait()
			if r.ahead > 0 && s.Fetches() < 2 {
				r.Errorf("the pager reads nothing ahead")
			}
			stopped = time.Now()
		})
		r.checkStopped(s, idle, stopped)
	}
}

// checkStopped checks that nothing of a walk runs any more, and that it stopped at the time
// stopped.
func (r *run[T]) checkStopped(s Subject[T], idle map[string]string, stopped time.Time) {
	r.Helper()
	if s.InFlight != nil && s.InFlight() > 0 {
		r.Errorf("%d requests are still in flight after the walk", s.InFlight())
	}
	if took := time.Since(stopped); took > 0 {
		r.Errorf("range returned after %v: it does not cancel the fetches in flight", took)
	}
	fetches := s.Fetches()
	synctest.Wait()
	if now := goroutines(); len(now) > len(idle) {
		r.Errorf("%d goroutines of the walk still run:\n%s", len(now)-len(idle), report(idle, now))
	}
	time.Sleep(time.Hour)
	r.fetched("an hour after the walk", s, fetches)
}

func stopsAfterAnError[T any](r *run[T]) {
	s := r.open(Fault{Kind: FailPage, Page: 3, Latency: time.Minute})
	idle := goroutines()
	stopped := time.Now()
	if r.ahead == 0 {
		stopped = stopped.Add(3 * time.Minute)
	}
	_, failure := r.walk("All", s.Pager.All(r.Context()))
	if r.ahead > 0 {
		stopped = time.Now()
	}
	if failure == nil {
		r.Errorf("page 3 failed, but All yields no error")
	}
	r.checkStopped(s, idle, stopped)
}

func endsWhenCancelledInTheLoop[T any](r *run[T]) {
	for _, at := range []int{1, pageSize, 2*pageSize + 5} {
		s := r.open(Fault{})
		ctx, cancel := context.WithCancel(r.Context())
		var got []T
		var failure error
		for item, err := range s.Pager.All(ctx) {
			if err != nil {
				failure = err
				break
			}
			if got = append(got, item); len(got) == at {
				cancel()
			}
		}
		cancel()
		if !errors.Is(failure, context.Canceled) {
			r.Errorf("cancelled at item %d, the walk ended after %d with the error %v", at, len(got), failure)
		}
		r.equal("the items before the error", got, s.Want[:min(len(got), len(s.Want))])
		if len(got) >= at+pageSize {
			r.Errorf("cancelled at item %d, the walk yields another page", at)
		}
	}
}

func endsWhenCancelledInFlight[T any](r *run[T]) {
	for _, after := range []time.Duration{time.Minute / 2, 3 * time.Minute / 2} {
		s := r.open(Fault{Latency: time.Minute})
		idle := goroutines()
		ctx, cancel := context.WithCancel(r.Context())
		stopped := time.Now().Add(after)
		time.AfterFunc(after, cancel)
		got, failure := r.walk("All", s.Pager.All(ctx))
		if failure == nil || !errors.Is(failure, context.Canceled) {
			r.Errorf("cancelled after %v, the walk ended with the error %v", after, failure)
		}
		r.equal("the items before the error", got, s.Want[:min(len(got), len(s.Want))])
		if time.Now().Before(stopped) {
			r.Errorf("the walk ended before it was cancelled")
		}
		r.checkStopped(s, idle, stopped)
	}
}

// endsWhenTheOnlyPageIsCancelled checks that a cancelled fetch is an error. A pager that takes
// it for a short page would end the list there.
func endsWhenTheOnlyPageIsCancelled[T any](r *run[T]) {
	s := r.list(pageSize/2, Fault{Latency: time.Minute})
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	got, err := s.Pager.Collect(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || len(got) > 0 {
		r.Errorf("Collect returned %d items and the error %v", len(got), err)
	}
	if page, err := s.Pager.Page(ctx, ""); err == nil || page != nil {
		r.Errorf("Page returned %v and the error %v", page, err)
	}
}
