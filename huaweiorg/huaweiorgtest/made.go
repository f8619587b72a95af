package huaweiorgtest

import "github.com/orghandshakes/handshakes-go/auth"

// What is made up follows from the seed and from what it is for, and looks the part.

const (
	base36 = "0123456789abcdefghijklmnopqrstuvwxyz"
	base62 = base36 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// makeKeys has the lengths of real keys, and nobody takes them for such.
func (s *Service) makeKeys(prefix string, of ...any) auth.Credentials {
	return auth.Credentials{
		AccessKeyID:     prefix + s.seed.Text(upper, 20-len(prefix), "access key", of),
		AccessKeySecret: "FakeSecret/" + s.seed.Text(base62, 29, "secret key", of),
	}
}
