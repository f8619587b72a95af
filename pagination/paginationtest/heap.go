package paginationtest

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// heapObjects is the metric of all bytes that objects take on the heap, including those of
// unused objects that the collector has not freed yet.
const heapObjects = "/memory/classes/heap/objects:bytes"

// PeakHeap runs run and returns the largest number of bytes that objects had on the heap
// meanwhile. It looks every 100 microseconds, so it may miss objects that live for a shorter
// time. Garbage counts, so the collector runs as often as it does by default.
func PeakHeap(run func()) (bytes uint64) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	runtime.GC() // so that older garbage does not count
	runtime.GC() // so that what pools keep for one more collection does not count
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: heapObjects}}
		most := uint64(0)
		tick := time.NewTicker(100 * time.Microsecond)
		defer tick.Stop()
		for ended := false; !ended; {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				ended = true
			}
		}
		peak <- most
	}()
	defer func() { bytes = <-peak }()
	defer close(done)
	run()
	return 0
}
