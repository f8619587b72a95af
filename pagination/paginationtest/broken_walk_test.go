package paginationtest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A brokenPager is a kit of a pager that breaks the contract.
type brokenPager struct {
	name  string
	kit   Kit[int]
	lines []string // at least these lines fail
}

// brokenWalks fetch at the wrong time, or lose errors, options or the context.
func brokenWalks() []brokenPager {
	return []brokenPager{
		{
			name: "the pager fetches a page when it is made",
			kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts options) *pager {
				p := pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
				_, _ = p.Page(context.Background(), "")
				return p
			}),
			lines: []string{line1},
		},
		{
			name: "a walk continues where the last walk ended",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				var mu sync.Mutex
				next := ""
				return func(ctx context.Context, _ string, limit int) (markerResult, error) {
					mu.Lock()
					at := next
					mu.Unlock() // the fetch runs without the lock
					r, err := fetch(ctx, at, limit)
					mu.Lock()
					defer mu.Unlock()
					next = r.Next
					return r, err
				}
			}),
			lines: []string{line2, line13},
		},
		{
			name: "the pager fetches the next page too early",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					if r.Next != "" {
						_, _ = fetch(ctx, r.Next, limit)
					}
					return r, err
				}
			}),
			lines: []string{line2, line4, line10},
		},
		{
			name: "the pager leaves a goroutine running",
			kit: newKit(MarkerKinds(), func(bubble context.Context, s *Service, opts options) *pager {
				fetch := func(ctx context.Context, marker string, limit int) (markerResult, error) {
					go func() { <-bubble.Done() }()
					return s.Marker(ctx, marker, limit)
				}
				return pagination.ByMarker(spec, fetch, strconv.Itoa, opts...)
			}),
			lines: []string{line4, line7},
		},
		{
			name: "the pager allows one fetch at a time",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				var inFlight atomic.Int32
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					defer inFlight.Add(-1)
					if inFlight.Add(1) > 1 {
						return markerResult{}, errors.New("another fetch is in flight")
					}
					return fetch(ctx, marker, limit)
				}
			}),
			lines: []string{line3},
		},
		{
			name: "the pager loses the error",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					if err != nil {
						return markerResult{}, nil
					}
					return r, nil
				}
			}),
			lines: []string{line5, line6, line7, line15},
		},
		{
			name: "the pager loses the cause of the error",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					if err != nil {
						err = errors.New(err.Error())
					}
					return r, err
				}
			}),
			lines: []string{line6},
		},
		{
			name: "the pager retries a page that failed",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(ctx context.Context, marker string, limit int) (markerResult, error) {
					r, err := fetch(ctx, marker, limit)
					if err != nil {
						return fetch(ctx, marker, limit)
					}
					return r, err
				}
			}),
			lines: []string{line5, line6},
		},
		{
			name: "the pager ignores the context",
			kit: byMarker(func(fetch markerFetch) markerFetch {
				return func(_ context.Context, marker string, limit int) (markerResult, error) {
					return fetch(context.Background(), marker, limit)
				}
			}),
			lines: []string{line15},
		},
	}
}
