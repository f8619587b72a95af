package paginationtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// brokenPages change or lose items, markers or cursors.
func brokenPages() []brokenPager {
	return []brokenPager{
		{
			name: "the walk stops at an empty page",
			kit: breakPage(func(_ string, r *markerResult) {
				if len(r.Items) == 0 {
					r.Next = ""
				}
			}),
			lines: []string{line8},
		},
		{
			name: "the walk stops at a short page",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					if len(r.Items) < limit {
						r.Next = ""
					}
					return r, err
				}
			}),
			lines: []string{line8, completeness},
		},
		{
			name: "the walk stops at a marker that comes again",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				known := map[string]bool{}
				var mu sync.Mutex
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					mu.Lock()
					defer mu.Unlock()
					known[marker] = true
					if known[r.Next] {
						r.Next = ""
					}
					return r, err
				}
			}),
			lines: []string{line9},
		},
		{
			name: "the pager changes the markers",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				var mu sync.Mutex
				n := 0
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					// The service reads only the beginning of a marker.
					r, err := fetch(ctx, marker, limit)
					mu.Lock()
					defer mu.Unlock()
					if n++; r.Next != "" {
						r.Next = fmt.Sprintf("%s-%d", r.Next, n)
					}
					return r, err
				}
			}),
			lines: []string{line9},
		},
		{
			name: "the pager repeats the last item of each page",
			kit: breakPage(func(_ string, r *markerResult) {
				if n := len(r.Items); n > 0 && r.Next != "" {
					r.Items = append(r.Items, r.Items[n-1])
				}
			}),
			lines: []string{line2, line11, line13},
		},
		{
			name: "the pager loses the last item of each page",
			kit: breakPage(func(_ string, r *markerResult) {
				if n := len(r.Items); n > 0 {
					r.Items = r.Items[:n-1]
				}
			}),
			lines: []string{line2, line11, line13},
		},
		{
			name: "the pager cuts a page that is longer than asked for",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					r.Items = r.Items[:min(limit, len(r.Items))]
					return r, err
				}
			}),
			lines: []string{completeness, line10},
		},
		{
			name:  "the pager reverses each page",
			kit:   breakPage(func(_ string, r *markerResult) { slices.Reverse(r.Items) }),
			lines: []string{line11},
		},
		{
			name: "the pager sorts each page after the first",
			kit: breakPage(func(marker string, r *markerResult) {
				if marker != "" {
					slices.SortFunc(r.Items, func(a, b int) int { return cmp.Compare(a%7, b%7) })
				}
			}),
			lines: []string{line11},
		},
		{
			name: "a cursor is valid for one pager only",
			kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts options) *pager {
				spec := pagination.Spec{Scope: fmt.Sprintf("%p", s), MaxSize: 100}
				return pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
			}),
			lines: []string{line13},
		},
		{
			name: "a cursor is valid for any list",
			kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts options) *pager {
				spec := pagination.Spec{Scope: "paginationtest: another list", MaxSize: 100}
				return pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
			}),
			lines: []string{line13},
		},
		{
			name:  "a cursor is valid for any account",
			kit:   withoutAccounts(byMarker(func(fetch markerFetch) markerFetch { return fetch })),
			lines: []string{line13},
		},
		{
			name: "the pager keeps the options of the caller",
			kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts options) *pager {
				later := func(ctx context.Context, marker string, _ int) (markerResult, error) {
					p := pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
					page, err := p.Page(ctx, pagination.Cursor(marker))
					if err != nil {
						return markerResult{}, err
					}
					return markerResult{Items: page.Items, Next: string(page.Next())}, nil
				}
				return pagination.ByMarker(spec, later, strconv.Itoa, opts...)
			}),
			lines: []string{line14},
		},
		{
			name: "the pager ignores its options",
			kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, _ options) *pager {
				return pagination.ByMarker(spec, s.Marker, strconv.Itoa)
			}),
			lines: []string{line6, line10, line14},
		},
	}
}
