package pagination

import "hash/maphash"

// A memory knows which keys a walk has seen, and in which pass.
type memory struct {
	seen   map[uint64]sighting
	digest func(key string) (mark uint64, check uint32)
	// indistinct: the walk saw rows that a further pass cannot recognize, because they have no
	// key or a key with the mark of another.
	indistinct bool
}

// A sighting is the last pass that saw a key, and 32 bits above it the check of the key. It
// holds no key, because a key may be a part of a page that would then stay in memory. The check
// distinguishes keys of the same mark. A mark of 128 bits would need none, but a million keys
// would take 53 MB instead of 36, and a walk over them a tenth more time.
type sighting uint64

func newSighting(check uint32, pass int) sighting { return sighting(check)<<32 | sighting(pass) }

func (s sighting) check() uint32 { return uint32(s >> 32) }
func (s sighting) pass() int     { return int(uint32(s)) }

// exchange keeps the sighting and returns the one before, or 0. A new mark takes one access to
// the map, because it changes the length of the map.
func (m *memory) exchange(mark uint64, s sighting) (before sighting) {
	length := len(m.seen)
	if m.seen[mark] ^= s; len(m.seen) > length {
		return 0
	}
	before = m.seen[mark] ^ s
	m.seen[mark] = s
	return before
}

func newMemory() memory {
	marks, checks := maphash.MakeSeed(), maphash.MakeSeed()
	return memory{digest: func(key string) (mark uint64, check uint32) {
		return maphash.String(marks, key), uint32(maphash.String(checks, key))
	}}
}

// maxRoom limits the room that is reserved for the total of the service, which may be wrong.
// It takes 3 MB.
const maxRoom = 100_000

// fnvPrime mixes the keys of a page into its print.
const fnvPrime = 1<<40 + 1<<8 + 0xb3

// note records a row and counts it for its pass and page. The row is fresh if this pass had not
// seen it, and known if the walk has delivered it. reread means that this pass had read the
// row's page before.
//
// A key with the mark of another is drift: note counts the row as new, and no further pass can
// find out whether it is.
func (m *memory) note(key string, reread bool, p *pass, page *pageRows) (fresh, known bool) {
	last := p.number - 1 // without a key: seen once in each pass
	if key == "" {
		m.indistinct = true
		if reread {
			return false, true
		}
		p.keyless++
	} else {
		if m.seen == nil {
			m.seen = make(map[uint64]sighting, min(max(p.total.value, 0), maxRoom))
		}
		mark, check := m.digest(key)
		page.print = (page.print ^ mark) * fnvPrime
		before := m.exchange(mark, newSighting(check, p.number))
		if before != 0 && before.check() != check {
			m.seen[mark], m.indistinct, p.drift = before, true, true
			return true, false
		}
		if last = before.pass(); last == p.number {
			return false, true
		}
	}
	if last == p.number-1 {
		p.common++
	}
	return true, last > 0
}
