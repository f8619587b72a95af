package invitation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// metrics are what a program counts with an observer: calls by condition, and how long
// they took.
type metrics struct {
	calls map[error]int // by condition; nil: success
	took  []time.Duration
	last  auth.CallInfo
}

func (m *metrics) observe(info auth.CallInfo) {
	if m.calls == nil {
		m.calls = map[error]int{}
	}
	m.calls[conditionOf(info.Err)]++
	m.took = append(m.took, info.Duration)
	m.last = info
}

func conditionOf(err error) error {
	for _, condition := range []error{
		auth.ErrNoCredentials, auth.ErrPermission, auth.ErrThrottled, auth.ErrInvalid, auth.ErrUnavailable, context.Canceled,
	} {
		if errors.Is(err, condition) {
			return condition
		}
	}
	return err
}

// wholeBackoff makes the waits as long as they may be.
func wholeBackoff(ceiling time.Duration) time.Duration { return ceiling }

func TestCloud_WithObserver_faults(t *testing.T) {
	t.Parallel()
	const retries = 200*time.Millisecond + 400*time.Millisecond + 800*time.Millisecond + 1600*time.Millisecond
	for _, c := range []struct {
		name     string
		faults   func(w world) []fault
		is       error
		attempts int
		status   int
		took     time.Duration
	}{
		{
			name: "no connection", is: auth.ErrUnavailable, attempts: 5, took: retries,
			faults: func(world) []fault { return []fault{{times: always, kind: authtest.NoConnection()}} },
		},
		{
			name: "a reset", is: auth.ErrUnavailable, attempts: 5, took: retries,
			faults: func(world) []fault { return []fault{{times: always, kind: authtest.Reset()}} },
		},
		{
			name: "a hang", is: auth.ErrUnavailable, attempts: 5, took: retries + 5*30*time.Second,
			faults: func(world) []fault { return []fault{{times: always, kind: authtest.Hang()}} },
		},
		{
			name: "throttling and then a hang", is: auth.ErrUnavailable, attempts: 6, took: 200*time.Millisecond + retries + 5*30*time.Second,
			faults: func(w world) []fault {
				return []fault{{kind: w.refuseThrottled("")}, {times: always, kind: authtest.Hang()}}
			},
		},
		{
			name: "a truncated body", is: auth.ErrUnavailable, attempts: 5, status: 200, took: retries,
			faults: func(world) []fault { return []fault{{times: always, kind: authtest.CutBody(20)}} },
		},
		{
			name: "a page of HTML with status 200", is: auth.ErrUnavailable, attempts: 5, status: 200, took: retries,
			faults: func(world) []fault {
				return []fault{{times: always, kind: authtest.Raw(200, "<html>OK</html>", "Content-Type: text/html")}}
			},
		},
		{
			name: "a 503 once", attempts: 2, status: 200, took: 200 * time.Millisecond,
			faults: func(w world) []fault { return []fault{{kind: kind(w, "unavailable")}} },
		},
		{
			name: "a 403", is: auth.ErrPermission, attempts: 1, status: 403,
			faults: func(w world) []fault { return []fault{{times: always, kind: kind(w, "denied")}} },
		},
		{
			name: "success", attempts: 1, status: 200,
			faults: func(world) []fault { return nil },
		},
	} {
		run(t, "counts "+c.name+" once, with its condition and duration", func(t *testing.T, w world) {
			var m metrics
			client := w.client(w.cloud().root, clientSettings{jitter: wholeBackoff, observers: observing(m.observe)})
			for _, f := range c.faults(w) {
				w.inject(f)
			}
			start := time.Now()
			_, err := client.list(t.Context(), false)
			require.ErrorIs(t, err, c.is)
			assert.Equal(t, map[error]int{c.is: 1}, m.calls)
			assert.Equal(t, []time.Duration{c.took}, m.took)
			assert.Equal(t, time.Since(start), m.last.Duration)
			assert.Equal(t, start, m.last.Start)
			assert.Equal(t, c.attempts, m.last.Attempts)
			assert.Equal(t, c.status, m.last.StatusCode)
			assert.NotEmpty(t, m.last.Op)
			if c.status == 0 {
				assert.Empty(t, m.last.RequestID, "the last attempt got no response")
			}
			if c.is != nil {
				assert.ErrorIs(t, err, m.last.Err, "the call's own error")
			}
		})
	}
}

func TestCloud_WithObserver(t *testing.T) {
	t.Parallel()
	run(t, "sees a write and each look behind it", func(t *testing.T, w world) {
		i := w.seed(toGuest(w))[0]
		var seen []auth.CallInfo
		client := w.client(w.cloud().root, clientSettings{observers: observing(func(info auth.CallInfo) { seen = append(seen, info) })})
		w.inject(fault{op: opCancel, kind: authtest.AppliedThen(authtest.Reset())})
		_, err := client.cancel(t.Context(), i.ID)
		require.NoError(t, err)
		require.Len(t, seen, len(w.requests()))
		assert.ErrorIs(t, seen[0].Err, auth.ErrUnavailable)
		for _, look := range seen[1:] {
			assert.NotEqual(t, seen[0].Op, look.Op)
		}
	})
	run(t, "calls all observers, with the context of the call", func(t *testing.T, w world) {
		type key struct{}
		var order []string
		observer := func(name string) func(context.Context, auth.CallInfo) {
			return func(ctx context.Context, _ auth.CallInfo) { order = append(order, name+ctx.Value(key{}).(string)) }
		}
		client := w.client(w.cloud().root, clientSettings{observers: []func(context.Context, auth.CallInfo){observer("a "), observer("b ")}})
		ctx := context.WithValue(t.Context(), key{}, "mine")
		_, err := client.list(ctx, false)
		require.NoError(t, err)
		assert.Equal(t, []string{"a mine", "b mine"}, order)
		_, err = client.as(w.provider(w.cloud().guest)).list(ctx, true)
		require.NoError(t, err)
		assert.Len(t, order, 4, "the copy of another account has them, too")
	})
	run(t, "does not hide its panic", func(t *testing.T, w world) {
		client := w.client(w.cloud().root, clientSettings{observers: observing(func(auth.CallInfo) { panic("observer") })})
		assert.PanicsWithValue(t, "observer", func() { _, _ = client.get(t.Context(), "h-1") })
	})
	run(t, "gets the request ID that the service gave", func(t *testing.T, w world) {
		var m metrics
		client := w.client(w.cloud().root, clientSettings{observers: observing(m.observe)})
		_, err := client.list(t.Context(), false)
		require.NoError(t, err)
		assert.Equal(t, w.requests()[0].id, m.last.RequestID)
		_, err = client.get(t.Context(), "h-unknown")
		require.Error(t, err)
		assert.Equal(t, w.requests()[1].id, m.last.RequestID)
	})
}
