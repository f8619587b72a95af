package authtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"
)

// A Seed makes up data: IDs, access keys, complete lists. The data depends only on the seed and
// the parts, so that two services with the same seed make up the same.
//
//	seed.Hex("account", 3) // always the same, and not that of ("account", 4)
type Seed uint64

// Digest is the source of all other data. Parts of different types are different, even if their
// text is equal.
func (s Seed) Digest(of ...any) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %#v", s, of))
}

// Hex returns 32 hexadecimal digits.
func (s Seed) Hex(of ...any) string {
	d := s.Digest(of...)
	return hex.EncodeToString(d[:16])
}

// Text returns n characters of an alphabet, which must be ASCII.
func (s Seed) Text(alphabet string, n int, of ...any) string { return s.Rand(of...).Text(alphabet, n) }

// Rand returns a source of random numbers.
func (s Seed) Rand(of ...any) Rand { return Rand{rand.New(rand.NewChaCha8(s.Digest(of...)))} }

// A Rand draws the parts of plausible data. It is for one goroutine.
type Rand struct{ *rand.Rand }

// Text draws n characters of an alphabet, which must be ASCII.
func (r Rand) Text(alphabet string, n int) string {
	if alphabet == "" || n <= 0 {
		return ""
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// OneOf draws one of the words, or "" if there are none.
func (r Rand) OneOf(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[r.IntN(len(words))]
}

// Between draws a time from low up to high, in full seconds, as services send them. If high is
// not after low, it returns low.
func (r Rand) Between(low, high time.Duration) time.Duration {
	return (low + time.Duration(r.Int64N(int64(max(1, high-low))))).Truncate(time.Second)
}
