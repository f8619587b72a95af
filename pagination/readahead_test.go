package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A slowList is a list of numbers. Each of its pages takes the latency.
type slowList struct {
	items    int
	latency  time.Duration
	total    int // the total that the service reports; -1: none
	failAt   int // the page, from 1, that fails; 0: none
	fetches  atomic.Int32
	inFlight atomic.Int32
	peak     atomic.Int32
}

var errPage = errors.New("the page failed")

func (l *slowList) page(ctx context.Context, number, size int) ([]int, error) {
	l.fetches.Add(1)
	inFlight := l.inFlight.Add(1)
	defer l.inFlight.Add(-1)
	for peak := l.peak.Load(); inFlight > peak && !l.peak.CompareAndSwap(peak, inFlight); peak = l.peak.Load() {
	}
	select {
	case <-time.After(l.latency):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if number == l.failAt {
		return nil, errPage
	}
	var items []int
	for i := (number - 1) * size; i < min(number*size, l.items); i++ {
		items = append(items, i)
	}
	return items, nil
}

func (l *slowList) byNumber(opts ...pagination.Option) *pagination.Pager[int] {
	spec := pagination.Spec{Scope: "slow", DefaultSize: 100, MaxSize: 100}
	return pagination.ByNumber(spec, func(ctx context.Context, number, size int) (pagination.NumberResult[int], error) {
		items, err := l.page(ctx, number, size)
		return pagination.NumberResult[int]{Items: items, Number: number, Size: size, Total: l.total}, err
	}, strconv.Itoa, opts...)
}

func (l *slowList) byMarker(opts ...pagination.Option) *pagination.Pager[int] {
	spec := pagination.Spec{Scope: "slow", DefaultSize: 100, MaxSize: 100}
	return pagination.ByMarker(spec, func(ctx context.Context, marker string, limit int) (pagination.MarkerResult[int], error) {
		number := 1
		if marker != "" {
			number, _ = strconv.Atoi(marker)
		}
		items, err := l.page(ctx, number, limit)
		next := ""
		if number*limit < l.items {
			next = strconv.Itoa(number + 1)
		}
		return pagination.MarkerResult[int]{Items: items, Next: next}, err
	}, strconv.Itoa, opts...)
}

// pagers returns the functions that make a pager of the list.
func (l *slowList) pagers() map[string]func(...pagination.Option) *pagination.Pager[int] {
	return map[string]func(...pagination.Option) *pagination.Pager[int]{
		"markers": l.byMarker,
		"page numbers with a total": func(o ...pagination.Option) *pagination.Pager[int] {
			l.total = l.items
			return l.byNumber(o...)
		},
		"page numbers without a total": func(o ...pagination.Option) *pagination.Pager[int] {
			l.total = -1
			return l.byNumber(o...)
		},
	}
}

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestWithReadAhead(t *testing.T) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	cases := []struct {
		name          string
		pages         int
		latency, work time.Duration
		numbers       bool
		withoutTotal  bool // the service reports no total
		ahead         int
		want          time.Duration
	}{
		{
			name:  "by marker, ten pages come one after the other",
			pages: 10, latency: ms(100), work: ms(50), want: ms(1500),
		},
		{
			name:  "by number, ten pages come one after the other",
			pages: 10, latency: ms(100), work: ms(50), numbers: true, want: ms(1500),
		},
		{
			name:  "by marker, one page of read-ahead hides the work",
			pages: 10, latency: ms(100), work: ms(50), ahead: 1, want: ms(1050),
		},
		{
			name:  "by number, four pages of read-ahead hide most of the latency",
			pages: 10, latency: ms(100), work: ms(50), numbers: true, ahead: 4, want: ms(650),
		},
		{
			name:  "by number, fifty pages come one after the other",
			pages: 50, latency: ms(20), numbers: true, want: ms(1000),
		},
		{
			name:  "by number, eight pages of read-ahead hide most of the latency of fifty",
			pages: 50, latency: ms(20), numbers: true, ahead: 8, want: ms(160),
		},
		{
			name:  "by number without a total, one page of read-ahead hides the work",
			pages: 10, latency: ms(100), work: ms(50), numbers: true, withoutTotal: true, ahead: 1,
			want: ms(1050),
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				// The last page has one item less, so that the pager needs no page after it.
				list := &slowList{items: tc.pages*100 - 1, latency: tc.latency, total: tc.pages*100 - 1}
				pager := list.byMarker
				if tc.numbers {
					pager = list.byNumber
				}
				if tc.withoutTotal {
					list.total = -1
				}
				start := time.Now()
				for _, err := range pager(pagination.WithReadAhead(tc.ahead), pagination.WithRescan(0)).Pages(t.Context()) {
					require.NoError(t, err)
					time.Sleep(tc.work)
				}
				assert.Equal(t, tc.want, time.Since(start))
				assert.EqualValues(t, tc.pages, list.fetches.Load(), "requests")
			})
		})
	}
}

func TestWithReadAhead_OrderAndConcurrency(t *testing.T) {
	for name := range (&slowList{}).pagers() {
		for _, ahead := range []int{1, 4, 16} {
			t.Run(fmt.Sprintf("%s, %d ahead", name, ahead), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					list := &slowList{items: 1037, latency: time.Millisecond}
					got, err := list.pagers()[name](pagination.WithReadAhead(ahead), pagination.WithPageSize(7)).Collect(t.Context())
					require.NoError(t, err)
					assert.Equal(t, upTo(1037), got)
					assert.LessOrEqual(t, int(list.peak.Load()), ahead)
				})
			})
		}
	}
}

func TestWithReadAhead_FetchesNothingBeyondTheLimit(t *testing.T) {
	for name := range (&slowList{}).pagers() {
		for _, limit := range []int{5, 10, 11, 35, 40} {
			t.Run(fmt.Sprintf("%s, limit %d", name, limit), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					list := &slowList{items: 1000, latency: time.Millisecond}
					pager := list.pagers()[name](pagination.WithReadAhead(16), pagination.WithPageSize(10), pagination.WithLimit(limit))
					got, err := pager.Collect(t.Context())
					require.NoError(t, err)
					assert.Equal(t, upTo(limit), got)
					assert.EqualValues(t, (limit+9)/10, list.fetches.Load(), "requests")
				})
			})
		}
	}
}

func TestWithReadAhead_RespectsMaxPages(t *testing.T) {
	for name := range (&slowList{}).pagers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				list := &slowList{items: 1000, latency: time.Millisecond}
				got, err := list.pagers()[name](pagination.WithReadAhead(16), pagination.WithMaxPages(3)).Collect(t.Context())
				require.ErrorIs(t, err, pagination.ErrTooManyPages)
				assert.Equal(t, upTo(300), got)
				assert.EqualValues(t, 3, list.fetches.Load(), "requests")
			})
		})
	}
}

// If a list shrinks, its pass ends earlier than the first page promised. The walk must not wait
// for the pages that it fetched for the rest.
func TestWithReadAhead_ShrinkingList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var numbers []int
		var mu sync.Mutex
		fetch := func(ctx context.Context, number, size int) (pagination.NumberResult[int], error) {
			mu.Lock()
			numbers = append(numbers, number)
			first := len(numbers) == 1
			mu.Unlock()
			r := pagination.NumberResult[int]{Number: number, Size: size, Total: 35}
			switch {
			case number > 4: // these pages would take an hour
				select {
				case <-time.After(time.Hour):
					return r, nil
				case <-ctx.Done():
					return r, ctx.Err()
				}
			case first:
				r.Total = 100
			}
			time.Sleep(time.Second)
			r.Items = upTo(35)[(number-1)*size : min(number*size, 35)]
			return r, nil
		}
		spec := pagination.Spec{Scope: "shrinks", MaxSize: 10}
		start := time.Now()
		got, err := pagination.ByNumber(spec, fetch, strconv.Itoa, pagination.WithReadAhead(8)).Collect(t.Context())
		require.NoError(t, err)
		assert.Equal(t, upTo(35), got)
		assert.Equal(t, []int{1, 1}, slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n != 1 }), "the walk reads the list twice")
		assert.Equal(t, 4*time.Second, time.Since(start), "each pass fetches page one, and then the others at once")
	})
}

func TestWithReadAhead_PanicOfAFetch(t *testing.T) {
	before := goleak.IgnoreCurrent()
	list := &slowList{items: 1037, total: 1037}
	spec := pagination.Spec{Scope: "slow", MaxSize: 100}
	pager := pagination.ByNumber(spec, func(ctx context.Context, number, size int) (pagination.NumberResult[int], error) {
		if number == 3 {
			panic("the fetch")
		}
		items, err := list.page(ctx, number, size)
		return pagination.NumberResult[int]{Items: items, Total: list.total}, err
	}, strconv.Itoa, pagination.WithReadAhead(4))
	assert.PanicsWithValue(t, "the fetch", func() { _, _ = pager.Collect(t.Context()) })
	goleak.VerifyNone(t, before)
}
