package alibabarmtest

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Handle serves one more operation, or one of the service's own in its place. Its requests
// are signed, recorded in [Service.Requests] and hit by faults like all others; the handler
// sees only those that get through, and learns from [Caller] who calls.
//
// The operation is the action that the request names, in any version and on any host and
// path. Where the action, the version and further parameters are depends on the signature
// and on the caller: [http.Request.FormValue] finds those of the query and of a form.
//
// An operation that has a handler gets the new one. An empty operation and a nil handler are
// [auth.ErrInvalid].
func (s *Service) Handle(op string, h http.Handler) error {
	if op == "" || h == nil {
		return fmt.Errorf("alibabarmtest: Handle: give the operation a name and a handler: %w", auth.ErrInvalid)
	}
	s.handlers.set(op, h)
	return nil
}

// Caller returns the account whose request a handler of [Service.Handle] serves, by the
// context of the request, and false for any other context.
func Caller(ctx context.Context) (Account, bool) {
	c, ok := authtest.CallOf[call](ctx)
	if !ok {
		return Account{}, false
	}
	return c.account, true
}

// handlers are the operations of [Service.Handle].
type handlers struct {
	mu  sync.RWMutex
	all map[string]http.Handler // by action
}

func (s *handlers) set(op string, h http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]http.Handler{}
	}
	s.all[op] = h
}

// routeHandled finds an operation of [Service.Handle].
func (c *call) routeHandled(action string) (handle func() reply) {
	c.s.handlers.mu.RLock()
	defer c.s.handlers.mu.RUnlock()
	h := c.s.handlers.all[action]
	if h == nil {
		return nil
	}
	return func() reply { return authtest.ReplyOf(h, c.r, c.body) }
}
