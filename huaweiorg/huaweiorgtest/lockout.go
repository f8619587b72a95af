package huaweiorgtest

import (
	"errors"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

const (
	lockoutAfter = 5 // refused signatures in a row
	lockoutTime  = 5 * time.Minute
)

// WithLockout locks an access key after five refused signatures in a row, as the cloud does to
// slow down attackers who guess secrets. For five minutes by the clock of the service, it then
// refuses every request with the key with 401 APIGW.0301, even one with a valid signature. A
// request with a valid signature ends a row. A wrong date and other refusals do not count.
// Without this option, the service locks no key.
func WithLockout() Option {
	return func(s *Service) { s.lockout.on = true }
}

// A lockout counts the refused signatures of the access keys that the service knows, so that it
// does not grow with requests.
type lockout struct {
	on bool

	mu   sync.Mutex
	keys map[string]keyRefusals
}

type keyRefusals struct {
	inRow int
	until time.Time // the key is locked, once the row is complete
}

// locks reports whether an access key is locked for a request that the verifier accepted or
// refused with err. If not, the request counts for the next one.
func (l *lockout) locks(accessKeyID string, err error, now time.Time) bool {
	if !l.on {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := l.keys[accessKeyID]
	if key.inRow == lockoutAfter {
		if now.Before(key.until) {
			return true
		}
		key = keyRefusals{}
	}
	refused, _ := errors.AsType[*auth.VerifyError](err)
	switch {
	case err == nil:
		key = keyRefusals{}
	case refused != nil && refused.Reason == auth.VerifySignature:
		key.inRow++
		key.until = now.Add(lockoutTime)
	}
	if key == (keyRefusals{}) {
		delete(l.keys, accessKeyID) // otherwise temporary access keys would add up
		return false
	}
	if l.keys == nil {
		l.keys = map[string]keyRefusals{}
	}
	l.keys[accessKeyID] = key
	return false
}
