package alibabarmtest

import (
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// What is made up follows from the seed and from what it is for, and looks the part.

const (
	digits = "0123456789"
	base62 = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// madeUUID is in upper case, as request IDs are.
func (s *Service) madeUUID(of ...any) string {
	d := s.seed.Digest(of...)
	d[6], d[8] = d[6]&0x0f|0x50, d[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", d[:4], d[4:6], d[6:8], d[8:10], d[10:16])
}

func (s *Service) madeAccountID(of ...any) string { return accountID(s.seed.Rand(of...)) }

func accountID(r authtest.Rand) string { return "1" + r.Text(digits, 15) }

// makeKeys has the lengths of real keys, and nobody takes them for such.
func (s *Service) makeKeys(prefix string, of ...any) auth.Credentials {
	return auth.Credentials{
		AccessKeyID:     prefix + s.seed.Text(base62, 24-len(prefix), "access key", of),
		AccessKeySecret: "FakeSecret" + s.seed.Text(base62, 20, "secret key", of),
	}
}
