package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

type source = pagination.Source[string]

// accounts are many sources, and each has a list of its own.
type accounts struct {
	n       int
	each    int              // the items of each source
	latency time.Duration    // the time before the first item
	closing time.Duration    // the time after the last item, also after an error
	fails   func(i int) bool // whether a source fails after its items
	opened  atomic.Int32
	open    atomic.Int32
	peak    atomic.Int32
}

var errAccount = errors.New("no access to the account")

func accountName(i int) string    { return fmt.Sprintf("account-%04d", i) }
func accountItem(i, k int) string { return fmt.Sprintf("%s/%d", accountName(i), k) }

func (a *accounts) sources() iter.Seq[source] {
	return func(yield func(source) bool) {
		for i := range a.n {
			items := func(ctx context.Context) iter.Seq2[string, error] { return a.items(ctx, i) }
			if !yield(source{Name: accountName(i), Items: items}) {
				return
			}
		}
	}
}

func (a *accounts) items(ctx context.Context, i int) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		a.opened.Add(1)
		now := a.open.Add(1)
		for peak := a.peak.Load(); now > peak && !a.peak.CompareAndSwap(peak, now); peak = a.peak.Load() {
		}
		defer a.open.Add(-1)
		defer time.Sleep(a.closing)
		if a.latency > 0 {
			select {
			case <-time.After(a.latency):
			case <-ctx.Done():
				yield("", ctx.Err())
				return
			}
		}
		for k := range a.each {
			if !yield(accountItem(i, k), nil) {
				return
			}
		}
		if a.fails != nil && a.fails(i) {
			yield("", errAccount)
		}
	}
}

// merged is what a Merge yielded.
type merged struct {
	items  []string
	failed []string // the names of the sources
	others []error
}

func drain(t *testing.T, seq iter.Seq2[string, error]) merged {
	t.Helper()
	var m merged
	for item, err := range seq {
		failure, ok := errors.AsType[*pagination.SourceError](err)
		switch {
		case err == nil:
			m.items = append(m.items, item)
			continue
		case ok:
			m.failed = append(m.failed, failure.Name)
		default:
			m.others = append(m.others, err)
		}
		assert.Empty(t, item, "the item of an error")
	}
	slices.Sort(m.items)
	slices.Sort(m.failed)
	return m
}

// all returns the items and the failures of these accounts, sorted.
func (a *accounts) all() (items, failed []string) {
	for i := range a.n {
		for k := range a.each {
			items = append(items, accountItem(i, k))
		}
		if a.fails != nil && a.fails(i) {
			failed = append(failed, accountName(i))
		}
	}
	return items, failed
}

// TestMerge is not parallel, because it counts goroutines.
func TestMerge(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	a := &accounts{n: 5000, each: 7, fails: func(i int) bool { return i%100 == 41 }}
	before, peak := runtime.NumGoroutine(), 0
	watched := func(yield func(string, error) bool) {
		for item, err := range pagination.Merge(t.Context(), 32, a.sources()) {
			peak = max(peak, runtime.NumGoroutine())
			if !yield(item, err) {
				return
			}
		}
	}
	got := drain(t, watched)
	items, failed := a.all()
	assert.Equal(t, items, got.items, "each item once")
	assert.Equal(t, failed, got.failed, "each failure once")
	assert.Len(t, got.failed, 50)
	assert.Empty(t, got.others)
	assert.Less(t, peak-before, 100)
	assert.Greater(t, peak-before, 0)
	assert.LessOrEqual(t, int(a.peak.Load()), 32)
	assert.Zero(t, a.open.Load())
}

func TestMerge_Concurrency(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name        string
		concurrency int
		want        time.Duration
	}{
		{
			name:        "one reader reads one source after the other",
			concurrency: 1, want: 100 * time.Second,
		},
		{name: "eight readers need thirteen rounds", concurrency: 8, want: 13 * time.Second},
		{name: "a hundred readers need one round", concurrency: 100, want: time.Second},
		{
			name:        "more readers than sources need one round, too",
			concurrency: 1000, want: time.Second,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &accounts{n: 100, each: 2, latency: time.Second}
				start := time.Now()
				got := drain(t, pagination.Merge(t.Context(), tc.concurrency, a.sources()))
				assert.Equal(t, tc.want, time.Since(start))
				assert.Len(t, got.items, 200)
				assert.Equal(t, min(tc.concurrency, 100), int(a.peak.Load()))
			})
		})
	}
}

func TestMerge_OpensSourcesAsOthersFinish(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &accounts{n: 10_000, each: 1}
		merged := pagination.Merge(t.Context(), 4, a.sources())
		synctest.Wait()
		assert.Zero(t, a.opened.Load(), "nothing ranges over the merge yet")
		read := 0
		for range merged {
			if read++; read == 10 {
				// The pause gives the readers time for everything that they do by themselves.
				time.Sleep(time.Hour)
				break
			}
		}
		assert.LessOrEqual(t, int(a.opened.Load()), 10+4)
		assert.LessOrEqual(t, int(a.peak.Load()), 4)
	})
}

func TestMerge_ReadsAnewInEachRange(t *testing.T) {
	t.Parallel()
	a := &accounts{n: 20, each: 3}
	merged := pagination.Merge(t.Context(), 4, a.sources())
	for range merged {
		break
	}
	items, _ := a.all()
	assert.Equal(t, items, drain(t, merged).items)
	assert.Equal(t, items, drain(t, merged).items)
}

// A sequence that lists the accounts of an organization waits for pages of its own.
func TestMerge_ReadsWhileTheSequenceWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &accounts{n: 10, each: 2, latency: time.Second}
		slowSources := func(yield func(source) bool) {
			for s := range a.sources() {
				time.Sleep(time.Second)
				if !yield(s) {
					return
				}
			}
		}
		items, _ := a.all()
		start := time.Now()
		assert.Equal(t, items, drain(t, pagination.Merge(t.Context(), 4, slowSources)).items)
		assert.Less(t, time.Since(start), 20*time.Second)
	})
}

func TestMerge_BadOption(t *testing.T) {
	t.Parallel()
	a := &accounts{n: 3, each: 2}
	for name, seq := range map[string]iter.Seq2[string, error]{
		"concurrency 0":  pagination.Merge(t.Context(), 0, a.sources()),
		"concurrency -1": pagination.Merge(t.Context(), -1, a.sources()),
		"nil sources":    pagination.Merge[string](t.Context(), 1, nil),
	} {
		got := drain(t, seq)
		assert.Empty(t, got.items, name)
		assert.Empty(t, got.failed, name)
		require.Len(t, got.others, 1, name)
		assert.ErrorIs(t, got.others[0], pagination.ErrBadOption, name)
	}
	assert.Zero(t, a.opened.Load())
}

func TestMerge_NoSources(t *testing.T) {
	t.Parallel()
	assert.Equal(t, merged{}, drain(t, pagination.Merge(t.Context(), 8, (&accounts{}).sources())))
}

func TestMerge_ReadsPagers(t *testing.T) {
	t.Parallel()
	a := &list{items: names(250)}
	pager := pagination.ByMarker(spec, a.byMarker, identity, pagination.WithReadAhead(2))
	bad := pagination.ByMarker(spec, a.byMarker, identity, pagination.WithPageSize(0))
	sources := slices.Values([]source{{Name: "good", Items: pager.All}, {Name: "bad", Items: bad.All}})
	got := drain(t, pagination.Merge(t.Context(), 2, sources))
	assert.Equal(t, names(250), got.items)
	assert.Equal(t, []string{"bad"}, got.failed)
}
