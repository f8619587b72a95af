package paginationtest

import (
	"context"
	"errors"
	"net/url"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func cursorClaims[T any]() []claim[T] {
	return []claim[T]{
		{line13, "behind each item, by another pager", "", resumesBehindEachItem[T]},
		{line13, "page by page", "", servesSinglePages[T](items, Fault{})},
		{line13, "page by page to a full last page", "", servesSinglePages[T](9*pageSize, Fault{})},
		{line13, "page by page, " + string(NoSuchPage), NoSuchPage, servesSinglePages[T](9*pageSize, Fault{Kind: NoSuchPage})},
		{line13, "within a page that changed", Removed, resumesWithinAChangedPage[T]},
		{line13, "cut and edited ones", "", refusesDamagedCursors[T]},
		{line13, "of another list", "", refusesForeignCursors[T]},
		{line13, "of another account", "", refusesCursorsOfAnotherAccount[T]},
		{line13, "of another page size", "", refusesOtherPageSizes[T]},
	}
}

func resumesBehindEachItem[T any](r *run[T]) {
	// Each page once: where a further pass begins, Next is page one.
	s := r.open(Fault{}, pagination.WithRescan(0))
	other := r.open(Fault{}).Pager
	at := 0 // the items before the page
	for _, page := range r.pagesOf("Pages", s.Pager) {
		for i := -1; i < len(page.Items); i += 3 {
			rest := other.With(pagination.From(page.After(i)))
			r.complete("the walk that goes on", rest.All(r.Context()), s.Want[min(at+i+1, len(s.Want)):])
		}
		if at += len(page.Items); !page.Last() {
			rest := other.With(pagination.From(page.Next()))
			r.complete("the walk that goes on at the next page", rest.All(r.Context()), s.Want[min(at, len(s.Want)):])
		}
	}
}

// resumesWithinAChangedPage takes cursors of page 1, from which the first item is gone
// when they are used.
func resumesWithinAChangedPage[T any](r *run[T]) {
	s := r.open(Fault{Kind: Removed, Page: 2})
	all := r.pagesOf("Pages", s.Pager.With(pagination.WithRescan(0), pagination.WithLimit(2*pageSize)))
	if len(all) < 2 || len(all[0].Items) < pageSize {
		r.Fatalf("%d pages came", len(all))
	}
	for i := 1; i < pageSize; i++ {
		rest := s.Pager.With(pagination.From(all[0].After(i)))
		r.complete("the walk behind an item that has moved", rest.All(r.Context()), s.Want[i+1:])
	}
	_, failure := r.walk("All", s.Pager.With(pagination.From(all[0].After(0))).All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrDrift) {
		r.Errorf("the walk behind an item that is gone ended with the error %v; it should be ErrDrift", failure)
	}
}

func servesSinglePages[T any](n int, f Fault) func(*run[T]) {
	return func(r *run[T]) {
		var got []T
		var next pagination.Cursor
		s := r.list(n, f)
		for turn := 1; ; turn++ {
			// A pager of its own for each page, as a web handler has.
			page, err := r.list(n, f).Pager.Page(r.Context(), next)
			if err != nil || turn > pages {
				r.Errorf("page %d: %v", turn, err)
				return
			}
			got = append(got, page.Items...)
			if next = page.Next(); next == "" {
				break
			}
		}
		r.equal("all pages", got, s.Want)
	}
}

// refuses checks that a cursor is no good, and that nobody is asked about it.
func (r *run[T]) refuses(what string, s Subject[T], at pagination.Cursor, opts ...pagination.Option) {
	r.Helper()
	before := s.Fetches()
	p := s.Pager.With(opts...)
	got, failure := r.walk(what, p.With(pagination.From(at)).All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrBadCursor) || len(got) > 0 {
		r.Errorf("%s: the cursor %q gave %d items and the error %v", what, at, len(got), failure)
	}
	if page, err := p.Page(r.Context(), at); !errors.Is(err, pagination.ErrBadCursor) || page != nil {
		r.Errorf("%s: Page took the cursor %q: %v", what, at, err)
	}
	r.fetched(what, s, before)
}

// issued returns a subject with cursors of several of its pages.
func (r *run[T]) issued() (Subject[T], []pagination.Cursor) {
	r.Helper()
	s := r.open(Fault{})
	all := r.pagesOf("Pages", s.Pager)
	if len(all) < 3 {
		r.Fatalf("%d items came on %d pages", items, len(all))
	}
	return s, []pagination.Cursor{all[0].After(-1), all[0].After(2), all[0].Next(), all[2].After(4)}
}

func refusesDamagedCursors[T any](r *run[T]) {
	s, cursors := r.issued()
	for _, c := range cursors {
		if escaped := url.QueryEscape(string(c)); escaped != string(c) {
			r.Errorf("the cursor %q needs escaping in a URL", c)
		}
		for i := range c {
			edited := []byte(c)
			edited[i] ^= 1
			r.refuses("edited", s, pagination.Cursor(edited))
			if i > 0 {
				r.refuses("cut", s, c[:i])
			}
		}
		r.refuses("extended", s, c+"A")
		r.refuses("twice", s, c+c)
	}
	r.refuses("no cursor at all", s, "2")
}

func refusesForeignCursors[T any](r *run[T]) {
	s := r.open(Fault{})
	spec := pagination.Spec{Scope: "paginationtest: another list", MaxSize: pageSize}
	byMarker := pagination.ByMarker(spec, func(context.Context, string, int) (pagination.MarkerResult[int], error) {
		return pagination.MarkerResult[int]{Items: make([]int, pageSize), Next: "next"}, nil
	}, nil)
	byNumber := pagination.ByNumber(spec, func(context.Context, int, int) (pagination.NumberResult[int], error) {
		return pagination.NumberResult[int]{Items: make([]int, pageSize), Total: -1}, nil
	}, nil)
	for _, foreign := range []*pagination.Pager[int]{byMarker, byNumber} {
		page, err := foreign.Page(r.Context(), "")
		if err != nil {
			r.Fatalf("the other list: %v", err)
		}
		r.refuses("the first page of another list", s, page.After(-1))
		r.refuses("an item of another list", s, page.After(3))
		r.refuses("the second page of another list", s, page.Next())
	}
}

func refusesCursorsOfAnotherAccount[T any](r *run[T]) {
	s, cursors := r.issued()
	if s.Stranger == nil {
		return
	}
	stranger := s
	stranger.Pager = s.Stranger
	for _, c := range cursors {
		r.refuses("another account", stranger, c)
	}
	_, failure := r.walk("All", s.Pager.With(pagination.WithMaxPages(1)).All(r.Context()))
	if e, ok := errors.AsType[*pagination.Error](failure); ok {
		r.refuses("the cursor of an error of another account", stranger, e.Cursor)
	}
}

func refusesOtherPageSizes[T any](r *run[T]) {
	s, cursors := r.issued()
	for _, c := range cursors {
		r.refuses("another page size", s, c, pagination.WithPageSize(pageSize-1))
	}
}
