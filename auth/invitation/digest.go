package invitation

import (
	"crypto/sha256"
	"strconv"
)

// A digest represents a text in a large map with less memory. It is so long that two texts
// never have the same digest in practice.
type digest [16]byte

func digestOf(text string) digest {
	sum := sha256.Sum256([]byte(text))
	return digest(sum[:16])
}

// digest returns the digest of the target's key.
func (t Target) digest() digest {
	key := t.key()
	return digestOf(strconv.Itoa(len(key.Type)) + ":" + string(key.Type) + key.Entity)
}

// An idSet holds IDs of invitations.
type idSet map[digest]struct{}

func (s idSet) has(id string) bool {
	_, ok := s[digestOf(id)]
	return ok
}

func (s idSet) add(id string) { s[digestOf(id)] = struct{}{} }
