package huaweiorgtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// Everything made up follows from the seed and from what it is for, and looks real.

const (
	base36 = "0123456789abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

var keyForm = authtest.KeyForm{
	Permanent: "FAKEAK", Temporary: "FAKETMP", Alphabet: upper, Length: 20,
	Secret: "FakeSecret/", SecretLength: 40,
}
