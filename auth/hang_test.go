package auth

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// switching is a server that switches protocols at every request and then sends nothing. It
// ends when its clients close.
func switching(t *testing.T) (url string) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 64<<10))
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
			_, _ = io.Copy(io.Discard, conn)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		assert.NoError(t, listener.Close())
		<-done
		noneLeft(t, ignore)
	})
	return "http://" + listener.Addr().String()
}

func TestClient_Do_switchedProtocols(t *testing.T) {
	for _, c := range []struct {
		name string
		call Call
	}{
		{name: "ends a read", call: read(t, "/")},
		{name: "ends a write that may have arrived", call: write(t, "/", "body")},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := pooled(t, switching(t), func(c *Config) { c.Retry.MaxRetries = 1 })
			resp, err := client.Do(t.Context(), c.call)
			fault, ok := errors.AsType[*TransportError](err)
			require.True(t, ok, "%v", err)
			assert.True(t, fault.Sent)
			assert.ErrorIs(t, err, errSwitched)
			require.NotNil(t, resp)
			assert.Equal(t, http.StatusSwitchingProtocols, resp.StatusCode)
			assert.Nil(t, resp.Body)
		})
	}
}

// A stuckBody never ends. Close releases it, or the end of the test does.
type stuckBody struct {
	release chan struct{}
	deaf    bool // Close does not release it
	closed  chan struct{}
}

func (b *stuckBody) Read([]byte) (int, error) { <-b.release; return 0, io.EOF }

func (b *stuckBody) Close() error {
	close(b.closed) // a second Close would panic
	if !b.deaf {
		close(b.release)
	}
	return nil
}

func TestClient_Do_bodyThatIgnoresItsContext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		deaf bool
		ends time.Duration // the end of the caller's context; 0 means never
		want error
		took time.Duration
	}{
		{
			name: "is closed when the attempt times out",
			took: 30 * time.Second, want: ErrUnavailable,
		},
		{
			name: "is closed when the context ends",
			ends: time.Second, took: time.Second, want: context.DeadlineExceeded,
		},
		{
			name: "does not hang the call even if Close does not end it",
			deaf: true, took: 30 * time.Second, want: ErrUnavailable,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				body := &stuckBody{release: make(chan struct{}), deaf: c.deaf, closed: make(chan struct{})}
				if c.deaf {
					defer close(body.release)
				}
				ctx := t.Context()
				if c.ends > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.ends)
					defer cancel()
				}
				client := testClient(t, serving(func(*http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: 200, Body: body, ContentLength: -1}, nil
				}))
				start := time.Now()
				_, err := client.Do(ctx, write(t, "/", "body"))
				assert.Equal(t, c.took, time.Since(start))
				require.ErrorIs(t, err, c.want)
				fault, ok := errors.AsType[*TransportError](err)
				require.True(t, ok, "%v", err)
				assert.True(t, fault.Sent, "the response had begun")
				<-body.closed
			})
		})
	}
}
