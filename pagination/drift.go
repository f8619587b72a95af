package pagination

import "fmt"

// A numberTracker reads a list whose pages are numbers while the list may move
// and the service may lie. It tells items apart by key, decides where the list
// ends, notices drift, and then walks again from page one until a pass finds the
// list at rest.
type numberTracker[T any] struct {
	key     func(T) string
	seen    map[string]int // key → the last pass that met it
	resumed bool           // began behind the first item: there is no seen-set to compare with
	rescan  int            // further passes allowed
	forced  bool           // the first further pass is made in any case
	stale   int            // pages in a row without a new key
	// trusted: some page had a total other than its own length, so that the
	// total is not just the number of entries on the page.
	trusted bool
	pass    pass
	prev    pass
}

// A pass is what was learnt in one walk from the first page to the last.
type pass struct {
	number   int
	pages    int
	before   int  // rows of the list before the page a resumed walk began at
	distinct int  // rows met in this pass, each key once
	common   int  // of these, how many the pass before met too
	total    int  // what the latest page said; -1: nothing
	changed  bool // two pages said different totals
	drift    bool
	refuted  bool // more rows than the total: it is trusted no longer
	clamped  bool // a page answered another number than asked
	repeats  int  // pages with rows, but none that is new in this pass
	beyond   bool // a page after the first brought something new
}

func newNumberTracker[T any](start position, key func(T) string, o *options) *numberTracker[T] {
	if key == nil {
		key = func(T) string { return "" }
	}
	return &numberTracker[T]{
		key: key, seen: map[string]int{}, rescan: o.rescan, forced: o.forced,
		resumed: start.number > 1 || start.skip > 0,
		pass:    pass{number: 1, total: -1},
	}
}

func (t *numberTracker[T]) take(at position, a answer[T]) step[T] {
	p := &t.pass
	size := a.pageSize(at)
	if p.pages++; p.pages == 1 {
		p.before = (at.number - 1) * size
	}
	satisfied := t.comparable() && p.reached() == p.total
	clamped := a.clamped(at)
	p.clamped = p.clamped || clamped
	t.takeTotal(a)

	s, fresh, twice := t.takeItems(at, a.items)
	p.distinct += fresh
	p.beyond = p.beyond || fresh > 0 && p.pages > 1
	t.stale++
	if fresh > 0 {
		t.stale = 0
	} else if len(a.items) > 0 && !satisfied {
		p.repeats++
	}
	// What comes again on a page that was not asked for, or behind the end, has
	// not moved.
	if twice && !clamped && (!satisfied || fresh > 0) {
		p.drift = true
	}
	if t.comparable() && p.reached() > p.total {
		p.refuted = true
	}

	end := clamped || t.ends(int64(at.number)*int64(size), fresh, len(a.items) < size)
	switch {
	case end:
		t.endPass(at, &s)
	case t.stale >= maxStale:
		s.err = ErrNoProgress
		s.next = position{number: at.number + 1, size: at.size}
	default:
		s.more = true
		s.next = position{number: at.number + 1, size: at.size}
	}
	if s.more {
		s.known = t.known(s.next.number, size)
	}
	return s
}

// comparable tells whether the service's total means something.
func (t *numberTracker[T]) comparable() bool {
	return t.trusted && !t.pass.refuted && t.pass.total >= 0
}

// known is how many pages the total promises from a number on: one more than its
// items fill, since that one shows whether the total is right.
func (t *numberTracker[T]) known(from, size int) int {
	p := &t.pass
	if p.pages == 0 {
		p = &t.prev
	}
	if !t.trusted || p.refuted || p.total < 0 {
		return 0
	}
	return max(p.total/size+2-from, 0)
}

func (p *pass) reached() int { return p.before + p.distinct }

func (t *numberTracker[T]) takeTotal(a answer[T]) {
	p := &t.pass
	if a.total < 0 {
		return
	}
	t.trusted = t.trusted || a.total != len(a.items)
	p.changed = p.changed || p.total >= 0 && a.total != p.total
	p.total = a.total
	p.drift = p.drift || p.changed && t.trusted
}

// takeItems picks what the walk has not delivered yet, counts the rows that are
// new in this pass, and tells whether a row came a second time in it.
func (t *numberTracker[T]) takeItems(at position, items []T) (s step[T], fresh int, twice bool) {
	p := &t.pass
	skip := min(at.skip, len(items))
	for i, item := range items {
		key := t.key(item)
		met := t.seen[key]
		if key == "" {
			met = p.number - 1 // never the same as another, but delivered once
		}
		switch {
		case met == p.number:
			twice = twice || i >= skip
		case met > 0 && met == p.number-1:
			p.common++
			fallthrough
		default:
			fresh++
			if key != "" {
				t.seen[key] = p.number
			}
		}
		if i >= skip {
			s.keep(items, skip, i, met == 0)
		}
	}
	if s.rows == nil {
		s.items = items[skip:]
	}
	return s, fresh, twice
}

// ends decides whether the pass is at its end after a page that closes the first
// covered rows of the list.
//
// A total that is not reached keeps the walk going over short and empty pages,
// as far as the total says that there are rows. A total that is just reached by
// a full page is not believed either: it may be too low, and one more request
// is cheaper than a lost invitation.
func (t *numberTracker[T]) ends(covered int64, fresh int, short bool) bool {
	p := &t.pass
	switch {
	case !t.comparable():
		return short
	case p.reached() < p.total:
		return fresh == 0 && covered >= int64(p.total)
	default:
		return short || fresh == 0
	}
}

// endPass closes a pass: the walk is done, or goes on from page one, or fails.
func (t *numberTracker[T]) endPass(at position, s *step[T]) {
	s.last = true
	p := &t.pass
	missing := t.comparable() && p.reached() < p.total
	p.drift = p.drift || missing
	quiet := !p.drift || t.sameAgain()
	// A page one that comes whatever number is asked for is no list of one page,
	// unless a total confirms it.
	ignored := !p.beyond && !t.resumed &&
		(p.repeats > 0 && p.drift || p.clamped && p.reached() != p.total)
	switch {
	case ignored:
		s.err = fmt.Errorf("%w: it answers the same page whatever page number is asked for", ErrNoProgress)
	case quiet && (p.number > 1 || !t.forced || t.resumed):
	case t.resumed:
		s.err = fmt.Errorf("%w: a resumed walk cannot repair that, walk again from the beginning", ErrDrift)
	case p.number > t.rescan:
		s.err = t.driftError(missing)
	default:
		s.more = true
		s.next = position{number: 1, size: at.size}
		t.prev, t.pass = t.pass, pass{number: p.number + 1, total: -1}
		t.stale = 0
	}
}

// sameAgain tells whether this pass met just what the one before did, which
// means that the list is at rest and its total, or its keys, are wrong. Pages
// that answer another number or bring nothing new prove nothing.
func (t *numberTracker[T]) sameAgain() bool {
	p := &t.pass
	return p.number > 1 && !p.clamped && p.repeats == 0 && p.total == t.prev.total &&
		p.distinct == t.prev.distinct && p.common == p.distinct
}

func (t *numberTracker[T]) driftError(missing bool) error {
	if missing {
		return fmt.Errorf("%w: found %d of the %d items that the service counts", ErrDrift, t.pass.reached(), t.pass.total)
	}
	return ErrDrift
}
