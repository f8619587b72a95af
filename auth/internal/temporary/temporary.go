// Package temporary fetches and decodes the parts of a session for the providers of both
// clouds: the temporary credentials in a response, their expiry, and the tokens that are
// exchanged for them. Its errors never quote what it read.
package temporary

import (
	"fmt"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// MaxSize is the limit in bytes for token files and for responses with credentials. A security
// token has several KB.
const MaxSize = 64 << 10

// ErrNoKeys means that a response has no usable credentials. It quotes nothing of the response,
// which may hold half a key pair.
var ErrNoKeys = fmt.Errorf("the response has no temporary credentials in a known form: %w", auth.ErrUnavailable)

// A KeyPair has temporary credentials as their source returned them.
type KeyPair struct {
	ID, Secret, Token Text
	Expires           Instant
}

// Credentials rejects a part that is missing or that no header can hold. If the expiry is not a
// time, it is zero, which means unknown.
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
