package auth

import (
	"context"
	"net/http/httptrace"
)

// AttemptFrom returns the operation of a call and the number of its attempt, from 1, if ctx
// is the context of a request that a [Client] sends. It is for the spans and logs of an
// [http.RoundTripper] that is the client's transport.
func AttemptFrom(ctx context.Context) (op string, attempt int, ok bool) {
	if ctx == nil {
		return "", 0, false
	}
	if s, ok := ctx.Value(attemptKey{}).(attemptContext); ok {
		return s.op, s.number, true
	}
	return "", 0, false
}

type attemptKey struct{}

// An attemptContext is the context of one attempt. It has the operation, the number of the
// attempt and the trace of its connection.
//
// [httptrace.WithClientTrace] would do the same. But it calls the hooks of an earlier trace
// by reflection, and a program that links it is 28 kB larger.
type attemptContext struct {
	context.Context
	trace  *httptrace.ClientTrace
	op     string
	number int
}

func (c attemptContext) Value(key any) any {
	switch key {
	case traceKey:
		return c.trace
	case attemptKey{}:
		return c
	}
	return c.Context.Value(key)
}

// traceKey is the key under which [httptrace.ContextClientTrace] looks for a trace. The
// package does not export it, but every context is asked for it.
var traceKey = func() any {
	asked := &askedContext{Context: context.Background()}
	httptrace.ContextClientTrace(asked)
	return asked.key
}()

// An askedContext remembers the key that it was asked for.
type askedContext struct {
	context.Context
	key any
}

func (c *askedContext) Value(key any) any {
	c.key = key
	return nil
}
