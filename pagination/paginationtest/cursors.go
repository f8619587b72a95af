package paginationtest

import (
	"context"
	"errors"
	"net/url"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func cursorClaims[T any]() []claim[T] {
	return []claim[T]{
		{line: line13, detail: "another pager resumes after each item",
			check: resumesAfterEachItem[T]},
		{line: line13, detail: "a pager for each page",
			check: servesSinglePages[T](items, Fault{})},
		{line: line13, detail: "a pager for each page, and the last page is full",
			check: servesSinglePages[T](9*pageSize, Fault{})},
		{line: line13, detail: "a pager for each page, and " + string(NoSuchPage), needs: NoSuchPage,
			check: servesSinglePages[T](9*pageSize, Fault{Kind: NoSuchPage})},
		{line: line13, detail: "a walk resumes within a page that changed", needs: Removed,
			check: resumesWithinAChangedPage[T]},
		{line: line13, detail: "a cursor is cut or edited", check: refusesDamagedCursors[T]},
		{line: line13, detail: "a cursor is of another list", check: refusesForeignCursors[T]},
		{line: line13, detail: "a cursor is of another account",
			check: refusesCursorsOfAnotherAccount[T]},
		{line: line13, detail: "a cursor is of another page size", check: refusesOtherPageSizes[T]},
	}
}

func resumesAfterEachItem[T any](r *run[T]) {
	// Walk once, because Next is the first page where a further pass begins.
	s := r.open(Fault{}, pagination.WithRescan(0))
	other := r.open(Fault{}).Pager
	at := 0 // the number of items before the page
	for _, page := range r.pagesOf("Pages", s.Pager) {
		for i := -1; i < len(page.Items); i += 3 {
			rest := other.With(pagination.From(page.After(i)))
			r.complete("the resumed walk", rest.All(r.Context()), s.Want[min(at+i+1, len(s.Want)):])
		}
		if at += len(page.Items); !page.Last() {
			rest := other.With(pagination.From(page.Next()))
			r.complete("the walk resumed at the next page", rest.All(r.Context()), s.Want[min(at, len(s.Want)):])
		}
	}
}

// resumesWithinAChangedPage uses cursors of page 1 after the first item of the page is gone.
func resumesWithinAChangedPage[T any](r *run[T]) {
	s := r.open(Fault{Kind: Removed, Page: 2})
	all := r.pagesOf("Pages", s.Pager.With(pagination.WithRescan(0), pagination.WithLimit(2*pageSize)))
	if len(all) < 2 || len(all[0].Items) < pageSize {
		r.Fatalf("Pages yields %d pages; want 2 full ones", len(all))
	}
	for i := 1; i < pageSize; i++ {
		rest := s.Pager.With(pagination.From(all[0].After(i)))
		r.complete("the walk after an item that has moved", rest.All(r.Context()), s.Want[i+1:])
	}
	_, failure := r.walk("All", s.Pager.With(pagination.From(all[0].After(0))).All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrDrift) {
		r.Errorf("the walk after an item that is gone ended with the error %v; want ErrDrift", failure)
	}
}

func servesSinglePages[T any](n int, f Fault) func(*run[T]) {
	return func(r *run[T]) {
		var got []T
		var next pagination.Cursor
		s := r.list(n, f)
		for turn := 1; ; turn++ {
			// Each page has a pager of its own, as in a web handler.
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

// refuses checks that the pager rejects a cursor, and that it sends no request.
func (r *run[T]) refuses(what string, s Subject[T], at pagination.Cursor, opts ...pagination.Option) {
	r.Helper()
	before := s.Fetches()
	p := s.Pager.With(opts...)
	got, failure := r.walk(what, p.With(pagination.From(at)).All(r.Context()))
	if failure == nil || !errors.Is(failure, pagination.ErrBadCursor) || len(got) > 0 {
		r.Errorf("%s: the walk from cursor %q yields %d items and the error %v", what, at, len(got), failure)
	}
	if page, err := p.Page(r.Context(), at); !errors.Is(err, pagination.ErrBadCursor) || page != nil {
		r.Errorf("%s: Page accepts the cursor %q: %v", what, at, err)
	}
	r.fetched(what, s, before)
}

// issued returns a subject and cursors of several of its pages.
func (r *run[T]) issued() (Subject[T], []pagination.Cursor) {
	r.Helper()
	s := r.open(Fault{})
	all := r.pagesOf("Pages", s.Pager)
	if len(all) < 3 {
		r.Fatalf("Pages yields %d pages of %d items; want at least 3", len(all), items)
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
			r.refuses("an edited cursor", s, pagination.Cursor(edited))
			if i > 0 {
				r.refuses("a cut cursor", s, c[:i])
			}
		}
		r.refuses("an extended cursor", s, c+"A")
		r.refuses("a doubled cursor", s, c+c)
	}
	r.refuses("a text that is no cursor", s, "2")
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
			r.Fatalf("the first page of the other list: %v", err)
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
		r.refuses("a cursor of another account", stranger, c)
	}
	_, failure := r.walk("All", s.Pager.With(pagination.WithMaxPages(1)).All(r.Context()))
	if e, ok := errors.AsType[*pagination.Error](failure); ok {
		r.refuses("the cursor of an error of another account", stranger, e.Cursor)
	}
}

func refusesOtherPageSizes[T any](r *run[T]) {
	s, cursors := r.issued()
	for _, c := range cursors {
		r.refuses("a cursor of another page size", s, c, pagination.WithPageSize(pageSize-1))
	}
}
