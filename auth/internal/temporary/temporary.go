// Package temporary fetches and reads what a session is made of, for the providers of both
// clouds: the temporary credentials in a response, when they expire, and the tokens that
// they are exchanged for. None of its errors quotes what it reads.
package temporary

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// MaxSize bounds, in bytes, the responses that are read for credentials, and token files.
// A security token has several KB.
const MaxSize = 64 << 10

// ErrNoKeys quotes nothing of the response, which may hold half a key pair.
var ErrNoKeys = fmt.Errorf("the response has no temporary credentials in a known form: %w", auth.ErrUnavailable)

// A KeyPair is what all sources of temporary credentials give, each with names of its own.
type KeyPair struct {
	ID, Secret, Token Text
	Expires           Instant
}

// Credentials refuses a part that is missing, or that no header can hold. An expiry that
// is not a time is zero: unknown.
func (k KeyPair) Credentials() (auth.Credentials, error) {
	for _, part := range []Text{k.ID, k.Secret, k.Token} {
		if !IsToken(string(part)) {
			return auth.Credentials{}, ErrNoKeys
		}
	}
	return auth.Credentials{
		AccessKeyID:     string(k.ID),
		AccessKeySecret: string(k.Secret),
		SecurityToken:   string(k.Token),
		Expires:         time.Time(k.Expires),
	}, nil
}

// IsToken reports whether text is one word of printable ASCII.
func IsToken(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	return text != ""
}
