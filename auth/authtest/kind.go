package authtest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// A Kind is what a [Fault] does to a request. The zero Kind does nothing, and lets one request
// pass.
type Kind struct {
	name string
	run  run
}

type run = func(ctx context.Context, next func() Reply) Reply

// NewKind returns a kind that responds to a request instead of next. next is the service
// itself, or the next kind of [Together]. The context is that of the request, as passed to
// [Kind.Run].
func NewKind(name string, run func(ctx context.Context, next func() Reply) Reply) Kind {
	return Kind{name, run}
}

// String returns the name of the kind.
func (k Kind) String() string {
	if k.run == nil {
		return "pass"
	}
	return k.name
}

// Run responds to a request. A nil next responds with an empty reply.
func (k Kind) Run(ctx context.Context, next func() Reply) Reply {
	if next == nil {
		next = func() Reply { return Reply{} }
	}
	if k.run == nil {
		return next()
	}
	return k.run(ctx, next)
}

// Together does several things to one request. Each kind wraps those after it.
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

// AppliedThen lets the service perform the operation, and then applies kind to its response, so
// that the caller cannot know whether the write took effect.
//
//	AppliedThen(Reset())        breaks the connection before the response
//	AppliedThen(ErrorPage(503)) responds with 503, like a proxy
//	AppliedThen(CutBody(10))    ends within the response
//	AppliedThen(Hang())         sends no response
func AppliedThen(kind Kind) Kind {
	if kind.run == nil {
		return kind
	}
	return Kind{"applied, then " + kind.name, func(ctx context.Context, next func() Reply) Reply {
		out := next()
		return kind.run(ctx, func() Reply { return out })
	}}
}

// Hook calls f before the service serves the request as usual, for example to change something
// between two pages. The request waits for f. A nil f does nothing.
func Hook(f func()) Kind {
	if f == nil {
		return Kind{}
	}
	return Kind{"hook", func(_ context.Context, next func() Reply) Reply {
		f()
		return next()
	}}
}

// Raw responds with just this status and body, of type application/json unless the header lines
// say otherwise.
func Raw(status int, body string, headers ...string) Kind {
	return Kind{fmt.Sprintf("raw %d", status), func(context.Context, func() Reply) Reply {
		return raw(status, body, headers...)
	}}
}

// ErrorPage responds with the HTML page of a load balancer. The caller cannot know whether the
// service got the request.
func ErrorPage(status int) Kind {
	text := http.StatusText(status)
	k := Raw(status,
		fmt.Sprintf("<html><head><title>%d %s</title></head><body><center>nginx</center></body></html>", status, text),
		"Content-Type: text/html")
	k.name = strings.ToLower(text)
	return k
}

// Redirect responds with a 3xx status to another URL.
func Redirect(status int, url string) Kind {
	k := Raw(status, "", "Location: "+url)
	k.name = fmt.Sprintf("redirect with %d", status)
	return k
}

type callKey[C any] struct{}

// WithCall adds what a service knows of a request to the context of the request. The kinds of
// [NewCallKind] find it there.
func WithCall[C any](ctx context.Context, call *C) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	return context.WithValue(ctx, callKey[C]{}, call)
}

// NewCallKind returns a kind that responds to a request instead of next, as [NewKind] does, and
// gets the call that the service passed to [WithCall]. In another service, which has no such
// call, it breaks the connection.
func NewCallKind[C any](name string, run func(call *C, next func() Reply) Reply) Kind {
	return NewKind(name, func(ctx context.Context, next func() Reply) Reply {
		call, ok := CallOf[C](ctx)
		if !ok || run == nil {
			return Reply{Err: fmt.Errorf("authtest: the fault %q was injected into another service; inject faults of the service's own package", name)}
		}
		return run(call, next)
	})
}
