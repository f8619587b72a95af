package pagination_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// BenchmarkDrift walks lists of ten pages with true totals under default options, and
// tells how often the walk ends with ErrDrift, by how often the list changes.
func BenchmarkDrift(b *testing.B) {
	for _, percent := range []int{1, 3, 10} {
		b.Run(fmt.Sprintf("changes before %d%% of the fetches", percent), func(b *testing.B) {
			drifts, walks := 0, 0
			for b.Loop() {
				list := newModelList(rand.New(rand.NewPCG(uint64(walks), 0)), 45)
				list.name()
				list.chance, list.left = float64(percent)/100, 100
				service := &numberService{list: list, numbers: true, says: sizeGiven, most: 1000}
				walks++
				if walk := walkModel(modelByNumber(service, pagination.WithPageSize(5)), inOneGo, nil); errors.Is(walk.err, pagination.ErrDrift) {
					drifts++
				}
			}
			b.ReportMetric(100*float64(drifts)/float64(walks), "%drift")
		})
	}
}
