package pagination_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// specOf returns the spec of the list of an account.
func specOf(account string) pagination.Spec {
	s := spec
	s.Account = func(context.Context) (string, error) { return account, nil }
	return s
}

// contract returns the kit of a pager over a service of package paginationtest.
func contract(faults []paginationtest.Kind, pager func(spec pagination.Spec, s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int]) paginationtest.Kit[int] {
	return paginationtest.Kit[int]{
		New: func(_ testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[int] {
			s := paginationtest.NewService(items, f)
			return paginationtest.Subject[int]{
				Pager: pager(specOf("A"), s, opts), Want: s.Want(),
				Fetches: s.Fetches, InFlight: s.InFlight, Failure: paginationtest.ErrRefused,
				Stranger: pager(specOf("B"), s, nil),
			}
		},
		Key:    strconv.Itoa,
		Faults: faults,
	}
}

func markerContract() paginationtest.Kit[int] {
	return contract(paginationtest.MarkerKinds(), func(spec pagination.Spec, s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
	})
}

func numberContract() paginationtest.Kit[int] {
	return contract(paginationtest.NumberKinds(), func(spec pagination.Spec, s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByNumber(spec, s.Number, strconv.Itoa, opts...)
	})
}

func TestByMarker_Contract(t *testing.T) { paginationtest.TestPager(t, markerContract()) }

func TestByNumber_Contract(t *testing.T) { paginationtest.TestPager(t, numberContract()) }

// withoutTotal are the faults of a service that reports no total, no page number and no page
// size.
var withoutTotal = []paginationtest.Kind{
	paginationtest.FailPage, paginationtest.LongPage,
	paginationtest.IgnoredNumber, paginationtest.Inserted, paginationtest.Restless,
}

func TestByNumber_ContractWithoutATotal(t *testing.T) {
	k := contract(withoutTotal, func(spec pagination.Spec, s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
		bare := func(ctx context.Context, number, size int) (pagination.NumberResult[int], error) {
			r, err := s.Number(ctx, number, size)
			r.Number, r.Size, r.Total = 0, 0, -1
			return r, err
		}
		return pagination.ByNumber(spec, bare, strconv.Itoa, opts...)
	})
	k.Passes = 2
	paginationtest.TestPager(t, k)
}
