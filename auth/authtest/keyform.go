package authtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A KeyForm is what the access keys of a cloud look like. Made-up keys have the lengths of
// real ones, and say that they are fakes.
type KeyForm struct {
	// Permanent and Temporary are what access key IDs begin with.
	Permanent, Temporary string
	// Alphabet is what the rest of an ID is made of, which is ASCII.
	Alphabet string
	// Length is how long an ID is.
	Length int
	// Secret is what secrets begin with.
	Secret string
	// SecretLength is how long a secret is.
	SecretLength int
}

const base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Make makes up the permanent access key of an account.
func (f KeyForm) Make(seed Seed, accountID string) auth.Credentials {
	return f.key(seed, f.Permanent, accountID, accountID)
}

// MakeTemporary makes up an access key with a security token: the nth of an account.
func (f KeyForm) MakeTemporary(seed Seed, accountID string, n int, expires time.Time) auth.Credentials {
	key := f.key(seed, f.Temporary, accountID, accountID, n)
	key.SecurityToken = "FakeToken+/" + seed.Text(base62, 200, "token", accountID, n) + "="
	key.Expires = expires
	return key
}

func (f KeyForm) key(seed Seed, prefix, accountID string, of ...any) auth.Credentials {
	return auth.Credentials{
		AccountID:       accountID,
		AccessKeyID:     prefix + seed.Text(f.Alphabet, f.Length-len(prefix), "access key", of),
		AccessKeySecret: f.Secret + seed.Text(base62, f.SecretLength-len(f.Secret), "secret key", of),
	}
}
