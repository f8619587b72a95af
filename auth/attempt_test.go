package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClient_Do_timeoutWhileSigning(t *testing.T) {
	t.Parallel()
	for base, transport := range map[string]func() http.RoundTripper{
		"the own pool":            func() http.RoundTripper { return nil },
		"a transport of net/http": func() http.RoundTripper { return new(http.Transport) },
		"another transport":       func() http.RoundTripper { return serving(status(200)) },
	} {
		for end, c := range map[string]struct {
			deadline time.Duration
			attempts int
			want     error
		}{
			"by its own limit": {deadline: time.Hour, attempts: 5, want: ErrUnavailable},
			"by the caller's deadline": {
				deadline: time.Second, attempts: 1, want: context.DeadlineExceeded,
			},
		} {
			t.Run("sends nothing over "+base+" if the attempt was ended "+end, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
					defer cancel()
					client := testClient(t, transport(), func(config *Config) {
						config.Signer = signs(func() error { time.Sleep(time.Minute); return nil })
					})
					_, err := client.Do(ctx, write(t, "/", "body"))
					fault, ok := errors.AsType[*TransportError](err)
					require.True(t, ok, "%v", err)
					assert.False(t, fault.Sent)
					assert.Equal(t, c.attempts, fault.Attempts)
					assert.ErrorIs(t, err, c.want)
				})
			})
		}
	}
}

func TestConnection_sent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		own, untraced, asked, got bool
		err                       error
		sent                      bool
	}{
		"the own pool has not been asked yet": {own: true, err: context.Canceled},
		"the own pool is still dialling": {
			own: true, asked: true, err: context.Canceled,
		},
		"the own pool has a connection": {
			own: true, asked: true, got: true, err: io.EOF, sent: true,
		},
		"the own pool does not find the hooks": {
			own: true, untraced: true, err: io.EOF, sent: true,
		},
		"another transport is still dialling": {asked: true, err: context.Canceled},
		"another transport has a connection": {
			asked: true, got: true, err: io.EOF, sent: true,
		},
		"another transport calls no hook":                  {err: context.Canceled, sent: true},
		"another transport reports that it could not dial": {err: errDial},
	} {
		conn := connection{own: c.own, traced: !c.untraced}
		conn.asked.Store(c.asked)
		conn.got.Store(c.got)
		assert.Equal(t, c.sent, conn.sent(c.err), name)
	}
}

func TestClient_Do_trace(t *testing.T) {
	server, _ := listening(t, func(http.ResponseWriter, *http.Request) {}, (*httptest.Server).Start)
	var own, other atomic.Int64 // several goroutines call the hooks
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
		GetConn:              func(string) { own.Add(1) },
		GotConn:              func(httptrace.GotConnInfo) { own.Add(1) },
		WroteHeaders:         func() { own.Add(1) },
		GotFirstResponseByte: func() { other.Add(1) },
	})
	_, err := pooled(t, server.URL).Do(ctx, read(t, "/"))
	require.NoError(t, err)
	assert.EqualValues(t, 3, own.Load(), "hooks that the client has as well")
	assert.EqualValues(t, 1, other.Load(), "a hook that the client lacks")
}

func TestAttemptContext_trace(t *testing.T) {
	t.Parallel()
	a := begin(t.Context(), "Read", 1, time.Minute, 0)
	defer a.cancel()
	trace := httptrace.ContextClientTrace(a.ctx)
	require.NotNil(t, trace, "net/http finds the trace")
	trace.GotConn(httptrace.GotConnInfo{})
	assert.True(t, a.conn.got.Load())
}

func TestClient_Do_traceNotFound(t *testing.T) {
	found := traceKey
	t.Cleanup(func() { traceKey = found })
	traceKey = "the key of another version of net/http/httptrace"
	var reached atomic.Int64
	server, _ := listening(t, func(http.ResponseWriter, *http.Request) {
		reached.Add(1)
		panic(http.ErrAbortHandler)
	}, (*httptest.Server).Start)
	_, err := pooled(t, server.URL).Do(t.Context(), write(t, "/", "body"))
	fault, ok := errors.AsType[*TransportError](err)
	require.True(t, ok, "%v", err)
	assert.True(t, fault.Sent)
	assert.EqualValues(t, 1, reached.Load(), "the client does not resend a write that may have arrived")
}

func TestAttemptContext_Value(t *testing.T) {
	t.Parallel()
	type key struct{}
	outer := httptrace.WithClientTrace(context.WithValue(t.Context(), key{}, "mine"), &httptrace.ClientTrace{})
	trace := new(httptrace.ClientTrace)
	ctx := attemptContext{outer, trace, "ListHandshakes", 2}
	assert.Same(t, trace, httptrace.ContextClientTrace(ctx))
	assert.Equal(t, "mine", ctx.Value(key{}))
	assert.Nil(t, ctx.Value([]int{1}), "Value does not look up a key that is not comparable")
	inner := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{})
	assert.NotSame(t, trace, httptrace.ContextClientTrace(inner), "a transport may add a trace of its own")
}
