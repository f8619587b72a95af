package pagination

import "hash/maphash"

// A memory knows which keys a walk has met, and in which pass.
type memory struct {
	seen  map[digest]int32 // the last pass that met a key
	seeds [2]maphash.Seed
	// keyless: rows without a key were met, of which a further pass cannot tell
	// whether they are new.
	keyless bool
}

func newMemory() memory {
	return memory{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// maxRoom bounds the keys that are made room for because the service counts them: it
// may lie.
const maxRoom = 10_000

// fnvPrime mixes the keys of a page into its print.
const fnvPrime = 1<<40 + 1<<8 + 0xb3

// A digest stands for a key. Keeping the key itself would keep what it is a part of.
type digest [2]uint64

func (m *memory) digest(key string) digest {
	return digest{maphash.String(m.seeds[0], key), maphash.String(m.seeds[1], key)}
}

// meet notes a row, and counts it for its pass and page. It is fresh if this pass had not
// met it, and known if the walk has delivered it. reread tells that its page was read
// before in this pass.
func (m *memory) meet(key string, reread bool, p *pass, page *pageRows) (fresh, known bool) {
	last := int32(p.number - 1) // without a key: met once in each pass
	if key == "" {
		m.keyless = true
		if reread {
			return false, true
		}
		p.keyless++
	} else {
		if m.seen == nil {
			m.seen = make(map[digest]int32, min(max(p.total.value, 0), maxRoom))
		}
		mark, before := m.digest(key), len(m.seen)
		page.print = (page.print ^ mark[0]) * fnvPrime
		if p.number == 1 { // one look at the map is enough
			m.seen[mark] = 1
			fresh = len(m.seen) > before
			return fresh, !fresh
		}
		if last = m.seen[mark]; last == int32(p.number) {
			return false, true
		}
		m.seen[mark] = int32(p.number)
	}
	if last == int32(p.number-1) {
		p.common++
	}
	return true, last > 0
}
