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

// Handle serves one more operation, or replaces one of the service. Its requests are signed,
// recorded in [Service.Requests] and hit by faults like all others. The handler gets only those
// that pass, and [Caller] returns who calls.
//
// The operation is a name for [Fault] and [Request]. The service knows it by method and path,
// so the pattern is one of [http.ServeMux], and [http.Request.PathValue] returns the wildcards:
//
//	err := s.Handle("MoveAccount", "POST /v1/organizations/accounts/{account_id}/move", handler)
//
// A pattern may begin with a host, to distinguish services that share a path. A second handler
// of an operation replaces the first one. [auth.ErrInvalid] is an empty operation, a nil
// handler, and a pattern that cannot be parsed or that conflicts with one of another operation.
func (s *Service) Handle(op, pattern string, h http.Handler) error {
	if op == "" || h == nil {
		return fmt.Errorf("huaweiorgtest: Handle: give the operation a name and a handler: %w", auth.ErrInvalid)
	}
	return s.handlers.set(handled{op: op, pattern: pattern, Handler: h})
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

// muxOf returns an error for what a ServeMux panics about.
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
	found, _ := h.(handled) // the mux's own handlers redirect or refuse
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
