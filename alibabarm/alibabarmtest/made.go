package alibabarmtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	"github.com/orghandshakes/handshakes-go/auth"
)

// What is made up follows from the seed and from what it is for, and looks the part.

const (
	digits = "0123456789"
	base62 = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
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

// madeUUID is in upper case, as request IDs are.
func (s *Service) madeUUID(of ...any) string {
	d := s.digest(of...)
	d[6], d[8] = d[6]&0x0f|0x50, d[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", d[:4], d[4:6], d[6:8], d[8:10], d[10:16])
}

func (s *Service) madeAccountID(of ...any) string { return accountID(s.random(of...)) }

func accountID(r *rand.Rand) string { return "1" + pick(r, digits, 15) }

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
		AccessKeyID:     prefix + s.made(base62, 24-len(prefix), "access key", of),
		AccessKeySecret: "FakeSecret" + s.made(base62, 20, "secret key", of),
	}
}
