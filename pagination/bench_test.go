package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
	"github.com/orghandshakes/handshakes-go/pagination/paginationtest"
)

const (
	benchPages = 1000
	benchSize  = 100
	benchItems = benchPages * benchSize
)

// A benchItem has the size of the main fields of an invitation.
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

// BenchmarkAll walks over 1,000 pages of 100. The floor is the bare loop over the same fetch
// function.
func BenchmarkAll(b *testing.B) {
	rows, markers := benchRows()
	s := pagination.Spec{Scope: "bench", MaxSize: benchSize}
	byMarker := func(_ context.Context, marker string, _ int) (pagination.MarkerResult[benchItem], error) {
		n, _ := strconv.Atoi(marker)
		return pagination.MarkerResult[benchItem]{Items: rows[n*benchSize : (n+1)*benchSize], Next: markers[n+1]}, nil
	}
	byNumber := func(_ context.Context, number, size int) (pagination.NumberResult[benchItem], error) {
		from := min((number-1)*benchSize, benchItems)
		return pagination.NumberResult[benchItem]{
			Items: rows[from:min(from+benchSize, benchItems)], Number: number, Size: size,
			Total: benchItems,
		}, nil
	}
	bareMarker := func() (n int) {
		for marker, more := "", true; more; more = marker != "" {
			r, _ := byMarker(b.Context(), marker, benchSize)
			for _, item := range r.Items {
				n += item.N
			}
			marker = r.Next
		}
		return n
	}
	bareNumber := func() (n int) {
		for number, more := 1, true; more; number++ {
			r, _ := byNumber(b.Context(), number, benchSize)
			for _, item := range r.Items {
				n += item.N
			}
			more = len(r.Items) == benchSize
		}
		return n
	}
	id := func(i benchItem) string { return i.ID }
	for _, bench := range []struct {
		name  string
		floor func() int
		pager *pagination.Pager[benchItem]
	}{
		{name: "by marker", floor: bareMarker, pager: pagination.ByMarker(s, byMarker, nil)},
		{
			name:  "by number without key",
			floor: bareNumber, pager: pagination.ByNumber(s, byNumber, nil),
		},
		{
			name:  "by number with key",
			floor: bareNumber, pager: pagination.ByNumber(s, byNumber, id),
		},
	} {
		b.Run(bench.name, func(b *testing.B) {
			paginationtest.Compare(b, bench.floor, func() (n int) {
				for item, err := range bench.pager.All(b.Context()) {
					if err != nil {
						b.Fatal(err)
					}
					n += item.N
				}
				return n
			})
		})
	}
}

// BenchmarkAll_ManyKeys walks over a million rows by number. The floor is a loop that keeps the
// keys in a set of its own. MiB is what the walk remembers at its end.
func BenchmarkAll_ManyKeys(b *testing.B) {
	const pages, size = 1000, 1000
	keys := make([]string, pages*size)
	for i := range keys {
		keys[i] = fmt.Sprintf("h-%020d", i)
	}
	fetch := func(_ context.Context, number, _ int) (pagination.NumberResult[string], error) {
		from := min((number-1)*size, len(keys))
		return pagination.NumberResult[string]{Items: keys[from:min(from+size, len(keys))], Number: number, Size: size, Total: len(keys)}, nil
	}
	floor := func() int {
		keySet := map[string]struct{}{}
		for number := 1; number <= pages; number++ {
			r, _ := fetch(b.Context(), number, size)
			for _, key := range r.Items {
				keySet[key] = struct{}{}
			}
		}
		return len(keySet)
	}
	pager := pagination.ByNumber(pagination.Spec{Scope: "bench", MaxSize: size}, fetch, func(key string) string { return key })
	walk := func(end func()) (n int) {
		for _, err := range pager.All(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			if n++; n == len(keys) {
				end()
			}
		}
		return n
	}
	before, after := liveHeap(), 0
	walk(func() { after = liveHeap() })
	paginationtest.Compare(b, floor, func() int { return walk(func() {}) })
	b.ReportMetric(float64(after-before)/(1<<20), "MiB")
}

// BenchmarkCursor measures what a page in a web handler costs besides its fetch.
func BenchmarkCursor(b *testing.B) {
	rows, markers := benchRows()
	p := pagination.ByMarker(pagination.Spec{Scope: "bench", MaxSize: benchSize},
		func(_ context.Context, _ string, _ int) (pagination.MarkerResult[benchItem], error) {
			return pagination.MarkerResult[benchItem]{Items: rows[:benchSize], Next: markers[2]}, nil
		}, nil)
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

// BenchmarkDrift walks over lists of ten pages with true totals under default options. It
// reports how many walks end with ErrDrift, for lists that change more or less often.
func BenchmarkDrift(b *testing.B) {
	for _, percent := range []int{1, 3, 10} {
		b.Run(fmt.Sprintf("changes before %d%% of the fetches", percent), func(b *testing.B) {
			drifts, walks := 0, 0
			for b.Loop() {
				list := newModelList(rand.New(rand.NewPCG(uint64(walks), 0)), 45)
				list.name()
				list.chance, list.left = float64(percent)/100, 100
				service := &numberService{list: list, numbers: true, reports: sizeActual, maxFetches: 1000}
				walks++
				if walk := walkModel(modelByNumber(service, pagination.WithPageSize(5)), withAll, nil); errors.Is(walk.err, pagination.ErrDrift) {
					drifts++
				}
			}
			b.ReportMetric(100*float64(drifts)/float64(walks), "%drift")
		})
	}
}
