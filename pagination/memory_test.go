package pagination_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

const (
	longPages = 1000
	longItems = longPages * 100
)

// A heavy item is large, so the heap shows whether a walk keeps it.
type heavy struct {
	id   string
	rest *[256]byte
}

func heavyPage(number, size int) []heavy {
	page := make([]heavy, size)
	for i := range page {
		page[i] = heavy{id: fmt.Sprintf("item-%08d", (number-1)*size+i), rest: new([256]byte)}
	}
	return page
}

func heavyByMarker(_ context.Context, marker string, limit int) (pagination.MarkerResult[heavy], error) {
	number := 1
	if marker != "" {
		if _, err := fmt.Sscanf(marker, "marker-%08d", &number); err != nil {
			return pagination.MarkerResult[heavy]{}, err
		}
	}
	r := pagination.MarkerResult[heavy]{Items: heavyPage(number, limit)}
	if number < longPages {
		r.Next = fmt.Sprintf("marker-%08d", number+1)
	}
	return r, nil
}

func heavyByNumber(_ context.Context, number, size int) (pagination.NumberResult[heavy], error) {
	r := pagination.NumberResult[heavy]{Number: number, Size: size, Total: longItems}
	if number <= longPages {
		r.Items = heavyPage(number, size)
	}
	return r, nil
}

func liveHeap() int {
	runtime.GC()
	runtime.GC() // frees what the first one only finalized
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int(stats.HeapAlloc)
}

// heapGrowth walks to the end, and returns by how much the heap grew to the middle and to the
// last item.
func heapGrowth(t *testing.T, pager *pagination.Pager[heavy]) (toMiddle, toEnd int) {
	t.Helper()
	before := liveHeap()
	items := 0
	for _, err := range pager.All(t.Context()) {
		require.NoError(t, err)
		switch items++; items {
		case longItems / 2:
			toMiddle = liveHeap() - before
		case longItems:
			toEnd = liveHeap() - before
		}
	}
	require.Equal(t, longItems, items)
	runtime.KeepAlive(pager)
	return toMiddle, toEnd
}

// The tests of this file are not parallel, because they measure the complete heap. The items
// would take 30 MB, and their slices 2.4 MB.
func TestPager_All_KeepsNoItems(t *testing.T) {
	const (
		page   = 100 * (256 + 24 + 16)
		marker = len("marker-00000001")
		noise  = 256 << 10
	)
	noKey := func(heavy) string { return "" }
	for _, tc := range []struct {
		name  string
		pager func(...pagination.Option) *pagination.Pager[heavy]
		room  int // bytes that the walk reserves for its total
		per   int // bytes that the walk remembers for each page
	}{
		{
			name: "by marker, a walk keeps the markers",
			pager: func(o ...pagination.Option) *pagination.Pager[heavy] {
				return pagination.ByMarker(spec, heavyByMarker, func(h heavy) string { return h.id }, o...)
			},
			per: 64 + marker,
		},
		{
			name: "by number without keys, a walk keeps nothing",
			pager: func(o ...pagination.Option) *pagination.Pager[heavy] {
				return pagination.ByNumber(spec, heavyByNumber, noKey, o...)
			},
		},
		{
			name: "by number, a walk keeps a digest of each key",
			pager: func(o ...pagination.Option) *pagination.Pager[heavy] {
				return pagination.ByNumber(spec, heavyByNumber, func(h heavy) string { return h.id }, o...)
			},
			room: 16 << 17, // 7/8 of it can be used
		},
	} {
		for _, ahead := range []int{0, 4} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", tc.name, ahead), func(t *testing.T) {
				toMiddle, toEnd := heapGrowth(t, tc.pager(pagination.WithReadAhead(ahead)))
				constant := noise + (ahead+1)*page
				assert.LessOrEqual(t, toMiddle, constant+tc.room+longPages/2*tc.per)
				assert.LessOrEqual(t, toEnd, constant+tc.room+longPages*tc.per)
			})
		}
	}
}

// A walk may allocate twice a page more than a bare loop.
func TestPager_All_Allocations(t *testing.T) {
	items := make([]heavy, 100)
	markers := make([]string, longPages+1)
	places := map[string]int{"": 0}
	for i := 1; i < longPages; i++ {
		markers[i] = fmt.Sprintf("marker-%08d", i)
		places[markers[i]] = i
	}
	byMarker := func(_ context.Context, marker string, _ int) (pagination.MarkerResult[heavy], error) {
		return pagination.MarkerResult[heavy]{Items: items, Next: markers[places[marker]+1]}, nil
	}
	byNumber := func(_ context.Context, number, size int) (pagination.NumberResult[heavy], error) {
		r := pagination.NumberResult[heavy]{Items: items, Number: number, Size: size, Total: longItems}
		if number > longPages {
			r.Items = nil
		}
		return r, nil
	}
	ctx := t.Context()
	loops := map[string]struct {
		bare  func() int
		pager *pagination.Pager[heavy]
	}{
		"by marker": {bare: func() (n int) {
			for marker := ""; ; {
				r, _ := byMarker(ctx, marker, 100)
				n += len(r.Items)
				if marker = r.Next; marker == "" {
					return n
				}
			}
		}, pager: pagination.ByMarker(spec, byMarker, nil)},
		"by number, without keys": {bare: func() (n int) {
			for number := 1; ; number++ {
				r, _ := byNumber(ctx, number, 100)
				n += len(r.Items)
				if len(r.Items) < 100 {
					return n
				}
			}
		}, pager: pagination.ByNumber(spec, byNumber, nil)},
	}
	for name, loop := range loops {
		t.Run(name, func(t *testing.T) {
			bare := testing.AllocsPerRun(5, func() { assert.Equal(t, longItems, loop.bare()) })
			engine := testing.AllocsPerRun(5, func() {
				n := 0
				for _, err := range loop.pager.All(ctx) {
					if err == nil {
						n++
					}
				}
				assert.Equal(t, longItems, n)
			})
			t.Logf("%.2f allocations a page, %.2f in a bare loop", engine/longPages, bare/longPages)
			// The 100 are the allocations of the walk itself and of a map of markers that
			// grows.
			assert.LessOrEqual(t, engine-bare, 2.0*longPages+100)
		})
	}
}

// A marker is often a part of the body of its page. The walk must not keep the body in memory
// with it.
func TestByMarker_KeepsNoBodies(t *testing.T) {
	const body = 1 << 20
	number := 0
	pager := pagination.ByMarker(pagination.Spec{Scope: "bodies", MaxSize: 1}, func(context.Context, string, int) (pagination.MarkerResult[int], error) {
		number++
		text := strings.Repeat(" ", body) + fmt.Sprint(number)
		return pagination.MarkerResult[int]{Items: []int{number}, Next: text[body:]}, nil
	}, nil, pagination.WithLimit(64))
	before := liveHeap()
	after := before
	for n, err := range pager.All(t.Context()) {
		require.NoError(t, err)
		if n == 64 {
			after = liveHeap()
		}
	}
	assert.Less(t, after-before, 8*body)
}
