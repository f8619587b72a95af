package auth

import "sync/atomic"

// maxEarly is enough to renew 5,000 sessions within the minutes before they expire, and
// leaves connections to the callers that wait for credentials.
const maxEarly = 32

// early counts the early refreshes of all caches.
var early refreshes

// refreshes are those under way, up to maxEarly.
type refreshes struct{ underWay atomic.Int64 }

// begin is false where there are too many already. Nobody waits for that to change: the
// credentials are still good, and the next caller tries again.
func (r *refreshes) begin() bool {
	if r.underWay.Add(1) <= maxEarly {
		return true
	}
	r.end()
	return false
}

func (r *refreshes) end() { r.underWay.Add(-1) }
