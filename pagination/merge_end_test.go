package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// TestMerge_StopsEverything checks that nothing of the sources runs after range returns.
func TestMerge_StopsEverything(t *testing.T) {
	loops := map[string]func(seq iter.Seq2[string, error]){
		"the loop breaks": func(seq iter.Seq2[string, error]) {
			for range seq {
				synctest.Wait() // until all sources that open at once are open
				break
			}
		},
		"the loop returns": func(seq iter.Seq2[string, error]) {
			for range seq {
				synctest.Wait()
				return
			}
		},
		"the loop panics": func(seq iter.Seq2[string, error]) {
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
					assert.Zero(t, a.open.Load(), "sources are still open")
					// The quick source has another item for the loop.
					assert.EqualValues(t, concurrency-1, a.opened.Load())
					closing := time.Duration(min(a.opened.Load(), 1)) * time.Second
					assert.Equal(t, closing, time.Since(start), "Merge cancels the sources in flight and waits for them")
				})
				assert.True(t, ended, "the sequence of sources has ended, too")
				goleak.VerifyNone(t, before)
			})
		}
	}
}

func TestMerge_PanicInASource(t *testing.T) {
	good := source{Name: "good", Items: func(context.Context) iter.Seq2[string, error] {
		return func(yield func(string, error) bool) { yield("an item", nil) }
	}}
	withBad := func(items func(context.Context) iter.Seq2[string, error]) iter.Seq[source] {
		return slices.Values([]source{good, {Name: "bad", Items: items}})
	}
	panicking := map[string]iter.Seq[source]{
		"Items of a source panics": withBad(func(context.Context) iter.Seq2[string, error] {
			panic("the source")
		}),
		"the sequence of items panics": withBad(func(context.Context) iter.Seq2[string, error] {
			return func(func(string, error) bool) { panic("the source") }
		}),
		"the sequence of sources panics": func(yield func(source) bool) {
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

func TestMerge_Goexit(t *testing.T) {
	before := goleak.IgnoreCurrent()
	good := &accounts{n: 5, each: 2}
	items, _ := good.all()
	exits := source{Name: "exits", Items: func(context.Context) iter.Seq2[string, error] {
		return func(func(string, error) bool) { runtime.Goexit() }
	}}
	for _, concurrency := range []int{1, 2, 8} {
		t.Run(fmt.Sprintf("a source that exits its goroutine fails, and Merge reads the others, concurrency %d", concurrency), func(t *testing.T) {
			got := drain(t, pagination.Merge(t.Context(), concurrency, func(yield func(source) bool) {
				if yield(exits) {
					good.sources()(yield)
				}
			}))
			assert.Equal(t, merged{items: items, failed: []string{"exits"}}, got)
		})
		t.Run(fmt.Sprintf("a sequence of sources that exits its goroutine is an error, concurrency %d", concurrency), func(t *testing.T) {
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

func TestMerge_ContextEnds(t *testing.T) {
	t.Parallel()
	cause := errors.New("the user left")
	for _, concurrency := range []int{1, 8} {
		t.Run(fmt.Sprintf("a walk that has begun names the sources that it did not read, concurrency %d", concurrency), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &accounts{n: 100, each: 2, latency: time.Second}
				ctx, cancel := context.WithCancelCause(t.Context())
				start := time.Now()
				time.AfterFunc(2500*time.Millisecond, func() { cancel(cause) })
				var failed []error
				items := 0
				var last error
				for _, err := range pagination.Merge(ctx, concurrency, a.sources()) {
					assert.NoError(t, notASource(last), "Merge yields more after its last error")
					if last = err; err == nil {
						items++
						continue
					}
					failed = append(failed, err)
				}
				assert.Equal(t, 2500*time.Millisecond, time.Since(start))
				assert.Equal(t, 2*2*concurrency, items)
				require.ErrorIs(t, last, context.Canceled)
				require.ErrorIs(t, last, cause)
				require.Error(t, notASource(last), "the last error is that of the merge")
				// The errors name the sources that did not end.
				assert.Len(t, failed, concurrency+1)
				assert.EqualValues(t, 3*concurrency, a.opened.Load(), "Merge opens no source after the end")
			})
		})
	}
	t.Run("Merge names a source that the sequence yields meanwhile, and does not open it", func(t *testing.T) {
		t.Parallel()
		a := &accounts{n: 1, each: 2}
		ctx, cancel := context.WithCancelCause(t.Context())
		got := drain(t, pagination.Merge(ctx, 8, func(yield func(source) bool) {
			cancel(cause)
			a.sources()(yield)
		}))
		assert.Equal(t, []string{accountName(0)}, got.failed)
		require.Len(t, got.others, 1)
		require.ErrorIs(t, got.others[0], cause)
		assert.Zero(t, a.opened.Load())
	})
	t.Run("Merge opens nothing if the context has ended before", func(t *testing.T) {
		t.Parallel()
		a := &accounts{n: 100, each: 2}
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(cause)
		got := drain(t, pagination.Merge(ctx, 8, a.sources()))
		require.Len(t, got.others, 1)
		require.ErrorIs(t, got.others[0], context.Canceled)
		require.ErrorIs(t, got.others[0], cause)
		assert.Zero(t, a.opened.Load())
	})
}

// A sequence of sources that watches the context ends with it. The merge must not take that for
// the end of the sources.
func TestMerge_SequenceEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		a := &accounts{n: 3, each: 2}
		time.AfterFunc(time.Minute, cancel)
		watching := func(yield func(source) bool) {
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
		got := drain(t, pagination.Merge(ctx, 2, watching))
		assert.Len(t, got.items, 2)
		require.Len(t, got.others, 1)
		assert.ErrorIs(t, got.others[0], context.Canceled)
	})
}

// notASource returns err, or nil if it is the error of a source.
func notASource(err error) error {
	if _, ok := errors.AsType[*pagination.SourceError](err); ok {
		return nil
	}
	return err
}

func TestMerge_EndlessSource(t *testing.T) {
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
