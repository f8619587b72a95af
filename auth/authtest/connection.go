package authtest

import (
	"context"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

// NoConnection refuses the connection, so that nothing is sent: the [Reply] is Unseen. Over a
// socket, where there is a connection already, it is a [Reset].
func NoConnection() Kind {
	return broken("no connection", Reply{Err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}, Unseen: true})
}

// Reset breaks the connection before a response, and before the service does anything.
func Reset() Kind { return broken("reset", Reply{Err: errReset()}) }

func broken(name string, out Reply) Kind {
	return Kind{name, func(context.Context, func() Reply) Reply { return out }}
}

func errReset() error { return &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET} }

// Hang does not respond until the context of the request ends. Over a socket, it waits until
// the client closes the connection or the test calls [Server.Close].
func Hang() Kind {
	return Kind{"hang", func(ctx context.Context, _ func() Reply) Reply {
		<-ctx.Done()
		return Reply{Err: context.Cause(ctx)}
	}}
}

// Delay waits before the request is served as usual.
func Delay(d time.Duration) Kind {
	return Kind{fmt.Sprintf("delay of %v", d), func(ctx context.Context, next func() Reply) Reply {
		if err := pause(ctx, d); err != nil {
			return Reply{Err: err}
		}
		return next()
	}}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// CutBody ends the connection within the body, after n bytes and at the latest before the last
// one. The service has performed the operation.
func CutBody(n int) Kind {
	return breakBody(fmt.Sprintf("cut body after %d bytes", n), n, io.ErrUnexpectedEOF)
}

// ResetBody is [CutBody] with a connection that is reset.
func ResetBody(n int) Kind {
	return breakBody(fmt.Sprintf("reset body after %d bytes", n), n, errReset())
}

func breakBody(name string, n int, err error) Kind {
	return streamed(name, func(_ context.Context, size int, r io.Reader) io.Reader {
		n := max(0, min(n, size-1))
		return io.MultiReader(io.LimitReader(r, int64(n)), failing{err})
	})
}

// streamed passes the body through f to the client.
func streamed(name string, f filter) Kind {
	return Kind{name, func(_ context.Context, next func() Reply) Reply {
		out := next()
		out.through(f)
		return out
	}}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
