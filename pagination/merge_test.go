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

// accounts are many sources, each with a list of its own.
type accounts struct {
	n       int
	each    int              // items of each
	latency time.Duration    // before the first item
	closing time.Duration    // after the last, however it came to that
	fails   func(i int) bool // at the end of its items
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

// merged is what came out of a Merge.
type merged struct {
	items  []string
	failed []string // names
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

// all are the items of these accounts, sorted.
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

// Not parallel: it counts goroutines.
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

func TestMerge_TakesTheTimeThatItsReadersNeed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name        string
		concurrency int
		want        time.Duration
	}{
		{name: "one reader does one source after the other", concurrency: 1, want: 100 * time.Second},
		{name: "eight readers do thirteen rounds", concurrency: 8, want: 13 * time.Second},
		{name: "a hundred readers do one round", concurrency: 100, want: time.Second},
		{name: "more readers than sources do no harm", concurrency: 1000, want: time.Second},
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

func TestMerge_OpensSourcesOnlyAsOthersFinish(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &accounts{n: 10_000, each: 1}
		merged := pagination.Merge(t.Context(), 4, a.sources())
		synctest.Wait()
		assert.Zero(t, a.opened.Load(), "nobody reads yet")
		read := 0
		for range merged {
			if read++; read == 10 {
				time.Sleep(time.Hour) // for all that the readers do by themselves
				break
			}
		}
		assert.LessOrEqual(t, int(a.opened.Load()), 10+4)
		assert.LessOrEqual(t, int(a.peak.Load()), 4)
	})
}

func TestMerge_ReadsAfreshInEachRange(t *testing.T) {
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

// Whatever ends the loop, nothing of the sources is left when range returns.
func TestMerge_LeavesNothingBehind(t *testing.T) {
	loops := map[string]func(seq iter.Seq2[string, error]){
		"break": func(seq iter.Seq2[string, error]) {
			for range seq {
				synctest.Wait() // for all sources that are opened at once
				break
			}
		},
		"return": func(seq iter.Seq2[string, error]) {
			for range seq {
				synctest.Wait()
				return
			}
		},
		"a panic in the loop": func(seq iter.Seq2[string, error]) {
			defer func() {
				if v := recover(); v != "in the loop" {
					panic(v)
				}
			}()
			for range seq {
				synctest.Wait()
				panic("in the loop")
			}
		},
	}
	for name, loop := range loops {
		for _, concurrency := range []int{1, 8} {
			t.Run(fmt.Sprintf("%s, concurrency %d", name, concurrency), func(t *testing.T) {
				before := goleak.IgnoreCurrent()
				ended := false
				synctest.Test(t, func(t *testing.T) {
					a := &accounts{n: 100, each: 2, latency: time.Minute, closing: time.Second}
					quick := &accounts{n: 1, each: 2}
					sources := func(yield func(source) bool) {
						defer func() { ended = true }()
						for s := range quick.sources() {
							if !yield(s) {
								return
							}
						}
						a.sources()(yield)
					}
					start := time.Now()
					loop(pagination.Merge(t.Context(), concurrency, sources))
					assert.Zero(t, a.open.Load(), "open sources")
					// The quick one still has an item for the loop.
					assert.EqualValues(t, concurrency-1, a.opened.Load())
					closing := time.Duration(min(a.opened.Load(), 1)) * time.Second
					assert.Equal(t, closing, time.Since(start), "sources in flight are cancelled, and waited for")
				})
				assert.True(t, ended, "the sequence of sources is left, too")
				goleak.VerifyNone(t, before)
			})
		}
	}
}

func TestMerge_PanicInASource(t *testing.T) {
	good := source{Name: "good", Items: func(context.Context) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { yield("an item", nil) }
	}}
	panicking := map[string]iter.Seq[source]{
		"in Items": slices.Values([]source{good, {Name: "bad", Items: func(context.Context) iter.Seq2[string, error] {
			panic("the source")
		}}}),
		"in the sequence of items": slices.Values([]source{good, {Name: "bad", Items: func(context.Context) iter.Seq2[string, error] {
			return func(func(string, error) bool) { panic("the source") }
		}}}),
		"in the sequence of sources": func(yield func(source) bool) {
			if yield(good) {
				panic("the source")
			}
		},
	}
	for name, sources := range panicking {
		for _, concurrency := range []int{1, 8} {
			t.Run(fmt.Sprintf("%s, concurrency %d", name, concurrency), func(t *testing.T) {
				before := goleak.IgnoreCurrent()
				assert.PanicsWithValue(t, "the source", func() {
					for range pagination.Merge(t.Context(), concurrency, sources) {
					}
				})
				goleak.VerifyNone(t, before)
			})
		}
	}
}

func TestMerge_GoroutineThatIsEnded(t *testing.T) {
	before := goleak.IgnoreCurrent()
	good := &accounts{n: 5, each: 2}
	items, _ := good.all()
	exits := source{Name: "exits", Items: func(context.Context) iter.Seq2[string, error] {
		return func(func(string, error) bool) { runtime.Goexit() }
	}}
	for _, concurrency := range []int{1, 2, 8} {
		t.Run(fmt.Sprintf("by a source, concurrency %d: it fails, and the others are read", concurrency), func(t *testing.T) {
			got := drain(t, pagination.Merge(t.Context(), concurrency, func(yield func(source) bool) {
				if yield(exits) {
					good.sources()(yield)
				}
			}))
			assert.Equal(t, merged{items: items, failed: []string{"exits"}}, got)
		})
		t.Run(fmt.Sprintf("by the sequence, concurrency %d: sources are left", concurrency), func(t *testing.T) {
			got := drain(t, pagination.Merge(t.Context(), concurrency, func(yield func(source) bool) {
				good.sources()(yield)
				runtime.Goexit()
			}))
			assert.Equal(t, items, got.items)
			require.Len(t, got.others, 1)
			assert.Error(t, errors.Unwrap(got.others[0]))
		})
	}
	goleak.VerifyNone(t, before)
}

// A sequence that lists the accounts of an organization waits for its own pages.
func TestMerge_ReadsWhileTheSequenceWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &accounts{n: 10, each: 2, latency: time.Second}
		slowly := func(yield func(source) bool) {
			for s := range a.sources() {
				time.Sleep(time.Second)
				if !yield(s) {
					return
				}
			}
		}
		items, _ := a.all()
		start := time.Now()
		assert.Equal(t, items, drain(t, pagination.Merge(t.Context(), 4, slowly)).items)
		assert.Less(t, time.Since(start), 20*time.Second)
	})
}

func TestSourceError(t *testing.T) {
	t.Parallel()
	fails := func(i int) bool { return i%3 == 0 }
	for _, concurrency := range []int{1, 2, 64} {
		a := &accounts{n: 30, each: 2, fails: fails}
		got := drain(t, pagination.Merge(t.Context(), concurrency, a.sources()))
		items, failed := a.all()
		assert.Equal(t, items, got.items)
		assert.Equal(t, failed, got.failed)
		assert.Empty(t, got.others)
	}
	for _, err := range pagination.Merge(t.Context(), 1, (&accounts{n: 1, fails: fails}).sources()) {
		failure, ok := err.(*pagination.SourceError)
		require.True(t, ok, "%T", err)
		assert.Equal(t, accountName(0), failure.Name)
		assert.ErrorIs(t, failure, errAccount)
	}
}

func TestSourceError_NothingIsReadBehindIt(t *testing.T) {
	t.Parallel()
	left := false
	seq := slices.Values([]source{{Name: "chatty", Items: func(context.Context) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { left = !yield("", errAccount) }
	}}})
	got := drain(t, pagination.Merge(t.Context(), 1, seq))
	assert.Equal(t, []string{"chatty"}, got.failed)
	assert.True(t, left)
}

func TestSource_WithoutItems(t *testing.T) {
	t.Parallel()
	good := &accounts{n: 3, each: 2}
	sources := func(yield func(source) bool) {
		if yield(source{Name: "nothing"}) {
			good.sources()(yield)
		}
	}
	items, _ := good.all()
	got := drain(t, pagination.Merge(t.Context(), 2, sources))
	assert.Equal(t, items, got.items)
	assert.Equal(t, []string{"nothing"}, got.failed)
	for _, err := range pagination.Merge(t.Context(), 1, slices.Values([]source{{Name: "nothing"}})) {
		assert.ErrorIs(t, err, pagination.ErrBadOption)
	}
}

func TestMerge_RefusesWhatItCannotDo(t *testing.T) {
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

func TestMerge_OfNothing(t *testing.T) {
	t.Parallel()
	assert.Equal(t, merged{}, drain(t, pagination.Merge(t.Context(), 8, (&accounts{}).sources())))
}

func TestMerge_ContextEnds(t *testing.T) {
	t.Parallel()
	left := errors.New("the user left")
	for _, concurrency := range []int{1, 8} {
		t.Run(fmt.Sprintf("midway, concurrency %d", concurrency), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &accounts{n: 100, each: 2, latency: time.Second}
				ctx, cancel := context.WithCancelCause(t.Context())
				start := time.Now()
				time.AfterFunc(2500*time.Millisecond, func() { cancel(left) })
				var failed []error
				items := 0
				var last error
				for _, err := range pagination.Merge(ctx, concurrency, a.sources()) {
					assert.NoError(t, notASource(last), "nothing comes after the end")
					if last = err; err == nil {
						items++
						continue
					}
					failed = append(failed, err)
				}
				assert.Equal(t, 2500*time.Millisecond, time.Since(start))
				assert.Equal(t, 2*2*concurrency, items)
				require.ErrorIs(t, last, context.Canceled)
				require.ErrorIs(t, last, left)
				require.Error(t, notASource(last), "the last is the merge's own")
				// What was cut off is named.
				assert.Len(t, failed, concurrency+1)
				assert.EqualValues(t, 3*concurrency, a.opened.Load(), "none is opened after the end")
			})
		})
	}
	t.Run("before it begins", func(t *testing.T) {
		t.Parallel()
		a := &accounts{n: 100, each: 2}
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(left)
		got := drain(t, pagination.Merge(ctx, 8, a.sources()))
		require.Len(t, got.others, 1)
		require.ErrorIs(t, got.others[0], context.Canceled)
		require.ErrorIs(t, got.others[0], left)
		assert.Zero(t, a.opened.Load())
	})
}

// A sequence that heeds the context ends with it: that is not its own end.
func TestMerge_SequenceGaveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		a := &accounts{n: 3, each: 2}
		time.AfterFunc(time.Minute, cancel)
		heeding := func(yield func(source) bool) {
			for s := range a.sources() {
				if !yield(s) {
					return
				}
				select {
				case <-time.After(time.Hour):
				case <-ctx.Done():
					return
				}
			}
		}
		got := drain(t, pagination.Merge(ctx, 2, heeding))
		assert.Len(t, got.items, 2)
		require.Len(t, got.others, 1)
		assert.ErrorIs(t, got.others[0], context.Canceled)
	})
}

// notASource is err unless it is that of a source.
func notASource(err error) error {
	if _, ok := errors.AsType[*pagination.SourceError](err); ok {
		return nil
	}
	return err
}

func TestMerge_ReadsPagers(t *testing.T) {
	t.Parallel()
	a := &list{items: names(250)}
	pager := pagination.ByMarker(spec, a.byMarker, itself, pagination.WithReadAhead(2))
	bad := pagination.ByMarker(spec, a.byMarker, itself, pagination.WithPageSize(0))
	sources := slices.Values([]source{{Name: "good", Items: pager.All}, {Name: "bad", Items: bad.All}})
	got := drain(t, pagination.Merge(t.Context(), 2, sources))
	assert.Equal(t, names(250), got.items)
	assert.Equal(t, []string{"bad"}, got.failed)
}

func TestMerge_LeavesAnEndlessSource(t *testing.T) {
	before := goleak.IgnoreCurrent()
	endless := pagination.Source[int]{Name: "endless", Items: func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for n := 0; yield(n, nil); n++ {
			}
		}
	}}
	read := 0
	for _, err := range pagination.Merge(t.Context(), 2, slices.Values([]pagination.Source[int]{endless, endless})) {
		require.NoError(t, err)
		if read++; read == 100 {
			break
		}
	}
	assert.Equal(t, 100, read)
	goleak.VerifyNone(t, before)
}
