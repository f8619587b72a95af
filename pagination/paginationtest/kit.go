// Package paginationtest checks whether a [pagination.Pager] keeps what package
// pagination promises, the fifteen lines of its contract, on a given service.
// Anyone who writes an adapter or a client with lists can run it:
//
//	func TestListAccounts(t *testing.T) {
//		paginationtest.TestPager(t, paginationtest.Kit[Account]{
//			New:    newAccounts, // a pager over a service of its own, with a fault
//			Key:    func(a Account) string { return a.ID },
//			Faults: paginationtest.MarkerKinds(),
//		})
//	}
//
// [Service] is a service with all faults, to put behind a client's own wire.
package paginationtest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A Kit is what [TestPager] needs to know about a pager.
type Kit[T any] struct {
	// New makes a Pager of a list of so many items over a new service, which
	// shows the fault, and passes the options on. It is called in a synctest
	// bubble: time is simulated, sockets must not be used, and no goroutine may
	// outlive its request. Page sizes from 1 to 10 are asked for. Cursors of one
	// service must be good for the next.
	New func(t testing.TB, items int, f Fault, opts ...pagination.Option) Subject[T]
	// Key tells items apart.
	Key func(T) string
	// Faults are those the service can show; what needs others is not checked.
	Faults []Kind
	// Passes is how often a list of several pages is read that stands still: 2 where
	// pages have numbers and no total, as nothing but a second pass shows a removal
	// then. 0 is once.
	Passes int
}

func (k Kit[T]) passes() int { return max(k.Passes, 1) }

// A Subject is a Pager with its service.
type Subject[T any] struct {
	Pager *pagination.Pager[T]
	// Want is what a whole walk delivers, in its order, values and all.
	Want []T
	// Fetches counts the requests that the service got.
	Fetches func() int
	// InFlight counts the requests in progress. Nil: not known.
	InFlight func() int
	// Failure is what errors.Is finds in the error of a walk that [FailPage]
	// ends. It is needed where FailPage is listed.
	Failure error
	// Stranger is a pager of the same list for another account, over the same service.
	// Nil: the account is not known, and cursors are not bound to it.
	Stranger *pagination.Pager[T]
}

// TestPager checks the pagers that a Kit makes. Each case is a subtest in a
// synctest bubble, named after the line of the contract that it shows, and run
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

// A claim is one thing that holds for every pager.
type claim[T any] struct {
	line   string // of the contract
	detail string
	needs  Kind // "": a service in good health
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
		t.Errorf("%d goroutines are left:\n%s", len(after)-len(before), report(before, after))
	}
}

// A run is one claim, put to one kit.
type run[T any] struct {
	testing.TB
	kit   Kit[T]
	ahead int
}

const (
	pageSize = 10
	items    = 95 // nine full pages and a half
	pages    = 10
	// enough stops a walk that would never end.
	enough = 1000
)

// open makes a subject with pages of pageSize, and this run's read-ahead.
func (r *run[T]) open(f Fault, opts ...pagination.Option) Subject[T] {
	r.Helper()
	return r.list(items, f, opts...)
}

func (r *run[T]) list(items int, f Fault, opts ...pagination.Option) Subject[T] {
	r.Helper()
	s := r.kit.New(r, items, f, append([]pagination.Option{
		pagination.WithPageSize(pageSize), pagination.WithReadAhead(r.ahead), pagination.WithMaxPages(enough),
	}, opts...)...)
	if s.Pager == nil || s.Fetches == nil || len(s.Want) < items {
		r.Fatalf("New(%d items) needs to return Pager, Fetches and all of Want, which has %d", items, len(s.Want))
	}
	return s
}

// equal compares what a walk delivered with what it should have.
func (r *run[T]) equal(what string, got, want []T) {
	r.Helper()
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			r.Errorf("%s: item %d is %q: %+v\nbut it should be %q: %+v",
				what, i, r.kit.Key(got[i]), got[i], r.kit.Key(want[i]), want[i])
			return
		}
	}
	if len(got) != len(want) {
		r.Errorf("%s: %d items came, but %d should have", what, len(got), len(want))
	}
}

// sameItems is equal for lists that move: in any order, but each item once.
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
		r.Errorf("%s: the service got %d requests, but it should be %d", what, got, want)
	}
}

func (r *run[T]) ok(what string, err error) {
	r.Helper()
	if err != nil {
		r.Errorf("%s: %v", what, err)
	}
}
