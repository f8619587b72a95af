package pagination

import "hash/maphash"

// A memory knows which keys a walk has met, and in which pass.
type memory struct {
	met    map[uint64]meeting
	digest func(key string) (mark uint64, check uint32)
	// indistinct: rows were met of which a further pass cannot tell whether they are new.
	// They have no key, or one with the mark of another.
	indistinct bool
}

// A meeting is the last one with a key. Keeping the key itself would keep what it is a part
// of. The check tells keys of the same mark apart. A mark of 128 bits would need none, but
// a million keys would take 53 MB instead of 36, and a walk over them a tenth more time.
type meeting struct {
	check uint32
	pass  int32
}

func newMemory() memory {
	marks, checks := maphash.MakeSeed(), maphash.MakeSeed()
	return memory{digest: func(key string) (mark uint64, check uint32) {
		return maphash.String(marks, key), uint32(maphash.String(checks, key))
	}}
}

// maxRoom bounds the keys that are made room for because the service counts them: it
// may lie.
const maxRoom = 10_000

// fnvPrime mixes the keys of a page into its print.
const fnvPrime = 1<<40 + 1<<8 + 0xb3

// meet notes a row, and counts it for its pass and page. It is fresh if this pass had not
// met it, and known if the walk has delivered it. reread tells that its page was read
// before in this pass. A key with the mark of another is drift: the row counts as one that
// was never met, and no further pass can tell whether that is true.
func (m *memory) meet(key string, reread bool, p *pass, page *pageRows) (fresh, known bool) {
	this := int32(p.number)
	last := this - 1 // without a key: met once in each pass
	if key == "" {
		m.indistinct = true
		if reread {
			return false, true
		}
		p.keyless++
	} else {
		if m.met == nil {
			m.met = make(map[uint64]meeting, min(max(p.total.value, 0), maxRoom))
		}
		mark, check := m.digest(key)
		page.print = (page.print ^ mark) * fnvPrime
		before, found := m.met[mark]
		if found && before.check != check {
			m.indistinct, p.drift = true, true
			return true, false
		}
		if last = before.pass; last == this {
			return false, true
		}
		m.met[mark] = meeting{check, this}
	}
	if last == this-1 {
		p.common++
	}
	return true, last > 0
}
