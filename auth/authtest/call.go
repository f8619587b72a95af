package authtest

import (
	"context"
	"fmt"
)

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
		call, ok := ctx.Value(callKey[C]{}).(*C)
		if !ok || call == nil || run == nil {
			return Reply{Err: fmt.Errorf("authtest: the fault %q was injected into another service; inject faults of the service's own package", name)}
		}
		return run(call, next)
	})
}
