package alibabarmtest

import (
	"fmt"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// All made-up data depends only on the seed and its purpose, and looks real.

const (
	digits = "0123456789"
	base62 = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// madeUUID returns a UUID in upper case, like request IDs.
func (s *Service) madeUUID(of ...any) string {
	d := s.seed.Digest(of...)
	d[6], d[8] = d[6]&0x0f|0x50, d[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", d[:4], d[4:6], d[6:8], d[8:10], d[10:16])
}

// isHandshakeID reports whether the cloud could have issued the ID of an invitation: letters
// and digits after h-. It issues 16 of them, but its own samples are shorter.
func isHandshakeID(id string) bool {
	rest, ok := strings.CutPrefix(id, "h-")
	return ok && rest != "" && strings.Trim(rest, base62) == ""
}

func (s *Service) madeAccountID(of ...any) string { return accountID(s.seed.Rand(of...)) }

func accountID(r authtest.Rand) string { return "1" + r.Text(digits, 15) }

var keyForm = authtest.KeyForm{
	Permanent: "FakeLTAI", Temporary: "STS.Fake", Alphabet: base62, Length: 24,
	Secret: "FakeSecret", SecretLength: 30,
}
