package alibabarmtest

import (
	"context"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

// NoConnection refuses the connection, so that nothing is sent: the request is not
// among [Service.Requests]. Over a socket, where there is a connection already, it is
// a [Reset].
func NoConnection() Kind {
	return Kind{"no connection", func(*call, func() reply) reply {
		return reply{err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}, unseen: true}
	}}
}

// Reset breaks the connection before an answer, and before the service does anything.
func Reset() Kind {
	return Kind{"reset", func(*call, func() reply) reply { return reply{err: errReset()} }}
}

func errReset() error { return &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET} }

// Hang does not answer until the request's context ends; over a socket, until the
// client goes away or [Service.Close] is called.
func Hang() Kind {
	return Kind{"hang", func(c *call, _ func() reply) reply {
		ctx := c.r.Context()
		<-ctx.Done()
		return reply{err: context.Cause(ctx)}
	}}
}

// Delay waits before the request is served as usual.
func Delay(d time.Duration) Kind {
	return Kind{fmt.Sprintf("delay of %v", d), func(c *call, next func() reply) reply {
		if err := pause(c.r.Context(), d); err != nil {
			return reply{err: err}
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

// CutBody ends the connection within the body, after n bytes of it and at the latest
// before the last one. The service did what it was asked for.
func CutBody(n int) Kind {
	return breakBody(fmt.Sprintf("cut body after %d bytes", n), n, io.ErrUnexpectedEOF)
}

// ResetBody is [CutBody] with a connection that is reset.
func ResetBody(n int) Kind {
	return breakBody(fmt.Sprintf("reset body after %d bytes", n), n, errReset())
}

func breakBody(name string, n int, err error) Kind {
	return Kind{name, func(_ *call, next func() reply) reply {
		out := next()
		out.through(func(_ context.Context, size int, r io.Reader) io.Reader {
			n := max(0, min(n, size-1))
			return io.MultiReader(io.LimitReader(r, int64(n)), broken{err})
		})
		return out
	}}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }
