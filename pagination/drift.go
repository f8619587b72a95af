package pagination

import (
	"fmt"
	"hash/maphash"
)

// A numberTracker reads a list whose pages are numbers while the list may move
// and the service may lie. It tells items apart by key, decides where the list
// ends, notices drift, and then walks again from page one until two passes in a row
// meet the same items. How a pass is judged is in pass.go.
type numberTracker[T any] struct {
	key    func(T) string
	start  position
	rescan int              // further passes allowed
	forced bool             // the first further pass is made in any case
	seen   map[digest]int32 // the last pass that met a key
	seeds  [2]maphash.Seed
	// keyless: rows without a key were met, of which a further pass cannot tell
	// whether they are new.
	keyless bool
	// trusted: some page had a total other than its own length, so that the
	// total is not just the number of entries on the page.
	trusted bool
	latest  int // what the latest page with a total said; -1: none did
	longest int // rows of the longest page, as far as is known
	stale   int // pages in a row without a new row
	// confirming: the first pass was quiet, and the second is made because no total
	// vouches for it.
	confirming bool
	// What tells a page that comes again in place of the next one.
	print  uint64 // of the keys of the page at hand, in their order
	copies int    // copies of one page in a row
	pass   pass
	prev   pass
}

func newNumberTracker[T any](start position, key func(T) string, o *options) *numberTracker[T] {
	t := &numberTracker[T]{
		key: key, start: start, rescan: o.rescan, forced: o.forced,
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		pass:  pass{number: 1, size: start.size, before: start.before, total: -1}, latest: start.total - 1,
	}
	if pages := start.number - 1; pages > 0 {
		t.longest = (start.before + pages - 1) / pages
	}
	return t
}

var errSamePage = fmt.Errorf("%w: a page came again in place of the next one; the service ignores the page number, "+
	"or the list moved by a whole page; walk again from the beginning", ErrNoProgress)

// maxCopies is how many copies of a page in a row end a pass if no further pass can tell
// what they mean.
const maxCopies = 3

// maxRoom bounds the keys that are made room for because the service counts them: it
// may lie.
const maxRoom = 10_000

// fnvPrime mixes the keys of a page into its print.
const fnvPrime = 1<<40 + 1<<8 + 0xb3

// A digest stands for a key. Keeping the key itself would keep what it is a part of.
type digest [2]uint64

func (t *numberTracker[T]) digest(key string) digest {
	return digest{maphash.String(t.seeds[0], key), maphash.String(t.seeds[1], key)}
}

// resumed walks have no memory of what was delivered before them, which leaves a
// further pass nothing to compare with.
func (t *numberTracker[T]) resumed() bool { return t.start.number > 1 || t.start.skip > 0 }

func (t *numberTracker[T]) take(at position, a answer[T]) step[T] {
	p := &t.pass
	p.pages++
	clamped := a.clamped(at)
	mark := at.mark
	if len(a.items) > 0 {
		mark = markOf(t.key(a.items[0]))
		if begins := t.resumed() && p.pages == 1; begins && !clamped && mark != 0 && mark == at.mark {
			return step[T]{next: at, err: errSamePage}
		}
	}
	size := a.pageSize(at)
	t.longest = max(t.longest, len(a.items))
	satisfied := t.comparable() && p.reached() == p.total
	t.takeTotal(a)
	s, met := t.takeItems(at, a)
	p.copied = !clamped && !satisfied && t.isCopy(at, met)
	p.count(met, clamped, satisfied || p.copied)
	p.drift = p.drift || a.lost
	if t.comparable() && p.reached() > p.total {
		p.refuted = true
	}

	t.stale++
	if met.fresh > 0 {
		t.stale = 0
	}
	s.next = position{number: at.number + 1, size: at.size, before: p.reached(), mark: mark, total: t.noted()}
	switch {
	case clamped || p.copied || t.ends(t.covered(at.number, size), met.fresh, t.short(len(a.items), size)):
		t.endPass(clamped && a.number == 1, &s)
	case t.stale >= maxStale:
		s.err = ErrNoProgress
	default:
		s.more = true
	}
	if s.more {
		s.known = t.known(s.next.number, size)
	}
	return s
}

// refused believes a refusal only where it confirms the total: nothing else tells a page
// behind the end from one that the service does not want to give.
func (t *numberTracker[T]) refused(at position, err error) (answer[T], error) {
	if at.number > 1 && at.skip == 0 && t.pass.reached() == t.latest {
		return answer[T]{total: t.latest}, nil
	}
	return answer[T]{}, err
}

// noted is the latest total as a position keeps it. One that no cursor can hold is more
// than any walk meets.
func (t *numberTracker[T]) noted() int {
	if t.latest >= maxInt32 {
		return 0
	}
	return t.latest + 1
}

// comparable tells whether the service's total means something.
func (t *numberTracker[T]) comparable() bool {
	return t.trusted && !t.pass.refuted && t.pass.total >= 0
}

// isCopy counts copies of a page in a row, and reports whether they are enough to end the
// pass. One is enough where a further pass with shorter pages can tell whether the service
// ignores the number, or gives its last page for each one behind it.
func (t *numberTracker[T]) isCopy(at position, m met) bool {
	// Where rows are skipped, the same page was asked for again.
	if m.rows == 0 || m.fresh > 0 || m.print != t.print || at.skip > 0 {
		t.print, t.copies = m.print, 0
		return false
	}
	t.copies++
	return t.copies >= maxCopies || t.prev.ignored || !t.isLastPass() && !t.keyless
}

func (t *numberTracker[T]) takeTotal(a answer[T]) {
	p := &t.pass
	if a.total < 0 {
		p.late = p.late || p.pages == 1
		return
	}
	t.trusted = t.trusted || a.total != len(a.items)
	p.changed = p.changed || p.total >= 0 && a.total != p.total
	p.total, t.latest = a.total, a.total
	p.refuted = p.refuted || t.prev.refuted && a.total == t.prev.total
	p.drift = p.drift || p.changed && t.trusted
}

// met is what the rows of one page were in the current pass.
type met struct {
	rows  int
	fresh int    // not met on an earlier page
	twice bool   // some were
	print uint64 // of the keys, in their order
}

// takeItems picks the rows that the walk has not delivered yet.
func (t *numberTracker[T]) takeItems(at position, a answer[T]) (s step[T], m met) {
	m.rows = len(a.items)
	skip := min(at.skip, len(a.items))
	back := a.clamped(at) && a.number < at.number
	if back && t.pass.number == 1 && a.number < t.start.number {
		// The walk was resumed behind this page: it was delivered before.
		m.twice = m.rows > skip
		s.rows = []int{}
		return s, m
	}
	for i, item := range a.items {
		// Rows to skip on a later page of a pass are there because it is read again.
		fresh, known := t.meet(t.key(item), back || i < skip && t.pass.pages > 1, &m)
		if fresh {
			m.fresh++
		}
		if i >= skip {
			m.twice = m.twice || !fresh
			s.keep(a.items, skip, i, !known)
		}
	}
	if s.rows == nil {
		s.items = a.items[skip:]
	}
	return s, m
}

// meet notes a row. It is fresh if this pass had not met it, and known if the walk
// has delivered it. reread tells that its page was read before in this pass.
func (t *numberTracker[T]) meet(key string, reread bool, m *met) (fresh, known bool) {
	p := &t.pass
	last := int32(p.number - 1) // without a key: met once in each pass
	if key == "" {
		t.keyless = true
		if reread {
			return false, true
		}
		p.keyless++
	} else {
		if t.seen == nil {
			t.seen = make(map[digest]int32, min(max(p.total, 0), maxRoom))
		}
		mark, before := t.digest(key), len(t.seen)
		m.print = (m.print ^ mark[0]) * fnvPrime
		if p.number == 1 { // one look at the map is enough
			t.seen[mark] = 1
			fresh = len(t.seen) > before
			return fresh, !fresh
		}
		if last = t.seen[mark]; last == int32(p.number) {
			return false, true
		}
		t.seen[mark] = int32(p.number)
	}
	if last > 0 && last == int32(p.number-1) {
		p.common++
	}
	return true, last > 0
}

// short tells whether a page looks like the last. Beyond page one, or where the
// total has proved wrong, the size asked for is not relied on: the service may give
// less without saying so.
func (t *numberTracker[T]) short(rows, size int) bool {
	if t.pass.refuted || t.pass.pages > 1 || t.start.number > 1 {
		size = min(size, t.longest)
	}
	return rows < max(size, 1)
}

// covered is how many rows the pages up to a number hold if each is full.
func (t *numberTracker[T]) covered(number, size int) int64 {
	if t.longest > 0 {
		size = min(size, t.longest) // the service may give less without saying so
	}
	return int64(number) * int64(size)
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

// endPass closes a pass: the walk is done, or fails, or goes on from page one.
func (t *numberTracker[T]) endPass(backToOne bool, s *step[T]) {
	missing := t.judge(backToOne)
	s.last, s.next, s.quiet = true, position{}, !t.pass.drift
	if t.settled() {
		return
	}
	if s.err = t.failure(missing); s.err == nil {
		s.more, s.next = true, t.nextPass()
	}
}

// judge finds what was wrong with the pass, and tells whether rows are missing.
func (t *numberTracker[T]) judge(backToOne bool) (missing bool) {
	p := &t.pass
	missing = t.comparable() && p.reached() < p.total
	p.copied = p.copied && !p.drift && !missing
	confirmed := t.comparable() && p.reached() == p.total
	// Page one, told or not, whatever number is asked for: a list of one page
	// looks the same unless its total confirms it.
	ones := !p.beyond && (p.repeats > 0 && (p.drift || missing) || backToOne && !confirmed)
	p.ignored = ones || t.copies > 0
	p.drift = p.drift || missing || p.ignored
	return missing
}

// settled tells whether the walk may end with this pass.
func (t *numberTracker[T]) settled() bool {
	p := &t.pass
	if p.number == 1 {
		return !p.drift && (t.resumed() || !t.forced && t.vouched())
	}
	return p.metTheSameAs(&t.prev) && (!p.drift || p.totalLies(&t.prev) || p.endsInCopies(&t.prev))
}

// vouched reports whether the first pass needs no second one that confirms it: nothing
// but a total that page one told shows that a row went while the pages behind were read.
func (t *numberTracker[T]) vouched() bool {
	p := &t.pass
	return t.rescan == 0 || p.pages == 1 || t.comparable() && !p.late
}

// isLastPass reports whether no further pass may be made. One that only confirms the
// first is made beside those that repair what moved.
func (t *numberTracker[T]) isLastPass() bool {
	most := t.rescan
	if t.confirming {
		most++
	}
	return t.resumed() || t.pass.number > most
}

// failure is what the walk ends with if the pass is its last one.
func (t *numberTracker[T]) failure(missing bool) error {
	p := &t.pass
	onlyOne := p.ignored && !p.beyond && t.prev.ignored && !t.prev.beyond
	last := t.isLastPass() || onlyOne
	switch {
	case p.ignored && last && !(missing && p.beyond):
		return errSamePage
	case t.resumed():
		return fmt.Errorf("%w: a resumed walk cannot repair that, walk again from the beginning", ErrDrift)
	case t.keyless && (p.drift || p.number > 1):
		return fmt.Errorf("%w: items without a key cannot be told apart in a further pass", ErrDrift)
	case missing && last:
		return fmt.Errorf("%w: found %d of the %d items that the service counts", ErrDrift, p.reached(), p.total)
	case last:
		return ErrDrift
	default:
		return nil
	}
}

// nextPass begins a pass and returns where.
func (t *numberTracker[T]) nextPass() position {
	p := &t.pass
	at := position{number: 1, size: p.size}
	if p.ignored {
		// With pages one row shorter, a list of just one page has two.
		at.size = max(min(at.size, t.longest)-1, 1)
	}
	t.confirming = t.confirming || p.number == 1 && !p.drift && !t.forced
	t.prev, t.pass = *p, pass{number: p.number + 1, size: at.size, total: -1}
	t.stale, t.print, t.copies = 0, 0, 0
	return at
}
