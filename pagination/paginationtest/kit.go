// Package paginationtest checks that a [pagination.Pager] keeps the promises of package
// pagination. Use it to test an adapter, or a client that has lists:
//
//	func TestListAccounts(t *testing.T) {
//		paginationtest.TestPager(t, paginationtest.Kit[Account]{
//			New:    newAccounts, // makes a pager over a new service that has the fault
//			Key:    func(a Account) string { return a.ID },
//			Faults: paginationtest.MarkerKinds(),
//		})
//	}
//
// TestPager runs one subtest for each promise and each fault, such as a page that fails,
// markers that form a cycle, or an item that disappears during the walk. [Service] is a list in
// memory that has these faults. It fits the adapters of package pagination, and a
// [net/http.RoundTripper] can put it behind a client. [Compare], [PeakHeap] and [ServePages] are
// for benchmarks of a pager.
package paginationtest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Kit is what [TestPager] needs for a test of a pager.
type Kit[T any] struct {
	// New makes a new service with so many items and the fault, and a Pager of its list with
	// the options. TestPager calls it in a synctest bubble, so time is simulated, New must not
	// use sockets, and no goroutine may outlive its request. TestPager asks for page sizes from
	// 1 to 10. A cursor of one service must be valid for the next.
	New func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[T]
	// Key returns the key that distinguishes an item from the others.
	Key func(T) string
	// Faults are the faults that the service can have. TestPager omits the checks that need
	// others.
	Faults []Kind
	// Passes is how often a walk reads a list of several pages that does not change. It is 2 if
	// the pages have numbers and no total, because only a second pass shows a removal then. 0
	// means 1.
	Passes int
}

func (k Kit[T]) passes() int { return max(k.Passes, 1) }

// A Subject is a Pager and its service.
type Subject[T any] struct {
	Pager *pagination.Pager[T]
	// Want is what a complete walk yields: each item, in this order.
	Want []T
	// Fetches returns how many requests the service received.
	Fetches func() int
	// InFlight returns how many requests are in progress. It may be nil.
	InFlight func() int
	// Failure is what errors.Is finds in the error of a walk that [FailPage] ends. A Kit that
	// lists FailPage needs it.
	Failure error
	// Stranger is a pager of the same list for another account, over the same service. It is
	// nil if the account is not known and cursors are not bound to it.
	Stranger *pagination.Pager[T]
}

// TestPager checks the pagers that a Kit makes. Each case is a subtest in a synctest bubble.
// The name of a subtest begins with the line of the contract that it checks. Each case runs
// with read-ahead 0, 1, 4 and 16.
func TestPager[T any](t *testing.T, k Kit[T]) {
	t.Helper()
	if k.New == nil || k.Key == nil {
		t.Fatal("paginationtest: a Kit needs New and Key")
	}
	for _, c := range claims[T]() {
		if !c.applies(k.Faults) {
			continue
		}
		for _, ahead := range []int{0, 1, 4, 16} {
			t.Run(c.name(ahead), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { c.run(t, k, ahead) })
			})
		}
	}
}

// A claim is one rule that every pager must keep.
type claim[T any] struct {
	line   string // the line of the contract
	detail string
	needs  Kind // the fault of the service, or ""
	check  func(*run[T])
}

func claims[T any]() []claim[T] {
	return slices.Concat(
		walkClaims[T](), errorClaims[T](), endClaims[T](),
		hostileClaims[T](), limitClaims[T](), orderClaims[T](), cursorClaims[T](),
	)
}

func (c claim[T]) applies(faults []Kind) bool {
	return c.needs == "" || slices.Contains(faults, c.needs)
}

func (c claim[T]) name(ahead int) string {
	return fmt.Sprintf("%s/%s, read-ahead %d", c.line, c.detail, ahead)
}

func (c claim[T]) run(t testing.TB, k Kit[T], ahead int) {
	r := &run[T]{TB: t, kit: k, ahead: ahead}
	before := goroutines()
	c.check(r)
	synctest.Wait()
	if after := goroutines(); len(after) > len(before) {
		t.Errorf("%d goroutines still run:\n%s", len(after)-len(before), report(before, after))
	}
}

// A run checks one claim of one kit.
type run[T any] struct {
	testing.TB
	kit   Kit[T]
	ahead int
}

const (
	pageSize = 10
	items    = 95 // nine full pages and half a page
	pages    = 10
	// maxPages stops a walk that would never end.
	maxPages = 1000
)

// open makes a subject with pages of pageSize and the read-ahead of this run.
func (r *run[T]) open(f Fault, opts ...pagination.Option) Subject[T] {
	r.Helper()
	return r.list(items, f, opts...)
}

func (r *run[T]) list(items int, f Fault, opts ...pagination.Option) Subject[T] {
	r.Helper()
	s := r.kit.New(r, items, f, append([]pagination.Option{
		pagination.WithPageSize(pageSize), pagination.WithReadAhead(r.ahead), pagination.WithMaxPages(maxPages),
	}, opts...)...)
	if s.Pager == nil || s.Fetches == nil || len(s.Want) < items {
		r.Fatalf("New(%d items) must return Pager, Fetches and all of Want, but Want has %d items", items, len(s.Want))
	}
	return s
}

// equal compares the items that a walk yielded with those that it should yield.
func (r *run[T]) equal(what string, got, want []T) {
	r.Helper()
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			r.Errorf("%s: item %d is %q: %+v\nbut should be %q: %+v",
				what, i, r.kit.Key(got[i]), got[i], r.kit.Key(want[i]), want[i])
			return
		}
	}
	if len(got) != len(want) {
		r.Errorf("%s: the walk yielded %d items, but should yield %d", what, len(got), len(want))
	}
}

// sameItems is like equal for lists that change: the items may come in any order, but each must
// come once.
func (r *run[T]) sameItems(what string, got, want []T) {
	r.Helper()
	r.equal(what+", sorted", r.sorted(got), r.sorted(want))
}

func (r *run[T]) sorted(items []T) []T {
	return slices.SortedFunc(slices.Values(items), func(a, b T) int {
		ka, kb := r.kit.Key(a), r.kit.Key(b)
		switch {
		case ka < kb:
			return -1
		case ka > kb:
			return 1
		}
		return 0
	})
}

func (r *run[T]) fetched(what string, s Subject[T], want int) {
	r.Helper()
	if got := s.Fetches(); got != want {
		r.Errorf("%s: the service received %d requests, but should receive %d", what, got, want)
	}
}

func (r *run[T]) ok(what string, err error) {
	r.Helper()
	if err != nil {
		r.Errorf("%s: %v", what, err)
	}
}
