package paginationtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/pagination"
)

func TestKit_BrokenPagers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		kit   Kit[int]
		lines []string // at least these complain
	}{
		{name: "one that fetches when it is made", kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			p := pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
			_, _ = p.Page(context.Background(), "")
			return p
		}), lines: []string{line1}},
		{name: "one that goes on where the walk before ended", kit: byMarker(func(fetch markerFetch) markerFetch {
			var mu sync.Mutex
			place := ""
			return func(ctx context.Context, _ string, limit int) (marked, error) {
				mu.Lock()
				at := place
				mu.Unlock() // not held while the service takes its time
				r, err := fetch(ctx, at, limit)
				mu.Lock()
				defer mu.Unlock()
				place = r.Next
				return r, err
			}
		}), lines: []string{line2, line13}},
		{name: "one that fetches the next page at once", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				if r.Next != "" {
					_, _ = fetch(ctx, r.Next, limit)
				}
				return r, err
			}
		}), lines: []string{line2, line4, line10}},
		{name: "one that leaves a goroutine behind", kit: newKit(MarkerKinds(), func(bubble context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			return pagination.ByMarker(spec, func(ctx context.Context, marker string, limit int) (marked, error) {
				go func() { <-bubble.Done() }()
				return s.Marker(ctx, marker, limit)
			}, strconv.Itoa, opts...)
		}), lines: []string{line4, line7}},
		{name: "one that is asked one thing at a time", kit: byMarker(func(fetch markerFetch) markerFetch {
			var flying atomic.Int32
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				defer flying.Add(-1)
				if flying.Add(1) > 1 {
					return marked{}, errors.New("busy")
				}
				return fetch(ctx, marker, limit)
			}
		}), lines: []string{line3}},
		{name: "one that loses the error", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				if err != nil {
					return marked{}, nil
				}
				return r, nil
			}
		}), lines: []string{line5, line6, line7, line15}},
		{name: "one that loses the cause of the error", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				if err != nil {
					err = errors.New(err.Error())
				}
				return r, err
			}
		}), lines: []string{line6}},
		{name: "one that tries a failed page again", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				if err != nil {
					return fetch(ctx, marker, limit)
				}
				return r, err
			}
		}), lines: []string{line5, line6}},
		{name: "one that does not hear of a cancel", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(_ context.Context, marker string, limit int) (marked, error) {
				return fetch(context.Background(), marker, limit)
			}
		}), lines: []string{line15}},
		{name: "one that stops at an empty page", kit: spoilPage(func(_ string, r *marked) {
			if len(r.Items) == 0 {
				r.Next = ""
			}
		}), lines: []string{line8}},
		{name: "one that stops at a short page", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				if len(r.Items) < limit {
					r.Next = ""
				}
				return r, err
			}
		}), lines: []string{line8, whole}},
		{name: "one that stops at a marker it knows", kit: byMarker(func(fetch markerFetch) markerFetch {
			known := map[string]bool{}
			var mu sync.Mutex
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				mu.Lock()
				defer mu.Unlock()
				known[marker] = true
				if known[r.Next] {
					r.Next = ""
				}
				return r, err
			}
		}), lines: []string{line9}},
		{name: "one that never sees the same marker twice", kit: byMarker(func(fetch markerFetch) markerFetch {
			var mu sync.Mutex
			n := 0
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit) // Sscanf reads only the beginning
				mu.Lock()
				defer mu.Unlock()
				if n++; r.Next != "" {
					r.Next = fmt.Sprintf("%s-%d", r.Next, n)
				}
				return r, err
			}
		}), lines: []string{line9}},
		{name: "one that repeats the last item of each page", kit: spoilPage(func(_ string, r *marked) {
			if n := len(r.Items); n > 0 && r.Next != "" {
				r.Items = append(r.Items, r.Items[n-1])
			}
		}), lines: []string{line2, line11, line13}},
		{name: "one that loses the last item of each page", kit: spoilPage(func(_ string, r *marked) {
			if n := len(r.Items); n > 0 {
				r.Items = r.Items[:n-1]
			}
		}), lines: []string{line2, line11, line13}},
		{name: "one that cuts what is longer than asked for", kit: byMarker(func(fetch markerFetch) markerFetch {
			return func(ctx context.Context, marker string, limit int) (marked, error) {
				r, err := fetch(ctx, marker, limit)
				r.Items = r.Items[:min(limit, len(r.Items))]
				return r, err
			}
		}), lines: []string{whole, line10}},
		{
			name: "one that sorts the other way",
			kit:  spoilPage(func(_ string, r *marked) { slices.Reverse(r.Items) }), lines: []string{line11},
		},
		{name: "one whose order hangs on the cloud", kit: spoilPage(func(marker string, r *marked) {
			if marker != "" {
				slices.SortFunc(r.Items, func(a, b int) int { return cmp.Compare(a%7, b%7) })
			}
		}), lines: []string{line11}},
		{name: "one whose cursors are good for one pager", kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			return pagination.ByMarker(pagination.Spec{Scope: fmt.Sprintf("%p", s), MaxSize: 100}, s.Marker, strconv.Itoa, opts...)
		}), lines: []string{line13}},
		{name: "one whose cursors are good for any list", kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			return pagination.ByMarker(pagination.Spec{Scope: "paginationtest: another list", MaxSize: 100}, s.Marker, strconv.Itoa, opts...)
		}), lines: []string{line13}},
		{
			name: "one whose cursors are good for any account",
			kit:  withoutAccounts(byMarker(func(fetch markerFetch) markerFetch { return fetch })), lines: []string{line13},
		},
		{name: "one that keeps the caller's options", kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			later := func(ctx context.Context, marker string, _ int) (marked, error) {
				page, err := pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...).Page(ctx, pagination.Cursor(marker))
				if err != nil {
					return marked{}, err
				}
				return marked{Items: page.Items, Next: string(page.Next())}, nil
			}
			return pagination.ByMarker(spec, later, strconv.Itoa, opts...)
		}), lines: []string{line14}},
		{name: "one without its options", kit: newKit(MarkerKinds(), func(_ context.Context, s *Service, _ []pagination.Option) *pagination.Pager[int] {
			return pagination.ByMarker(spec, s.Marker, strconv.Itoa)
		}), lines: []string{line6, line10, line14}},
		{name: "one by number that stops when the total is reached", kit: byNumber(func(fetch numberFetch) numberFetch {
			return func(ctx context.Context, number, size int) (numbered, error) {
				r, err := fetch(ctx, number, size)
				if number*size >= r.Total {
					r.Items, r.Number = r.Items[:min(len(r.Items), max(r.Total-(number-1)*size, 0))], 0
				}
				return r, err
			}
		}), lines: []string{whole}},
		{name: "one by number that makes up totals", kit: byNumber(func(fetch numberFetch) numberFetch {
			return func(ctx context.Context, number, size int) (numbered, error) {
				r, err := fetch(ctx, number, size)
				r.Total++
				return r, err
			}
		}), lines: []string{line12}},
		{name: "one by number without keys", kit: newKit(NumberKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			return pagination.ByNumber(spec, s.Number, nil, opts...)
		}), lines: []string{line11}},
		{name: "one by number without further passes", kit: newKit(NumberKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
			return pagination.ByNumber(spec, s.Number, strconv.Itoa, append(opts, pagination.WithRescan(0))...)
		}), lines: []string{line11}},
		{name: "one by number that hides where the service is", kit: byNumber(func(fetch numberFetch) numberFetch {
			return func(ctx context.Context, number, size int) (numbered, error) {
				r, err := fetch(ctx, number, size)
				r.Number, r.Total = 0, -1
				return r, err
			}
		}), lines: []string{whole, line8, line12}},
	}
	for _, tc := range cases {
		for _, ahead := range []int{0, 4} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", tc.name, ahead), func(t *testing.T) {
				found := complaints(t, tc.kit, ahead, tc.lines...)
				for _, line := range tc.lines {
					assert.NotEmpty(t, found[line], "no complaint: %s", line)
				}
			})
		}
	}
}

// What the tests above see must come from the defects.
func TestKit_SoundPagers(t *testing.T) {
	t.Parallel()
	sound := map[string]Kit[int]{
		"by marker": byMarker(func(fetch markerFetch) markerFetch { return fetch }),
		"by number": byNumber(func(fetch numberFetch) numberFetch { return fetch }),
	}
	for name, kit := range sound {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, complaints(t, kit, 0))
			assert.Empty(t, complaints(t, kit, 4))
		})
	}
}

func TestClaims_EveryLineOfTheContract(t *testing.T) {
	t.Parallel()
	for _, faults := range [][]Kind{nil, MarkerKinds(), NumberKinds()} {
		var lines []string
		names := map[string]bool{}
		for _, c := range claims[int]() {
			if c.applies(faults) {
				lines = append(lines, c.line)
			}
			assert.False(t, names[c.name(0)], "two claims have the name %s", c.name(0))
			names[c.name(0)] = true
		}
		want := []string{line1, line2, line3, line4, line5, line6, line7, line10, line11, line12, line13, line14, line15}
		if faults != nil {
			want = append(want, line8, whole)
		}
		assert.Subset(t, lines, want)
	}
}

func TestGoroutines_OfTheBubble(t *testing.T) {
	t.Parallel()
	assert.Empty(t, goroutines(), "outside a bubble")
	stop := make(chan struct{})
	defer close(stop)
	go func() { <-stop }()
	synctest.Test(t, func(*testing.T) {
		before := goroutines()
		done := make(chan struct{})
		go func() { <-done }()
		synctest.Wait()
		after := goroutines()
		assert.Len(t, after, len(before)+1)
		assert.Contains(t, report(before, after), "TestGoroutines_OfTheBubble")
		close(done)
	})
}
