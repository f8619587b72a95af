package paginationtest

import (
	"iter"
	"reflect"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// walk ranges over items to the end. Like a careless loop, it goes on after an error. It fails
// the test unless the error is one [*pagination.Error], at the end and with the zero item.
func (r *run[T]) walk(what string, seq iter.Seq2[T, error]) ([]T, *pagination.Error) {
	r.Helper()
	var got []T
	var failure *pagination.Error
	for item, err := range seq {
		if failure != nil {
			r.Errorf("%s: the walk yields more after the error %q", what, failure)
			break
		}
		if err == nil {
			got = append(got, item)
			continue
		}
		if !reflect.ValueOf(&item).Elem().IsZero() {
			r.Errorf("%s: the walk yields the error with an item: %+v", what, item)
		}
		failure = r.failure(what, err)
	}
	return got, failure
}

// failure returns err as the type that every error of a pager has.
func (r *run[T]) failure(what string, err error) *pagination.Error {
	r.Helper()
	failure, ok := err.(*pagination.Error)
	if !ok {
		r.Errorf("%s: the error is a %T, not a *pagination.Error: %v", what, err, err)
		return &pagination.Error{Err: err}
	}
	return failure
}

// complete walks to the end, and expects exactly these items and no error.
func (r *run[T]) complete(what string, seq iter.Seq2[T, error], want []T) {
	r.Helper()
	got, failure := r.walk(what, seq)
	if failure != nil {
		r.Errorf("%s: after %d items: %v", what, len(got), failure)
	}
	r.equal(what, got, want)
}

// pagesOf walks over the pages, and expects no error.
func (r *run[T]) pagesOf(what string, p *pagination.Pager[T]) []*pagination.Page[T] {
	r.Helper()
	var all []*pagination.Page[T]
	for page, err := range p.Pages(r.Context()) {
		if err != nil {
			r.Errorf("%s: page %d: %v", what, len(all)+1, err)
			break
		}
		all = append(all, page)
	}
	return all
}

func itemsOf[T any](pages []*pagination.Page[T]) []T {
	var all []T
	for _, page := range pages {
		all = append(all, page.Items...)
	}
	return all
}
