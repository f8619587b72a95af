package pagination

// sightings tells which pass saw a key last. It is a hash table with open addressing. A map of Go
// is as fast for a short list, but takes three times as long for a million keys: they exceed the
// caches of the processor, and a map fetches them from memory one after the other.
type sightings struct {
	slots []sighting // a power of two
	used  int
}

// A sighting is the last pass that saw a key. It holds no key, because a key may be a part of a
// page that would then stay in memory. The check distinguishes keys of the same hash. A hash of
// 128 bits would need none, but half as much memory again.
type sighting struct {
	hash  uint64
	check uint32
	pass  uint32 // from 1; 0: the slot is free
}

// A digest stands for a key. The digest of no key is zero.
type digest struct {
	hash  uint64
	check uint32
}

// newSightings returns a table for a walk that may have no keys.
func newSightings() sightings { return sightings{slots: make([]sighting, 8)} }

// of returns the slot of a hash, which is free if no pass saw it. The hash is random, so its low
// bits are the place where the search begins. The slot is valid until reserve.
func (s *sightings) of(hash uint64) *sighting {
	for i := hash; ; i++ {
		if slot := s.at(i); slot.pass == 0 || slot.hash == hash {
			return slot
		}
	}
}

func (s *sightings) at(i uint64) *sighting { return &s.slots[i&uint64(len(s.slots)-1)] }

// set fills the slot of a key with the pass that sees it.
func (s *sightings) set(slot *sighting, d digest, pass int) {
	if slot.pass == 0 {
		s.used++
	}
	*slot = sighting{hash: d.hash, check: d.check, pass: uint32(pass)}
}

// reserve makes room for the keys of a page and, before the first one, for all keys that the
// list is expected to have. It reads the slots of the page in a loop that does nothing else, so
// that the processor fetches them side by side.
func (s *sightings) reserve(page []digest, expected int) {
	fresh := 0
	for _, d := range page {
		slot := s.at(d.hash)
		if d != (digest{}) && (slot.pass == 0 || slot.hash != d.hash) {
			fresh++
		}
	}
	if s.used == 0 && fresh > 0 {
		fresh = max(fresh, expected)
	}
	if s.used+fresh > limit(len(s.slots)) {
		s.grow(s.used + fresh)
	}
}

// limit returns how many of so many slots may be used. A search among more would take long.
func limit(slots int) int { return slots / 8 * 7 }

// grow doubles the slots until they have room for so many keys.
func (s *sightings) grow(keys int) {
	old, length := s.slots, len(s.slots)
	for limit(length) < keys {
		length *= 2
	}
	s.slots = make([]sighting, length)
	for _, slot := range old {
		if slot.pass > 0 {
			*s.of(slot.hash) = slot
		}
	}
}
