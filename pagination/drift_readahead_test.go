package pagination_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// A busyList changes while several of its pages are in flight.
type busyList struct {
	mu        sync.Mutex
	r         *rand.Rand
	items     []string
	changes   int  // changes that may still come
	added     int  // items added so far
	unchanged bool // since the last request for page one
}

func (l *busyList) byNumber(ctx context.Context, number, size int) (pagination.NumberResult[string], error) {
	l.mu.Lock()
	l.unchanged = l.unchanged || number == 1
	latency := time.Duration(1+l.r.IntN(50)) * time.Millisecond
	l.mu.Unlock()
	select {
	case <-time.After(latency):
	case <-ctx.Done():
		return pagination.NumberResult[string]{}, ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changes > 0 && l.r.IntN(2) == 0 {
		l.changes--
		l.change()
		l.unchanged = false
	}
	from := min((number-1)*size, len(l.items))
	page := slices.Clone(l.items[from:min(from+size, len(l.items))])
	return pagination.NumberResult[string]{Items: page, Number: number, Size: size, Total: len(l.items)}, nil
}

func (l *busyList) change() {
	at := l.r.IntN(len(l.items) + 1)
	switch kind := l.r.IntN(3); {
	case kind == 0:
		l.added++
		l.items = slices.Insert(l.items, at, "new"+strconv.Itoa(l.added))
	case kind == 1 && at < len(l.items):
		l.items = slices.Delete(l.items, at, at+1)
	case at < len(l.items):
		l.items = append(l.items[at:], l.items[:at]...)
	}
}

func TestErrDrift_ReadAhead(t *testing.T) {
	t.Parallel()
	complete := 0
	for seed := range uint64(1000) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			l := &busyList{r: r, items: names(r.IntN(40)), changes: r.IntN(8)}
			size, ahead := 1+r.IntN(6), []int{1, 2, 4, 16}[r.IntN(4)]
			before, changes := slices.Clone(l.items), l.changes
			got, err := items(t.Context(), pagination.ByNumber(spec, l.byNumber, identity,
				pagination.WithPageSize(size), pagination.WithReadAhead(ahead)))
			yielded := map[string]bool{}
			for _, item := range got {
				require.False(t, yielded[item], "seed %d: the walk yields %s twice", seed, item)
				yielded[item] = true
			}
			if changes == 0 {
				require.NoError(t, err, "seed %d: a list that does not change", seed)
				require.Equal(t, before, got, "seed %d: a list that does not change", seed)
			}
			if err != nil || !l.unchanged {
				return
			}
			complete++
			for _, item := range l.items {
				require.True(t, yielded[item], "seed %d: %s is missing, but the list did not change", seed, item)
			}
		})
	}
	require.Greater(t, complete, 500, "walks without an error over a list that stayed the same")
}
