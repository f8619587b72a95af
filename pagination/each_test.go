package pagination_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/orghandshakes/handshakes-go/pagination"
)

// actions counts the actions that run at the same time.
type actions struct {
	latency     time.Duration
	fails       func(i int) bool
	begun, done atomic.Int32
	now, peak   atomic.Int32
}

var errAction = errors.New("the action failed")

func (a *actions) do(ctx context.Context, i int) (string, error) {
	a.begun.Add(1)
	defer a.done.Add(1)
	now := a.now.Add(1)
	defer a.now.Add(-1)
	for peak := a.peak.Load(); now > peak && !a.peak.CompareAndSwap(peak, now); peak = a.peak.Load() {
	}
	if a.latency > 0 {
		select {
		case <-time.After(a.latency):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	if a.fails != nil && a.fails(i) {
		return "partly", errAction
	}
	return fmt.Sprint("did ", i), nil
}

type result = pagination.Result[int, string]

// results reads a stream to its end. It returns the results by their item, and the error at the
// end.
func results(t require.TestingT, seq iter.Seq2[result, error]) (map[int]result, error) {
	all := map[int]result{}
	var end error
	for r, err := range seq {
		require.NoError(t, end, "the stream yields more after its error")
		if err != nil {
			require.Zero(t, r, "the result of an error")
			end = err
			continue
		}
		require.NotContains(t, all, r.Item, "an item has two results")
		all[r.Item] = r
	}
	return all, end
}

func TestEach(t *testing.T) {
	for _, concurrency := range []int{1, 3, 100} {
		t.Run(fmt.Sprintf("yields a result for each item, concurrency %d", concurrency), func(t *testing.T) {
			before := goleak.IgnoreCurrent()
			synctest.Test(t, func(t *testing.T) {
				a := &actions{latency: time.Second, fails: func(i int) bool { return i%5 == 0 }}
				taken := 0
				start := time.Now()
				all, err := results(t, pagination.Each(t.Context(), concurrency, sequence(20, nil, &taken), a.do))
				require.NoError(t, err)
				require.Len(t, all, 20)
				for i, r := range all {
					if i%5 == 0 {
						assert.Equal(t, result{Item: i, Value: "partly", Err: errAction}, r)
					} else {
						assert.Equal(t, result{Item: i, Value: fmt.Sprint("did ", i)}, r)
					}
				}
				assert.EqualValues(t, min(concurrency, 20), a.peak.Load(), "actions at once")
				assert.Equal(t, time.Duration((20+concurrency-1)/concurrency)*time.Second, time.Since(start))
			})
			goleak.VerifyNone(t, before)
		})
	}
	t.Run("takes an item only when its action can run", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := &actions{latency: time.Minute}
			var taken atomic.Int32
			time.AfterFunc(time.Second, func() { assert.EqualValues(t, 4, taken.Load(), "while four actions run") })
			in := func(yield func(int, error) bool) {
				for i := range 20 {
					if taken.Add(1); !yield(i, nil) {
						return
					}
				}
			}
			all, err := results(t, pagination.Each(t.Context(), 4, in, a.do))
			require.NoError(t, err)
			assert.Len(t, all, 20)
		})
	})
	t.Run("yields nothing for an empty sequence", func(t *testing.T) {
		a, taken := &actions{}, 0
		all, err := results(t, pagination.Each(t.Context(), 4, sequence(0, nil, &taken), a.do))
		require.NoError(t, err)
		assert.Empty(t, all)
	})
	t.Run("yields the error of the sequence after all results", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := &actions{latency: time.Second}
			continued := false
			in := func(yield func(int, error) bool) {
				continued = yield(1, nil) && yield(2, nil) && yield(0, errService) && yield(3, nil)
			}
			all, err := results(t, pagination.Each(t.Context(), 8, in, a.do))
			assert.Same(t, errService, err)
			assert.Equal(t, map[int]result{1: {Item: 1, Value: "did 1"}, 2: {Item: 2, Value: "did 2"}}, all)
			assert.False(t, continued, "Each stops the sequence at its error")
		})
	})
	t.Run("starts with a range, and anew with each range", func(t *testing.T) {
		a, taken := &actions{}, 0
		seq := pagination.Each(t.Context(), 2, sequence(3, nil, &taken), a.do)
		assert.Zero(t, taken)
		for range 2 {
			all, err := results(t, seq)
			require.NoError(t, err)
			assert.Len(t, all, 3)
		}
		assert.Equal(t, 6, taken)
	})
}

func TestEach_StopsEverything(t *testing.T) {
	noPanic := func(int) {}
	panicAt := func(at int) func(int) {
		return func(i int) {
			if i == at {
				panic("for a reason")
			}
		}
	}
	for name, tt := range map[string]struct {
		loop, action, sequence func(i int) // what each does with an item
		panics                 bool
	}{
		"the loop breaks":     {loop: noPanic, action: noPanic, sequence: noPanic},
		"the loop panics":     {loop: panicAt(0), action: noPanic, sequence: noPanic, panics: true},
		"an action panics":    {loop: noPanic, action: panicAt(1), sequence: noPanic, panics: true},
		"the sequence panics": {loop: noPanic, action: noPanic, sequence: panicAt(3), panics: true},
	} {
		for _, concurrency := range []int{4, 8} {
			t.Run(fmt.Sprintf("%s, concurrency %d", name, concurrency), func(t *testing.T) {
				before := goleak.IgnoreCurrent()
				synctest.Test(t, func(t *testing.T) {
					var open atomic.Int32
					ended := false
					in := func(yield func(int, error) bool) {
						defer func() { ended = true }()
						for i := range 100 {
							tt.sequence(i)
							if !yield(i, nil) {
								return
							}
						}
					}
					loop := func() {
						for r := range pagination.Each(t.Context(), concurrency, in, func(ctx context.Context, i int) (int, error) {
							open.Add(1)
							defer open.Add(-1)
							if tt.action(i); i > 0 {
								<-ctx.Done()
								time.Sleep(time.Second) // a cancelled request may take this long
							}
							return i, nil
						}) {
							synctest.Wait()
							if tt.loop(r.Item); !tt.panics {
								break
							}
						}
					}
					if tt.panics {
						assert.PanicsWithValue(t, "for a reason", loop)
					} else {
						loop()
					}
					assert.Zero(t, open.Load(), "actions still run")
					assert.True(t, ended, "the sequence has ended")
				})
				goleak.VerifyNone(t, before)
			})
		}
	}
}

// TestEach_Model checks that each item that Each took has one result, and that no more actions
// run at once than allowed.
func TestEach_Model(t *testing.T) {
	before := goleak.IgnoreCurrent()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "items")
		concurrency := rapid.IntRange(1, 10).Draw(t, "concurrency")
		modulus := rapid.IntRange(1, 5).Draw(t, "each n-th action fails, n")
		failsAtEnd := rapid.Bool().Draw(t, "the sequence fails")
		stopAt := rapid.IntRange(-1, 40).Draw(t, "stops the loop at")
		cancelAt := rapid.IntRange(-1, 40).Draw(t, "cancelled at")

		var mu sync.Mutex
		var taken int
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		in := func(yield func(int, error) bool) {
			for i := range n {
				mu.Lock()
				taken++
				mu.Unlock()
				if !yield(i, nil) {
					return
				}
			}
			if failsAtEnd {
				yield(0, errService)
			}
		}
		a := &actions{fails: func(i int) bool { return i%modulus == 0 }}
		seen := map[int]result{}
		var end error
		stopped := false
		for r, err := range pagination.Each(ctx, concurrency, in, a.do) {
			require.NoError(t, end)
			if err != nil {
				end = err
				continue
			}
			require.NotContains(t, seen, r.Item)
			seen[r.Item] = r
			mu.Lock()
			require.LessOrEqual(t, taken-len(seen), concurrency, "items taken beyond the results")
			mu.Unlock()
			if len(seen) == cancelAt {
				cancel()
			}
			if stopped = len(seen) == stopAt; stopped {
				break
			}
		}
		require.LessOrEqual(t, int(a.peak.Load()), concurrency)
		require.Equal(t, a.begun.Load(), a.done.Load(), "actions still run")
		for i, r := range seen {
			switch {
			case errors.Is(r.Err, context.Canceled):
				require.Error(t, ctx.Err())
			case i%modulus == 0:
				require.Equal(t, result{Item: i, Value: "partly", Err: errAction}, r)
			default:
				require.Equal(t, result{Item: i, Value: fmt.Sprint("did ", i)}, r)
			}
		}
		if stopped {
			return
		}
		require.Len(t, seen, taken, "each item that Each took has its result")
		switch {
		case ctx.Err() == nil && failsAtEnd:
			require.Same(t, errService, end)
		case ctx.Err() == nil:
			require.NoError(t, end)
		}
		if end == nil || errors.Is(end, errService) {
			require.Equal(t, n, taken)
		} else {
			require.ErrorIs(t, end, context.Canceled)
		}
	})
	goleak.VerifyNone(t, before)
}
