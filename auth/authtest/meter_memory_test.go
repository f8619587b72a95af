//go:build !race

package authtest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// No other test runs beside this one, because it measures the heap.
func TestMeter_memory(t *testing.T) {
	m, now := authtest.Meter{Window: authtest.Last(day)}, fixed()
	add := func(n int) {
		for range n {
			now = now.Add(time.Hour)
			m.Add(now.Format(time.RFC3339), now)
		}
	}
	add(1000)
	before := int(heap())
	add(100_000)
	assert.Less(t, int(heap())-before, 1<<20, "100,000 events of as many keys would take ten times as much")
	assert.Equal(t, 1, m.Count(now.Format(time.RFC3339), now))
}
