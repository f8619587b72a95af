package authtest

import "sync"

// Requests record what a service received, up to the last [MaxRecent] requests. The zero
// Requests are empty. All methods may be called from any number of goroutines.
type Requests struct {
	mu   sync.Mutex
	last Recent[Request]
}

// Begin records a request that arrives. It belongs to the record until [Requests.End].
func (s *Requests) Begin(r *Request) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last.Add(r)
}

// End completes the record of a request with the operation, the caller and the reply. It
// forgets a request that counts as one that never arrived.
func (s *Requests) End(r *Request, op, accountID string, out Reply) {
	if r == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Op, r.AccountID = op, accountID
	if out.Err == nil {
		r.Status = out.Status
	}
	if out.Unseen {
		s.last.Remove(r)
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
