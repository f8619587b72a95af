package paginationtest

import (
	"runtime"
	"runtime/metrics"
	"time"
)

// heapObjects is what objects take on the heap, those included that nobody uses any more
// and that are not collected yet.
const heapObjects = "/memory/classes/heap/objects:bytes"

// PeakHeap returns how many bytes the objects on the heap had at most while run ran. It
// looks every 100 microseconds, so that it may miss what is gone at once.
func PeakHeap(run func()) (bytes uint64) {
	runtime.GC() // what was left from before does not count
	runtime.GC() // nor what pools keep for one more time
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
