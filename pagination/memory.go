package pagination

import (
	"hash/maphash"
	"slices"
)

// A memory knows which keys a walk has seen, and in which pass.
type memory struct {
	seen   sightings
	page   []digest // of the keys of the page
	digest func(key string) digest
	// indistinct: the walk saw rows that a further pass cannot recognize, because they have no
	// key or a key with the hash of another.
	indistinct bool
}

func newMemory() memory {
	hash, check := maphash.MakeSeed(), maphash.MakeSeed()
	return memory{seen: newSightings(), digest: func(key string) digest {
		return digest{maphash.String(hash, key), uint32(maphash.String(check, key))}
	}}
}

// maxRoom limits the room that is reserved for the total of the service, which may be wrong.
// It takes 2 MB.
const maxRoom = 100_000

// digests returns the digest of each key of a page, and makes room for the keys. The digests are
// valid until the next page.
func (m *memory) digests(rows int, key func(row int) string, total int) []digest {
	m.page = slices.Grow(m.page[:0], rows)
	for i := range rows {
		var d digest
		if k := key(i); k != "" {
			d = m.digest(k)
		}
		m.page = append(m.page, d)
	}
	m.seen.reserve(m.page, min(total, maxRoom))
	return m.page
}

// fnvPrime mixes the keys of a page into its print.
const fnvPrime = 1<<40 + 1<<8 + 0xb3

// note records a row and counts it for its pass and page. The row is fresh if this pass had not
// seen it, and known if the walk has delivered it. reread means that this pass had read the
// row's page before.
//
// A key with the hash of another is drift: note counts the row as new, and no further pass can
// find out whether it is.
func (m *memory) note(key digest, reread bool, p *pass, page *pageRows) (fresh, known bool) {
	last := p.number - 1 // without a key: seen once in each pass
	if key == (digest{}) {
		m.indistinct = true
		if reread {
			return false, true
		}
		p.keyless++
	} else {
		page.print = (page.print ^ key.hash) * fnvPrime
		seen := m.seen.of(key.hash)
		if seen.pass != 0 && seen.check != key.check {
			m.indistinct, p.drift = true, true
			return true, false
		}
		if last = int(seen.pass); last == p.number {
			return false, true
		}
		m.seen.set(seen, key, p.number)
	}
	if last == p.number-1 {
		p.common++
	}
	return true, last > 0
}
