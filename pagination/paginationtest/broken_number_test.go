package paginationtest

import (
	"context"
	"strconv"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// brokenNumbers break the contract of lists with page numbers.
func brokenNumbers() []brokenPager {
	return []brokenPager{
		{
			name: "the walk by number stops at the total",
			kit: byNumber(func(fetch numberFetch) numberFetch {
				return func(ctx context.Context, number, size int) (numberResult, error) {
					r, err := fetch(ctx, number, size)
					if number*size >= r.Total {
						left := max(r.Total-(number-1)*size, 0)
						r.Items, r.Number = r.Items[:min(len(r.Items), left)], 0
					}
					return r, err
				}
			}),
			lines: []string{completeness},
		},
		{
			name: "the pager by number changes the totals",
			kit: byNumber(func(fetch numberFetch) numberFetch {
				return func(ctx context.Context, number, size int) (numberResult, error) {
					r, err := fetch(ctx, number, size)
					r.Total++
					return r, err
				}
			}),
			lines: []string{line12},
		},
		{
			name: "the pager by number has no keys",
			kit: newKit(NumberKinds(), func(_ context.Context, s *Service, opts options) *pager {
				return pagination.ByNumber(spec, s.Number, nil, opts...)
			}),
			lines: []string{line11},
		},
		{
			name: "the pager by number makes no further pass",
			kit: newKit(NumberKinds(), func(_ context.Context, s *Service, opts options) *pager {
				opts = append(opts, pagination.WithRescan(0))
				return pagination.ByNumber(spec, s.Number, strconv.Itoa, opts...)
			}),
			lines: []string{line11},
		},
		{
			name: "the pager by number hides the number and the total",
			kit: byNumber(func(fetch numberFetch) numberFetch {
				return func(ctx context.Context, number, size int) (numberResult, error) {
					r, err := fetch(ctx, number, size)
					r.Number, r.Total = 0, -1
					return r, err
				}
			}),
			lines: []string{completeness, line8, line12},
		},
	}
}
