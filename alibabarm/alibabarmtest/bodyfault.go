package alibabarmtest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// Drip sends the body a byte at a time, each after the interval. Its length is
// announced.
func Drip(interval time.Duration) Kind {
	return Kind{fmt.Sprintf("a byte each %v", interval), func(_ *call, next func() reply) reply {
		out := next()
		out.through(func(ctx context.Context, _ int, r io.Reader) io.Reader { return &dripping{ctx, r, interval} })
		return out
	}}
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

// Huge puts spaces behind the body, up to n bytes in all, and does not announce how
// many. They are made as they are read; good JSON and good XML stay good.
func Huge(n int64) Kind {
	return Kind{fmt.Sprintf("a body of %d bytes", n), func(_ *call, next func() reply) reply {
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

// TruncateBody answers with the first n bytes as if they were all, and at the most
// with all but the last one.
func TruncateBody(n int) Kind {
	return Kind{fmt.Sprintf("only %d bytes of the body", n), func(c *call, next func() reply) reply {
		out := next()
		out.format(c)
		out.body = out.body[:max(0, min(n, len(out.body)-1))]
		return out
	}}
}

// AppendBody puts a text behind the body.
func AppendBody(text string) Kind {
	return Kind{"more behind the body", func(c *call, next func() reply) reply {
		out := next()
		out.format(c)
		out.body = append(slices.Clip(out.body), text...)
		return out
	}}
}
