package paginationtest

import (
	"context"
	"errors"
	"testing/synctest"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// errorClaims are the claims about the error of a walk that failed.
func errorClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line5, detail: "the context has ended", check: endsOnceWithoutAFetch[T]},
		{line: line5, detail: string(FailPage), needs: FailPage, check: endsOnce[T]},
		{line: line6, detail: string(FailPage), needs: FailPage, check: unwrapsToTheFailure[T]},
		{line: line6, detail: "the context has ended", check: unwrapsToTheContext[T]},
		{line: line6, detail: "an option is invalid", check: refusesBadOptions[T]},
		{line: line6, detail: "the list has more pages than WithMaxPages allows",
			check: stopsAtMaxPages[T]},
	}
}

func endsOnceWithoutAFetch[T any](r *run[T]) {
	s := r.open(Fault{})
	ctx := cancelled(r.Context(), errors.New("too late"))
	if got, failure := r.walk("All", s.Pager.All(ctx)); failure == nil || len(got) > 0 {
		r.Errorf("All yields %d items and the error %v", len(got), failure)
	}
	r.onlyErrors(ctx, s.Pager, 0)
	r.fetched("a walk with an ended context", s, 0)
}

func endsOnce[T any](r *run[T]) {
	for _, page := range []int{1, 2, 4, pages} {
		for _, latency := range []time.Duration{0, time.Second} {
			fault := Fault{Kind: FailPage, Page: page, Latency: latency}
			s := r.open(fault)
			got, failure := r.walk("All", s.Pager.All(r.Context()))
			if failure == nil {
				r.Errorf("page %d failed, but All yields no error", page)
			}
			r.equal("the items before the error", got, s.Want[:(page-1)*pageSize])
			r.onlyErrors(r.Context(), r.open(fault).Pager, page-1)
		}
	}
}

// onlyErrors ranges over the pages, and expects so many pages and then one error.
func (r *run[T]) onlyErrors(ctx context.Context, p *pagination.Pager[T], before int) {
	r.Helper()
	good, bad := 0, 0
	for page, err := range p.Pages(ctx) {
		switch {
		case bad > 0:
			r.Errorf("Pages yields more after the error")
			return
		case err == nil:
			good++
			continue
		case page != nil:
			r.Errorf("Pages yields the error with a page")
		}
		bad++
	}
	if good != before || bad != 1 {
		r.Errorf("Pages yields %d pages and %d errors; want %d and 1", good, bad, before)
	}
}

func unwrapsToTheFailure[T any](r *run[T]) {
	for _, page := range []int{1, 4, pages} {
		s := r.open(Fault{Kind: FailPage, Page: page})
		if s.Failure == nil {
			r.Fatalf("New: the Subject needs a Failure, because Faults has FailPage")
		}
		got, err := s.Pager.Collect(r.Context())
		if err == nil {
			r.Errorf("page %d failed, but Collect returns no error", page)
			continue
		}
		failure := r.failure("Collect", err)
		if !errors.Is(err, s.Failure) {
			r.Errorf("the error does not unwrap to %q: %v", s.Failure, err)
		}
		if failure.Page != page-1 {
			r.Errorf("page %d failed, but Error.Page is %d", page, failure.Page)
		}
		r.equal("what Collect returns with the error", got, s.Want[:(page-1)*pageSize])
		rest := s.Pager.With(pagination.From(failure.Cursor))
		r.complete("the walk from Error.Cursor", rest.All(r.Context()), s.Want[(page-1)*pageSize:])
	}
}

func unwrapsToTheContext[T any](r *run[T]) {
	cause := errors.New("the user has left")
	late, stop := context.WithTimeout(r.Context(), 1500*time.Millisecond)
	defer stop()
	past, stopPast := context.WithTimeout(r.Context(), 0)
	defer stopPast()
	now, cancel := context.WithCancelCause(r.Context())
	time.AfterFunc(1500*time.Millisecond, func() { cancel(cause) })
	for _, c := range []struct {
		ctx  context.Context
		want []error
	}{
		{ctx: now, want: []error{context.Canceled, cause}},
		{ctx: late, want: []error{context.DeadlineExceeded}},
		{ctx: past, want: []error{context.DeadlineExceeded}},
		{ctx: cancelled(r.Context(), cause), want: []error{context.Canceled, cause}},
	} {
		s := r.open(Fault{Latency: time.Second})
		_, failure := r.walk("All", s.Pager.All(c.ctx))
		for _, want := range c.want {
			if failure == nil || !errors.Is(failure, want) {
				r.Errorf("the error does not unwrap to %q: %v", want, failure)
			}
		}
	}
	synctest.Wait()
}

func refusesBadOptions[T any](r *run[T]) {
	for name, bad := range map[string]pagination.Option{
		"WithPageSize(0)":          pagination.WithPageSize(0),
		"WithPageSize(very large)": pagination.WithPageSize(1 << 30),
		"WithLimit(-1)":            pagination.WithLimit(-1),
		"WithReadAhead(-1)":        pagination.WithReadAhead(-1),
		"WithRescan(-1)":           pagination.WithRescan(-1),
	} {
		s := r.open(Fault{}, bad)
		got, failure := r.walk(name, s.Pager.All(r.Context()))
		if failure == nil || !errors.Is(failure, pagination.ErrBadOption) {
			r.Errorf("%s: the walk yields %d items and the error %v", name, len(got), failure)
		}
		r.fetched(name, s, 0)
	}
}

func stopsAtMaxPages[T any](r *run[T]) {
	s := r.open(Fault{}, pagination.WithMaxPages(3))
	got, failure := r.walk("All", s.Pager.All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrTooManyPages) {
		r.Errorf("the walk ended with the error %v; want ErrTooManyPages", failure)
	}
	r.equal("the pages that WithMaxPages allows", got, s.Want[:3*pageSize])
	r.fetched("a walk of three pages", s, 3)
}
