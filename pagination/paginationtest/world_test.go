package paginationtest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A recorder keeps failures to itself, so that a test can watch a kit that must fail.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	// SkipNow ends only the goroutine of the claim; see complaints.
	r.SkipNow()
}

// complaints runs the claims of these lines of the contract, or all claims if no line is given.
// It returns the failures of each line.
func complaints(t *testing.T, k Kit[int], ahead int, lines ...string) map[string][]string {
	found := map[string][]string{}
	for _, c := range claims[int]() {
		if !c.applies(k.Faults) || len(lines) > 0 && !slices.Contains(lines, c.line) {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			rec := &recorder{TB: t}
			done := make(chan struct{})
			go func() {
				defer close(done)
				c.run(rec, k, ahead)
			}()
			<-done
			if len(rec.failures) > 0 {
				found[c.line] = append(found[c.line], rec.failures...)
			}
		})
	}
	return found
}

var spec = pagination.Spec{Scope: "numbers", MaxSize: 100}

type (
	pager        = pagination.Pager[int]
	options      = []pagination.Option
	markerResult = pagination.MarkerResult[int]
	markerFetch  = func(ctx context.Context, marker string, limit int) (markerResult, error)
	numberResult = pagination.NumberResult[int]
	numberFetch  = func(ctx context.Context, number, size int) (numberResult, error)
	// newPager makes a pager. The context ends with the bubble.
	newPager = func(ctx context.Context, s *Service, opts options) *pager
)

func newKit(faults []Kind, open newPager) Kit[int] {
	return Kit[int]{
		New: func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[int] {
			s := NewService(items, f)
			return Subject[int]{
				Pager: open(t.Context(), s, opts), Want: s.Want(),
				Fetches: s.Fetches, InFlight: s.InFlight, Failure: ErrRefused,
			}
		},
		Key:    strconv.Itoa,
		Faults: faults,
	}
}

// byMarker returns a kit whose pagers have a broken fetch function, a new one for each pager.
func byMarker(breakFetch func(fetch markerFetch) markerFetch) Kit[int] {
	return newKit(MarkerKinds(), func(_ context.Context, s *Service, opts options) *pager {
		return pagination.ByMarker(spec, breakFetch(s.Marker), strconv.Itoa, opts...)
	})
}

func byNumber(breakFetch func(fetch numberFetch) numberFetch) Kit[int] {
	return newKit(NumberKinds(), func(_ context.Context, s *Service, opts options) *pager {
		return pagination.ByNumber(spec, breakFetch(s.Number), strconv.Itoa, opts...)
	})
}

// breakPage is byMarker for a fetch function that only changes the pages.
func breakPage(change func(marker string, r *markerResult)) Kit[int] {
	return byMarker(func(fetch markerFetch) markerFetch {
		return func(ctx context.Context, marker string, limit int) (markerResult, error) {
			r, err := fetch(ctx, marker, limit)
			change(marker, &r)
			return r, err
		}
	})
}

// withoutAccounts returns a kit that does not know the account of the stranger.
func withoutAccounts(k Kit[int]) Kit[int] {
	newSubject := k.New
	k.New = func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[int] {
		s := newSubject(t, items, f, opts...)
		s.Stranger = s.Pager
		return s
	}
	return k
}
