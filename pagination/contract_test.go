package pagination_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

// contract is the kit of a pager over a service of package paginationtest.
func contract(faults []paginationtest.Kind, pager func(s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int]) paginationtest.Kit[int] {
	return paginationtest.Kit[int]{
		New: func(_ testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[int] {
			s := paginationtest.NewService(items, f)
			return paginationtest.Subject[int]{
				Pager: pager(s, opts), Want: s.Want(),
				Fetches: s.Fetches, InFlight: s.InFlight, Failure: paginationtest.ErrRefused,
			}
		},
		Key:    strconv.Itoa,
		Faults: faults,
	}
}

func TestByMarker_Contract(t *testing.T) {
	paginationtest.TestPager(t, contract(paginationtest.MarkerKinds(), func(s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByMarker(spec, s.Marker, strconv.Itoa, opts...)
	}))
}

func TestByNumber_Contract(t *testing.T) {
	paginationtest.TestPager(t, contract(paginationtest.NumberKinds(), func(s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
		return pagination.ByNumber(spec, s.Number, strconv.Itoa, opts...)
	}))
}

// countless is what a service can show that tells neither totals nor the number
// and size of its pages.
var countless = []paginationtest.Kind{
	paginationtest.FailPage, paginationtest.LongPage,
	paginationtest.IgnoredNumber, paginationtest.Inserted, paginationtest.Restless,
}

func TestByNumber_ContractWithoutATotal(t *testing.T) {
	k := contract(countless, func(s *paginationtest.Service, opts []pagination.Option) *pagination.Pager[int] {
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
