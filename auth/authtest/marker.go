package authtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

const (
	tagSize   = 8
	plainSize = 12 // the length of the number and a nonce
)

// Marker returns a marker that hides the number of an [Entry], after which a page begins: 28
// characters of standard base64, so that it often holds + or / and always =. It is valid for
// the list that is named. Markers to the same place differ in their nonce.
func (s Seed) Marker(number uint64, nonce uint32, list ...any) string {
	plain := binary.BigEndian.AppendUint64(nil, number)
	plain = binary.BigEndian.AppendUint32(plain, nonce)
	tag := s.mac("tag", list, plain)[:tagSize]
	mask(plain, s.mac("mask", list, tag))
	return base64.StdEncoding.EncodeToString(append(tag, plain...))
}

// Position returns the number that a marker hides. It is false for a marker of another seed or
// list, and for an edited one.
func (s Seed) Position(marker string, list ...any) (uint64, bool) {
	b, err := base64.StdEncoding.Strict().DecodeString(marker)
	if err != nil || len(b) != tagSize+plainSize || base64.StdEncoding.EncodeToString(b) != marker {
		return 0, false
	}
	tag, plain := b[:tagSize], b[tagSize:]
	mask(plain, s.mac("mask", list, tag))
	return binary.BigEndian.Uint64(plain), hmac.Equal(tag, s.mac("tag", list, plain)[:tagSize])
}

func (s Seed) mac(use string, list []any, b []byte) []byte {
	key := s.Digest(append([]any{"marker", use}, list...)...)
	h := hmac.New(sha256.New, key[:])
	h.Write(b)
	return h.Sum(nil)
}

func mask(b, with []byte) {
	for i := range b {
		b[i] ^= with[i]
	}
}
