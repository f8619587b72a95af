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

// Actions count what is done at once.
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

// results reads a stream: the results by their item, and the error that ends it.
func results(t require.TestingT, seq iter.Seq2[result, error]) (map[int]result, error) {
	all := map[int]result{}
	var end error
	for r, err := range seq {
		require.NoError(t, end, "something comes after the error")
		if err != nil {
			require.Zero(t, r, "the result of an error")
			end = err
			continue
		}
		require.NotContains(t, all, r.Item, "a second result")
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
	t.Run("takes an item only when there is room for its action", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := &actions{latency: time.Minute}
			var taken atomic.Int32
			time.AfterFunc(time.Second, func() { assert.EqualValues(t, 4, taken.Load(), "while four actions are under way") })
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
	t.Run("ends with nothing where there are no items", func(t *testing.T) {
		a, taken := &actions{}, 0
		all, err := results(t, pagination.Each(t.Context(), 4, sequence(0, nil, &taken), a.do))
		require.NoError(t, err)
		assert.Empty(t, all)
	})
	t.Run("yields the error of the sequence last, after the actions under way", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			a := &actions{latency: time.Second}
			behind := false
			in := func(yield func(int, error) bool) {
				behind = yield(1, nil) && yield(2, nil) && yield(0, errService) && yield(3, nil)
			}
			all, err := results(t, pagination.Each(t.Context(), 8, in, a.do))
			assert.Same(t, errService, err)
			assert.Equal(t, map[int]result{1: {Item: 1, Value: "did 1"}, 2: {Item: 2, Value: "did 2"}}, all)
			assert.False(t, behind, "the sequence is left at its error")
		})
	})
	t.Run("begins nothing before it is ranged, and anew with each range", func(t *testing.T) {
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

func TestEach_LeavesNothingBehind(t *testing.T) {
	nothing := func(int) {}
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
		"break":                   {loop: nothing, action: nothing, sequence: nothing},
		"a panic in the loop":     {loop: panicAt(0), action: nothing, sequence: nothing, panics: true},
		"a panic in an action":    {loop: nothing, action: panicAt(1), sequence: nothing, panics: true},
		"a panic in the sequence": {loop: nothing, action: nothing, sequence: panicAt(3), panics: true},
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
								time.Sleep(time.Second) // what a cancelled request may take
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
					assert.Zero(t, open.Load(), "actions under way")
					assert.True(t, ended, "the sequence was left")
				})
				goleak.VerifyNone(t, before)
			})
		}
	}
}

func TestEach_BadOption(t *testing.T) {
	t.Parallel()
	a, taken := &actions{}, 0
	in := sequence(3, nil, &taken)
	var none context.Context
	for name, seq := range map[string]iter.Seq2[result, error]{
		"no context":           pagination.Each(none, 1, in, a.do),
		"no concurrency":       pagination.Each(t.Context(), 0, in, a.do),
		"negative concurrency": pagination.Each(t.Context(), -1, in, a.do),
		"no sequence":          pagination.Each(t.Context(), 1, nil, a.do),
		"no function":          pagination.Each[int, string](t.Context(), 1, in, nil),
	} {
		all, err := results(t, seq)
		assert.ErrorIs(t, err, pagination.ErrBadOption, name)
		assert.ErrorContains(t, err, "Each", name)
		assert.Empty(t, all, name)
	}
	assert.Zero(t, taken)
}

// Whatever happens, each item that was taken comes once, and no more actions run at once
// than allowed.
func TestEach_Model(t *testing.T) {
	before := goleak.IgnoreCurrent()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "items")
		concurrency := rapid.IntRange(1, 10).Draw(t, "concurrency")
		modulus := rapid.IntRange(1, 5).Draw(t, "fails each")
		failsAtEnd := rapid.Bool().Draw(t, "the sequence fails")
		leaveAt := rapid.IntRange(-1, 40).Draw(t, "leaves the loop at")
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
		left := false
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
			if left = len(seen) == leaveAt; left {
				break
			}
		}
		require.LessOrEqual(t, int(a.peak.Load()), concurrency)
		require.Equal(t, a.begun.Load(), a.done.Load(), "all actions have returned")
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
		if left {
			return
		}
		require.Len(t, seen, taken, "each item that was taken has its result")
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
