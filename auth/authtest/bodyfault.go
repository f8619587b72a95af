package authtest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// Drip sends the body one byte at a time, each after the interval. The response states its
// length.
func Drip(interval time.Duration) Kind {
	return streamed(fmt.Sprintf("a byte each %v", interval), func(ctx context.Context, _ int, r io.Reader) io.Reader {
		return &dripping{ctx, r, interval}
	})
}

type dripping struct {
	ctx      context.Context
	r        io.Reader
	interval time.Duration
}

func (d *dripping) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := pause(d.ctx, d.interval); err != nil {
		return 0, err
	}
	return d.r.Read(p[:1])
}

// Huge appends spaces to the body, up to n bytes in all, and does not state the length. The
// service makes them as the client reads them. Valid JSON and valid XML stay valid.
func Huge(n int64) Kind {
	return Kind{fmt.Sprintf("a body of %d bytes", n), func(_ context.Context, next func() Reply) Reply {
		out := next()
		out.unsized = true
		out.through(func(_ context.Context, size int, r io.Reader) io.Reader {
			return io.MultiReader(r, io.LimitReader(spaces{}, n-int64(size)))
		})
		return out
	}}
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TruncateBody responds with the first n bytes as if they were the complete body. It leaves out
// at least the last byte.
func TruncateBody(n int) Kind {
	return onBytes(fmt.Sprintf("only %d bytes of the body", n), func(body []byte) []byte {
		return body[:max(0, min(n, len(body)-1))]
	})
}

// AppendBody appends a text to the body.
func AppendBody(text string) Kind {
	return onBytes("more behind the body", func(body []byte) []byte {
		return append(slices.Clip(body), text...)
	})
}

func onBytes(name string, change func(body []byte) []byte) Kind {
	return Kind{name, func(_ context.Context, next func() Reply) Reply {
		out := next()
		out.finish()
		out.Body = change(out.Body)
		return out
	}}
}
