package authtest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// A Kind is what a [Fault] does to a request. The zero Kind does nothing, and lets one
// request pass.
type Kind struct {
	name string
	run  run
}

type run = func(ctx context.Context, next func() Reply) Reply

// NewKind makes a kind that answers a request in place of next, which is the service
// itself, or the next kind of [Together]. The context is that of the request, as it was
// given to [Kind.Run]: what the service put into it, its own kinds find there.
func NewKind(name string, run func(ctx context.Context, next func() Reply) Reply) Kind {
	return Kind{name, run}
}

// String names the kind.
func (k Kind) String() string {
	if k.run == nil {
		return "pass"
	}
	return k.name
}

// Run answers a request. A nil next answers with an empty reply.
func (k Kind) Run(ctx context.Context, next func() Reply) Reply {
	if next == nil {
		next = func() Reply { return Reply{} }
	}
	if k.run == nil {
		return next()
	}
	return k.run(ctx, next)
}

// Together does several things to one request: each kind wraps those behind it.
func Together(kinds ...Kind) Kind {
	out := Kind{}
	for i := len(kinds) - 1; i >= 0; i-- {
		out = kinds[i].around(out)
	}
	return out
}

func (k Kind) around(inner Kind) Kind {
	if k.run == nil {
		return inner
	}
	if inner.run == nil {
		return k
	}
	return Kind{k.name + " + " + inner.name, func(ctx context.Context, next func() Reply) Reply {
		return k.run(ctx, func() Reply { return inner.run(ctx, next) })
	}}
}

// AppliedThen lets the service do what it was asked for, and then does to its answer
// what kind does: the caller cannot know whether the write took effect.
//
//	AppliedThen(Reset())        the connection breaks before the answer
//	AppliedThen(ErrorPage(503)) a proxy answers 503 in its place
//	AppliedThen(CutBody(10))    the answer ends within
//	AppliedThen(Hang())         no answer comes
func AppliedThen(kind Kind) Kind {
	if kind.run == nil {
		return kind
	}
	return Kind{"applied, then " + kind.name, func(ctx context.Context, next func() Reply) Reply {
		out := next()
		return kind.run(ctx, func() Reply { return out })
	}}
}

// Hook calls f before the request is served as usual: to change something between two
// pages, for instance. The request waits for f. A nil f does nothing.
func Hook(f func()) Kind {
	if f == nil {
		return Kind{}
	}
	return Kind{"hook", func(_ context.Context, next func() Reply) Reply {
		f()
		return next()
	}}
}

// Raw answers with just this status and body, of type application/json unless the
// header lines say otherwise.
func Raw(status int, body string, headers ...string) Kind {
	return Kind{fmt.Sprintf("raw %d", status), func(context.Context, func() Reply) Reply {
		return raw(status, body, headers...)
	}}
}

// ErrorPage answers with the HTML page of a load balancer: nobody knows how far the
// request came.
func ErrorPage(status int) Kind {
	text := http.StatusText(status)
	k := Raw(status,
		fmt.Sprintf("<html><head><title>%d %s</title></head><body><center>nginx</center></body></html>", status, text),
		"Content-Type: text/html")
	k.name = strings.ToLower(text)
	return k
}

// Redirect answers with a 3xx status to another URL.
func Redirect(status int, url string) Kind {
	k := Raw(status, "", "Location: "+url)
	k.name = fmt.Sprintf("redirect with %d", status)
	return k
}

type callKey[C any] struct{}

// WithCall puts what a service knows of a request into the context of the request, where
// the kinds that [NewCallKind] makes find it.
func WithCall[C any](ctx context.Context, call *C) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	return context.WithValue(ctx, callKey[C]{}, call)
}

// NewCallKind makes a kind that answers a request in place of next, as [NewKind] does, and
// looks at the call that the service gave to [WithCall]. In another service, which has no
// such call, it breaks the connection.
func NewCallKind[C any](name string, run func(call *C, next func() Reply) Reply) Kind {
	return NewKind(name, func(ctx context.Context, next func() Reply) Reply {
		call, ok := CallOf[C](ctx)
		if !ok || run == nil {
			return Reply{Err: fmt.Errorf("authtest: the fault %q was injected into another service; inject faults of the service's own package", name)}
		}
		return run(call, next)
	})
}
