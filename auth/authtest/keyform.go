package authtest

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A KeyForm is the form of the access keys of a cloud. Made-up keys have the lengths of real
// ones, and say that they are fakes.
type KeyForm struct {
	// Permanent and Temporary are the prefixes of access key IDs.
	Permanent, Temporary string
	// Alphabet has the characters of the rest of an ID. It must be ASCII.
	Alphabet string
	// Length is the length of an ID.
	Length int
	// Secret is the prefix of secrets.
	Secret string
	// SecretLength is the length of a secret.
	SecretLength int
}

const base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Make returns the permanent access key of an account.
func (f KeyForm) Make(seed Seed, accountID string) auth.Credentials {
	return f.key(seed, f.Permanent, accountID, accountID)
}

// MakeTemporary returns the nth temporary access key of an account, with a security token.
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
