package paginationtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

type Account struct{ ID string }

// ListAccounts makes the pager that the examples test. A real one would have a client, and the
// service would be behind the http.RoundTripper of the client.
func ListAccounts(service *paginationtest.Service, opts ...pagination.Option) *pagination.Pager[Account] {
	fetch := func(ctx context.Context, marker string, limit int) (pagination.MarkerResult[Account], error) {
		r, err := service.Marker(ctx, marker, limit)
		return pagination.MarkerResult[Account]{Items: accounts(r.Items), Next: r.Next, RequestID: r.RequestID}, err
	}
	return pagination.ByMarker(pagination.Spec{Scope: "accounts", MaxSize: 100}, fetch,
		func(a Account) string { return a.ID }, opts...)
}

func accounts(numbers []int) []Account {
	all := make([]Account, len(numbers))
	for i, n := range numbers {
		all[i].ID = strconv.Itoa(n)
	}
	return all
}

func ExampleTestPager() {
	test := func(t *testing.T) { // func TestListAccounts(t *testing.T)
		paginationtest.TestPager(t, paginationtest.Kit[Account]{
			New: func(_ testing.TB, items int, f paginationtest.Fault, opts ...pagination.Option) paginationtest.Subject[Account] {
				service := paginationtest.NewService(items, f)
				return paginationtest.Subject[Account]{
					Pager:    ListAccounts(service, opts...),
					Want:     accounts(service.Want()),
					Fetches:  service.Fetches,
					InFlight: service.InFlight,
					Failure:  paginationtest.ErrRefused,
				}
			},
			Key:    func(a Account) string { return a.ID },
			Faults: paginationtest.MarkerKinds(),
		})
	}
	_ = test
}

// A Service also shows what a fault does to a walk.
func ExampleService() {
	service := paginationtest.NewService(50, paginationtest.Fault{Kind: paginationtest.Cycle, Page: 3, N: 2})
	got, err := ListAccounts(service, pagination.WithPageSize(10)).Collect(context.Background())
	fmt.Println(len(got), "accounts,", service.Fetches(), "requests, ErrLoop:", errors.Is(err, pagination.ErrLoop))
	// Output: 30 accounts, 3 requests, ErrLoop: true
}

// A RoundTripper of a slow service waits like this, so that a request whose context ends gets
// no response.
func ExampleFault_Wait() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	fmt.Println(paginationtest.Fault{Latency: time.Hour}.Wait(ctx))
	// Output: context canceled
}

// Both methods of a Service fit the adapters as they are. This list has page numbers, and each
// total is the number of items on the page.
func ExampleService_Number() {
	service := paginationtest.NewService(50, paginationtest.Fault{Kind: paginationtest.PageTotal})
	pager := pagination.ByNumber(pagination.Spec{Scope: "numbers", MaxSize: 100}, service.Number, strconv.Itoa)
	got, err := pager.Collect(context.Background())
	fmt.Println(len(got), err, "in flight:", service.InFlight())
	// Output: 50 <nil> in flight: 0
}

// A service that reports no total can have only some of the faults.
func ExampleNumberKinds() {
	kinds := slices.DeleteFunc(paginationtest.NumberKinds(), func(k paginationtest.Kind) bool {
		switch k {
		case paginationtest.EmptyPage, paginationtest.EmptyForever, paginationtest.ShortPage,
			paginationtest.PageTotal, paginationtest.FalseTotal,
			paginationtest.NoSuchPage, paginationtest.Removed:
			return true
		default:
			return false
		}
	})
	fmt.Println(len(kinds), "of", len(paginationtest.NumberKinds()))
	// Output: 7 of 14
}

// PeakHeap measures how much memory a walk takes at most.
func ExamplePeakHeap() {
	bench := func(b *testing.B) { // func BenchmarkPeakHeap(b *testing.B)
		for b.Loop() {
			peak := paginationtest.PeakHeap(func() {
				_, _ = ListAccounts(paginationtest.NewService(10_000, paginationtest.Fault{})).Collect(b.Context())
			})
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
		}
	}
	_ = bench
}

func ExampleServePages() {
	benchmark := func(b *testing.B) { // func BenchmarkGet(b *testing.B)
		body := []byte(`{"accounts":[{"id":"a-1"}]}`)
		url := paginationtest.ServePages(b, "page", func(int) []byte { return body })
		for b.Loop() {
			resp, err := http.Get(url + "/v1/accounts?page=2")
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	}
	_ = benchmark
}

func ExampleCompare() {
	benchmark := func(b *testing.B) { // func BenchmarkListAccounts(b *testing.B)
		ctx := context.Background()
		floor := func() (items int) {
			service := paginationtest.NewService(1000, paginationtest.Fault{})
			for marker := ""; ; {
				r, err := service.Marker(ctx, marker, 100)
				if err != nil {
					b.Fatal(err)
				}
				items += len(accounts(r.Items))
				if marker = r.Next; marker == "" {
					return items
				}
			}
		}
		run := func() (items int) {
			for _, err := range ListAccounts(paginationtest.NewService(1000, paginationtest.Fault{})).All(ctx) {
				if err != nil {
					b.Fatal(err)
				}
				items++
			}
			return items
		}
		paginationtest.Compare(b, floor, run)
	}
	_ = benchmark
}
