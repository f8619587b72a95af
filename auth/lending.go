package auth

import (
	"context"
	"fmt"
	"sync"
)

// maxLent is the longest body that is read into a buffer of its stated length, and the
// largest buffer that is kept: several times a page of 2,000 invitations.
const maxLent = 4 << 20

// Decode performs call as [Client.Do] does, and lends the body of each response:
// [Config].Classify, [Config].RequestID and call.Check have it until they return. What they
// keep of it must be a copy, because other responses are read into it later. The Response
// that Decode returns has no Body. Only the client packages need Decode: their methods
// return what they read from a body, and their method Do returns the body itself.
func (c *Client) Decode(ctx context.Context, call Call) (*Response, error) {
	if err := c.usable(); err != nil {
		return nil, fmt.Errorf("auth: Decode: %w", err)
	}
	call.lent = true
	return c.Do(ctx, call)
}

// release takes from the last response what observers want of it, and ends the loan of
// its body.
func (s *sending) release() {
	resp := s.attempt.resp
	if resp == nil {
		return
	}
	if len(s.client.config.Observers) > 0 {
		s.attempt.requestID = s.client.requestID(resp)
	}
	if s.call.lent {
		giveBack(resp.Body)
		resp.Body = nil
	}
}

// overwrites makes giveBack overwrite the buffer, so that tests find code that still uses it.
// It is true in the tests of this package, and in every program with the race detector.
var overwrites bool

// buffers are those that nobody uses at the moment. It drops what nobody took between two
// collections of garbage. Without it, a list takes as many bytes more
// as its bodies have: 390 to 550 an invitation.
var buffers sync.Pool

// lend returns an empty buffer with room for size bytes, which is given back.
func lend(size int) []byte {
	if kept, ok := buffers.Get().(*[]byte); ok && cap(*kept) >= size {
		return (*kept)[:0]
	}
	return make([]byte, 0, size+size/8) // the next page may be a little longer
}

// giveBack takes a buffer that nobody needs any more.
func giveBack(buffer []byte) {
	buffer = buffer[:cap(buffer)]
	if overwrites {
		for i := range buffer {
			buffer[i] = '#'
		}
	}
	if 0 < len(buffer) && len(buffer) <= maxLent+maxLent/8 {
		buffers.Put(&buffer)
	}
}
