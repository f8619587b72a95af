package alibabarmtest

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Handle serves one more operation, or replaces one of the service. Its requests are signed,
// recorded in [Service.Requests] and hit by faults like all others. The handler gets only those
// that pass, and [Caller] returns who calls.
//
// The operation is the action that the request names, in any version and on any host and path.
// The signature and the caller decide where the request has its action, version and further
// parameters: [http.Request.FormValue] finds those of the query and of a form.
//
// A second handler of an operation replaces the first one. An empty operation and a nil handler
// are [auth.ErrInvalid].
func (s *Service) Handle(op string, h http.Handler) error {
	if op == "" || h == nil {
		return fmt.Errorf("alibabarmtest: Handle: give the operation a name and a handler: %w", auth.ErrInvalid)
	}
	s.handlers.set(op, h)
	return nil
}

// Caller returns the account that calls a handler of [Service.Handle], from the context of the
// request, and false for any other context.
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
