package alibabarmtest

import (
	"fmt"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// Everything made up follows from the seed and from what it is for, and looks real.

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

var keyForm = authtest.KeyForm{
	Permanent: "FakeLTAI", Temporary: "STS.Fake", Alphabet: base62, Length: 24,
	Secret: "FakeSecret", SecretLength: 30,
}
