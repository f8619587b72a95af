package paginationtest

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// Compare benchmarks run together with floor: the least that any program would do for the same
// items. The two take turns, so that a busy machine slows both. Each returns how many items it
// handled.
//
// Compare reports the medians of what one item of run costs, and of the ratio of its time to
// that of floor: ns/item, B/item, allocs/item, floor-ns/item and x-floor.
func Compare(b *testing.B, floor, run func() (items int)) {
	b.Helper()
	var nanos, bytes, allocs, floors, ratios []float64
	for b.Loop() {
		least, cost := measure(floor), measure(run)
		nanos = append(nanos, cost.nanos)
		bytes = append(bytes, cost.bytes)
		allocs = append(allocs, cost.allocs)
		floors = append(floors, least.nanos)
		ratios = append(ratios, cost.nanos/least.nanos)
	}
	b.ReportMetric(0, "ns/op") // would count both
	b.ReportMetric(median(nanos), "ns/item")
	b.ReportMetric(median(bytes), "B/item")
	b.ReportMetric(median(allocs), "allocs/item")
	b.ReportMetric(median(floors), "floor-ns/item")
	b.ReportMetric(median(ratios), "x-floor")
}

// A cost is what one item costs.
type cost struct{ nanos, bytes, allocs float64 }

func measure(run func() int) cost {
	runtime.GC() // so that run does not pay for the garbage of the other
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	items := float64(run())
	nanos := float64(time.Since(start).Nanoseconds())
	runtime.ReadMemStats(&after)
	return cost{
		nanos / items,
		float64(after.TotalAlloc-before.TotalAlloc) / items,
		float64(after.Mallocs-before.Mallocs) / items,
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}
