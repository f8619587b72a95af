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

// A recorder keeps failures for itself, so that a kit that should fail can be
// watched failing.
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
	// Ends only the goroutine of the claim, see complaints.
	r.SkipNow()
}

// complaints runs the claims of some lines of the contract, of all if none is
// given, and returns what each has against the pagers of a kit.
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
	marked      = pagination.MarkerResult[int]
	markerFetch = func(ctx context.Context, marker string, limit int) (marked, error)
	numbered    = pagination.NumberResult[int]
	numberFetch = func(ctx context.Context, number, size int) (numbered, error)
	// build makes a pager; ctx ends with the bubble.
	build = func(ctx context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int]
)

func newKit(faults []Kind, pager build) Kit[int] {
	return Kit[int]{
		New: func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[int] {
			s := NewService(items, f)
			return Subject[int]{
				Pager: pager(t.Context(), s, opts), Want: s.Want(),
				Fetches: s.Fetches, InFlight: s.InFlight, Failure: ErrRefused,
			}
		},
		Key:    strconv.Itoa,
		Faults: faults,
	}
}

// byMarker is a pager whose fetch function is spoilt, anew for each pager.
func byMarker(spoil func(fetch markerFetch) markerFetch) Kit[int] {
	return newKit(MarkerKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByMarker(spec, spoil(s.Marker), strconv.Itoa, opts...)
	})
}

func byNumber(spoil func(fetch numberFetch) numberFetch) Kit[int] {
	return newKit(NumberKinds(), func(_ context.Context, s *Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByNumber(spec, spoil(s.Number), strconv.Itoa, opts...)
	})
}

// spoilPage is byMarker for what is wrong with the pages alone.
func spoilPage(spoil func(marker string, r *marked)) Kit[int] {
	return byMarker(func(fetch markerFetch) markerFetch {
		return func(ctx context.Context, marker string, limit int) (marked, error) {
			r, err := fetch(ctx, marker, limit)
			spoil(marker, &r)
			return r, err
		}
	})
}

// withoutAccounts makes the stranger of a kit one who is not known as such.
func withoutAccounts(k Kit[int]) Kit[int] {
	known := k.New
	k.New = func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[int] {
		s := known(t, items, f, opts...)
		s.Stranger = s.Pager
		return s
	}
	return k
}
