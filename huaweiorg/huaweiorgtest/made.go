package huaweiorgtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"github.com/orghandshakes/handshakes-go/auth"
)

// What is made up follows from the seed and from what it is for, and looks the part.

const (
	base36 = "0123456789abcdefghijklmnopqrstuvwxyz"
	base62 = base36 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// digest is told apart by the type of each part, not only by its text.
func (s *Service) digest(of ...any) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%d %#v", s.seed, of))
}

func (s *Service) random(of ...any) *rand.Rand {
	return rand.New(rand.NewChaCha8(s.digest(of...)))
}

func (s *Service) made(alphabet string, n int, of ...any) string {
	return pick(s.random(of...), alphabet, n)
}

func (s *Service) madeHex(of ...any) string {
	d := s.digest(of...)
	return hex.EncodeToString(d[:16])
}

func pick(r *rand.Rand, alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// makeKeys has the lengths of real keys, and nobody takes them for such.
func (s *Service) makeKeys(prefix string, of ...any) auth.Credentials {
	return auth.Credentials{
		AccessKeyID:     prefix + s.made(upper, 20-len(prefix), "access key", of),
		AccessKeySecret: "FakeSecret/" + s.made(base62, 29, "secret key", of),
	}
}
