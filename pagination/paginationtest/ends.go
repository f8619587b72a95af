package paginationtest

import (
	"context"
	"errors"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// endClaims are those about walks that end before the list does.
func endClaims[T any]() []claim[T] {
	return []claim[T]{
		{line7, "break", "", leaves(func(ctx context.Context, p *pagination.Pager[T], body func()) {
			for range p.All(ctx) {
				body()
				break
			}
		})},
		{line7, "return, from Pages", "", leaves(func(ctx context.Context, p *pagination.Pager[T], body func()) {
			for range p.Pages(ctx) {
				body()
				return
			}
		})},
		{line7, "a panic", "", leaves(panics[T])},
		{line7, "a page that fails", FailPage, leavesAtAnError[T]},
		{line15, "cancelled while the loop works", "", endsWhenCancelledInTheLoop[T]},
		{line15, "cancelled while a page is fetched", "", endsWhenCancelledInFlight[T]},
		{line15, "cancelled while the only page is fetched", "", endsWhenTheOnlyPageIsCut[T]},
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

// leaves checks a loop that is left at its first item.
func leaves[T any](loop func(ctx context.Context, p *pagination.Pager[T], body func())) func(*run[T]) {
	return func(r *run[T]) {
		s := r.open(Fault{Latency: time.Minute})
		idle := goroutines()
		var left time.Time
		loop(r.Context(), s.Pager, func() {
			synctest.Wait()
			if r.ahead > 0 && s.Fetches() < 2 {
				r.Errorf("nothing is read ahead")
			}
			left = time.Now()
		})
		r.nothingRuns(s, idle, left)
	}
}

// nothingRuns checks that a walk which was left at that time is gone.
func (r *run[T]) nothingRuns(s Subject[T], idle map[string]string, left time.Time) {
	r.Helper()
	if s.InFlight != nil && s.InFlight() > 0 {
		r.Errorf("%d requests are in flight after the walk", s.InFlight())
	}
	if took := time.Since(left); took > 0 {
		r.Errorf("it took %v to leave the walk: what is in flight is not cancelled", took)
	}
	fetches := s.Fetches()
	synctest.Wait()
	if now := goroutines(); len(now) > len(idle) {
		r.Errorf("%d goroutines are left of the walk:\n%s", len(now)-len(idle), report(idle, now))
	}
	time.Sleep(time.Hour)
	r.fetched("an hour after the walk", s, fetches)
}

func leavesAtAnError[T any](r *run[T]) {
	s := r.open(Fault{Kind: FailPage, Page: 3, Latency: time.Minute})
	idle := goroutines()
	left := time.Now()
	if r.ahead == 0 {
		left = left.Add(3 * time.Minute)
	}
	_, failure := r.walk("All", s.Pager.All(r.Context()))
	if r.ahead > 0 {
		left = time.Now()
	}
	if failure == nil {
		r.Errorf("page 3 failed, but All told nothing of it")
	}
	r.nothingRuns(s, idle, left)
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
			r.Errorf("cancelled at item %d, a further page was delivered", at)
		}
	}
}

func endsWhenCancelledInFlight[T any](r *run[T]) {
	for _, after := range []time.Duration{time.Minute / 2, 3 * time.Minute / 2} {
		s := r.open(Fault{Latency: time.Minute})
		idle := goroutines()
		ctx, cancel := context.WithCancel(r.Context())
		left := time.Now().Add(after)
		time.AfterFunc(after, cancel)
		got, failure := r.walk("All", s.Pager.All(ctx))
		if failure == nil || !errors.Is(failure, context.Canceled) {
			r.Errorf("cancelled after %v, the walk ended with the error %v", after, failure)
		}
		r.equal("the items before the error", got, s.Want[:min(len(got), len(s.Want))])
		if time.Now().Before(left) {
			r.Errorf("the walk ended before it was cancelled")
		}
		r.nothingRuns(s, idle, left)
	}
}

// A truncated response must not pass for a short one, which would be the end.
func endsWhenTheOnlyPageIsCut[T any](r *run[T]) {
	s := r.list(pageSize/2, Fault{Latency: time.Minute})
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	got, err := s.Pager.Collect(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || len(got) > 0 {
		r.Errorf("%d items came, and the error %v", len(got), err)
	}
	if page, err := s.Pager.Page(ctx, ""); err == nil || page != nil {
		r.Errorf("Page returned %v and the error %v", page, err)
	}
}
