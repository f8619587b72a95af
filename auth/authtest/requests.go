package authtest

import (
	"net/url"
	"sync"
)

// MaxRecentBytes is how many bytes of requests [Requests] keep: 64 MiB of bodies, headers and
// parameters.
const MaxRecentBytes = 64 << 20

// Requests record what a service received: the latest [MaxRecent] requests, or fewer if they
// have more than [MaxRecentBytes], so that a service that runs for long does not grow. They
// always keep the last request. The zero Requests are empty. All methods are safe for
// concurrent use.
type Requests struct {
	mu    sync.Mutex
	last  Recent[Request]
	bytes int // the size of the requests in last
}

// Begin records a request that arrives. It belongs to the record until [Requests.End].
func (s *Requests) Begin(r *Request) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += r.size()
	if dropped := s.last.add(r); dropped != nil {
		s.bytes -= dropped.size()
	}
	for s.bytes > MaxRecentBytes && s.last.things.len() > 1 {
		s.bytes -= s.last.things.pop().size()
	}
}

// End completes the record of a request with the operation, the caller and the reply. It
// removes a request that counts as one that never arrived.
func (s *Requests) End(r *Request, op, accountID string, out Reply) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Op, r.AccountID, r.Hint = op, accountID, out.Hint
	if out.Err == nil {
		r.Status = out.Status
	}
	if out.Unseen && s.last.remove(r) {
		s.bytes -= r.size()
	}
}

// All returns copies of the requests, in the order in which they arrived.
func (s *Requests) All() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.last.All()
	out := make([]Request, len(kept))
	for i, r := range kept {
		out[i] = r.clone()
	}
	return out
}

// size returns about how many bytes of the request a record holds. It does not change while the
// request is served.
func (r *Request) size() int {
	n := len(r.Body) + len(r.Host) + len(r.Path) + sizeOf(r.Query) + sizeOf(r.Form)
	return n + sizeOf(url.Values(r.Header))
}

func sizeOf(values url.Values) (n int) {
	for name, all := range values {
		n += len(name)
		for _, value := range all {
			n += len(value)
		}
	}
	return n
}
