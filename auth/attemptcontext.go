package auth

import (
	"context"
	"net/http/httptrace"
)

// An attemptContext is the context of one attempt. It has the trace of the attempt's
// connection.
//
// [httptrace.WithClientTrace] would do the same. But it calls the hooks of an earlier trace
// by reflection, and a program that links it is 28 kB larger.
type attemptContext struct {
	context.Context
	attempt *attempt
}

func (c attemptContext) Value(key any) any {
	if key == traceKey {
		return c.attempt.trace
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
