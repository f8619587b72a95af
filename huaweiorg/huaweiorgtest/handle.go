package huaweiorgtest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Handle serves one more operation, or one of the service's own in its place. Its requests
// are signed, recorded in [Service.Requests] and hit by faults like all others; the handler
// sees only those that get through, and learns from [Caller] who calls.
//
// The operation is a name for [Fault] and [Request]. What it is in the service is a method
// and a path, so the pattern is one of [http.ServeMux], and the handler finds what the
// wildcards matched with [http.Request.PathValue]:
//
//	err := s.Handle("MoveAccount", "POST /v1/organizations/accounts/{account_id}/move", handler)
//
// A pattern may begin with a host, to distinguish services that share a path. An operation
// that has a handler gets the new one. An empty operation, a nil handler, and a pattern that
// cannot be parsed or that conflicts with one of another operation, is [auth.ErrInvalid].
func (s *Service) Handle(op, pattern string, h http.Handler) error {
	if op == "" || h == nil {
		return fmt.Errorf("huaweiorgtest: Handle: give the operation a name and a handler: %w", auth.ErrInvalid)
	}
	return s.handlers.set(handled{op: op, pattern: pattern, Handler: h})
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
	all []handled
	mux *http.ServeMux // nil without operations
}

type handled struct {
	op, pattern string
	http.Handler
}

func (s *handlers) set(added handled) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.DeleteFunc(slices.Clone(s.all), func(h handled) bool { return h.op == added.op })
	all = append(all, added)
	mux, err := muxOf(all)
	if err == nil {
		s.all, s.mux = all, mux
	}
	return err
}

// muxOf makes an error of what a ServeMux panics about.
func muxOf(all []handled) (mux *http.ServeMux, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("huaweiorgtest: Handle: %v: %w", cause, auth.ErrInvalid)
		}
	}()
	mux = http.NewServeMux()
	for _, h := range all {
		mux.Handle(h.pattern, h)
	}
	return mux, nil
}

// find returns the operation that a request asks for, and the mux that serves it.
func (s *handlers) find(r *http.Request) (op string, mux *http.ServeMux) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.mux == nil {
		return "", nil
	}
	h, _ := s.mux.Handler(r)
	found, _ := h.(handled) // not one of the mux's own, which redirect or refuse
	return found.op, s.mux
}

// routeHandled finds an operation of [Service.Handle].
func (c *call) routeHandled() (op string, handle func() reply) {
	op, mux := c.s.handlers.find(c.r)
	if op == "" {
		return "", nil
	}
	return op, func() reply { return authtest.ReplyOf(mux, c.r, c.body) }
}
