package pagination_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	benchPages = 1000
	benchSize  = 100
	benchItems = benchPages * benchSize
)

// A benchItem is as large as an invitation's plainest fields.
type benchItem struct {
	ID, Status string
	N          int
}

func benchRows() (rows []benchItem, markers []string) {
	rows = make([]benchItem, benchItems)
	for i := range rows {
		rows[i] = benchItem{ID: fmt.Sprintf("h-%020d", i), N: 1}
	}
	markers = make([]string, benchPages+1)
	for i := 1; i < benchPages; i++ {
		markers[i] = strconv.Itoa(i)
	}
	return rows, markers
}

// BenchmarkAll compares walks of 1,000 pages of 100 with the bare loop over the
// same fetch function.
func BenchmarkAll(b *testing.B) {
	rows, markers := benchRows()
	s := pagination.Spec{Scope: "bench", MaxSize: benchSize}
	fetchMarker := func(_ context.Context, marker string, _ int) (pagination.MarkerResult[benchItem], error) {
		n, _ := strconv.Atoi(marker)
		return pagination.MarkerResult[benchItem]{Items: rows[n*benchSize : (n+1)*benchSize], Next: markers[n+1]}, nil
	}
	fetchNumber := func(_ context.Context, number, size int) (pagination.NumberResult[benchItem], error) {
		from := min((number-1)*benchSize, benchItems)
		return pagination.NumberResult[benchItem]{
			Items: rows[from:min(from+benchSize, benchItems)], Number: number, Size: size, Total: benchItems,
		}, nil
	}
	id := func(i benchItem) string { return i.ID }
	walk := func(p *pagination.Pager[benchItem]) func(context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			n := 0
			for item, err := range p.All(ctx) {
				if err != nil {
					return n, err
				}
				n += item.N
			}
			return n, nil
		}
	}
	for _, bench := range []struct {
		name string
		run  func(context.Context) (int, error)
	}{
		{"bare loop by marker", func(ctx context.Context) (n int, err error) {
			marker := ""
			for {
				r, err := fetchMarker(ctx, marker, benchSize)
				if err != nil {
					return n, err
				}
				for _, item := range r.Items {
					n += item.N
				}
				if marker = r.Next; marker == "" {
					return n, nil
				}
			}
		}},
		{"by marker", walk(pagination.ByMarker(s, fetchMarker))},
		{"bare loop by number", func(ctx context.Context) (n int, err error) {
			for number := 1; ; number++ {
				r, err := fetchNumber(ctx, number, benchSize)
				if err != nil {
					return n, err
				}
				for _, item := range r.Items {
					n += item.N
				}
				if len(r.Items) < benchSize {
					return n, nil
				}
			}
		}},
		{"by number without key", walk(pagination.ByNumber(s, fetchNumber, nil))},
		{"by number with key", walk(pagination.ByNumber(s, fetchNumber, id))},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			for b.Loop() {
				if n, err := bench.run(b.Context()); err != nil || n != benchItems {
					b.Fatal(n, err)
				}
			}
			elapsed := time.Since(start)
			runtime.ReadMemStats(&after)
			runs := float64(b.N)
			b.ReportMetric(float64(elapsed.Nanoseconds())/runs/benchItems, "ns/item")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/runs/benchPages, "allocs/page")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/runs/benchItems, "B/item")
		})
	}
}

// BenchmarkCursor is what a page in a web handler costs beside its fetch.
func BenchmarkCursor(b *testing.B) {
	rows, markers := benchRows()
	p := pagination.ByMarker(pagination.Spec{Scope: "bench", MaxSize: benchSize},
		func(_ context.Context, _ string, _ int) (pagination.MarkerResult[benchItem], error) {
			return pagination.MarkerResult[benchItem]{Items: rows[:benchSize], Next: markers[2]}, nil
		})
	page, err := p.Page(b.Context(), "")
	if err != nil {
		b.Fatal(err)
	}
	at := page.After(7)
	b.ReportAllocs()
	for b.Loop() {
		page, err := p.Page(b.Context(), at)
		if err != nil {
			b.Fatal(err)
		}
		_ = page.Next()
	}
}
