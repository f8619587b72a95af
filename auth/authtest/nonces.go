package authtest

import (
	"crypto/sha256"
	"time"
)

// MaxNonces is how many nonces [Nonces] remembers.
const MaxNonces = 100_000

// Nonces remembers which nonces were used, so that a service detects a copy of a signed
// request.
//
// A nonce must be remembered for as long as the service accepts the date of its request. After
// that, the date reveals the copy. If more than [MaxNonces] are used in that time, Nonces
// forgets the oldest ones early: a service that runs for long does not grow, and still detects
// a copy that follows soon after the request.
//
// It is not safe for concurrent use: a service guards it with its own mutex. The zero value is
// empty.
type Nonces struct {
	until map[nonceKey]time.Time
	used  fifo[usedNonce]
}

// A nonceKey is a digest, because nonces may be long.
type nonceKey [16]byte

type usedNonce struct {
	key   nonceKey
	until time.Time
}

// Use reports whether a nonce may be used now with an access key, and remembers it until the
// given time. It is false if the key used the nonce before.
func (n *Nonces) Use(accessKeyID, nonce string, now, until time.Time) bool {
	digest := sha256.Sum256([]byte(accessKeyID + "\x00" + nonce))
	key := nonceKey(digest[:len(nonceKey{})])
	if last, used := n.until[key]; used && !now.After(last) {
		return false
	}
	if n.until == nil {
		n.until = map[nonceKey]time.Time{}
	}
	n.until[key] = until
	n.used.push(usedNonce{key, until})
	n.forget(now)
	return true
}

// forget removes the oldest nonces that have expired, or that are too many.
func (n *Nonces) forget(now time.Time) {
	for n.used.len() > MaxNonces || n.used.len() > 0 && now.After(n.used.queued()[0].until) {
		oldest := n.used.pop()
		if n.until[oldest.key].Equal(oldest.until) { // the key has not used the nonce again
			delete(n.until, oldest.key)
		}
	}
}
