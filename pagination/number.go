package pagination

import "fmt"

// A numberTracker reads a list whose pages are numbers, while the list may move and the service
// may report wrong numbers. It recognizes items by key, decides where the list ends, and
// notices drift. After drift it walks again from page one until two passes in a row see the
// same items.
type numberTracker[T any] struct {
	key    func(T) string
	start  position
	rescan int  // further passes allowed
	forced bool // the walk always makes the first further pass
	// confirming: the first pass was quiet, and the second one confirms it because no total
	// shows that it was complete.
	confirming bool
	longest    int // rows of the longest page, as far as is known
	stale      int // pages in a row without a new row
	memory     memory
	pass       pass
	prev       pass
}

func newNumberTracker[T any](start position, key func(T) string, o *options) *numberTracker[T] {
	t := &numberTracker[T]{
		key: key, start: start, rescan: o.rescan, forced: o.forced, memory: newMemory(),
		pass: pass{number: 1, size: start.size, before: start.before, total: total{value: -1, latest: start.total - 1}},
	}
	if pages := start.number - 1; pages > 0 {
		t.longest = (start.before + pages - 1) / pages
	}
	return t
}

var errSamePage = fmt.Errorf("%w: the service returned a page twice instead of the next one; it ignores the page number, "+
	"or the list moved by a complete page; restart from the beginning", ErrNoProgress)

// maxCopies is how many copies of a page in a row end a pass if no further pass can find out
// what they mean.
const maxCopies = 3

// resumed reports whether the walk began at a cursor. Such a walk does not know what was
// delivered before, so a further pass has nothing to compare with.
func (t *numberTracker[T]) resumed() bool { return t.start.number > 1 || t.start.skip > 0 }

// refused accepts a refusal as the end only if it confirms the total: nothing else
// distinguishes a page after the end from a page that the service does not want to return.
func (t *numberTracker[T]) refused(at position, err error) (response[T], error) {
	if latest := t.pass.total.latest; at.number > 1 && at.skip == 0 && t.pass.reached() == latest {
		return response[T]{total: latest}, nil
	}
	return response[T]{}, err
}

func (t *numberTracker[T]) take(at position, r response[T]) step[T] {
	p := &t.pass
	p.pages++
	clamped := r.clamped(at)
	mark := at.mark
	if len(r.items) > 0 {
		mark = markOf(t.key(r.items[0]))
		if begins := t.resumed() && p.pages == 1; begins && !clamped && mark != 0 && mark == at.mark {
			return step[T]{next: at, err: errSamePage}
		}
	}
	size := r.pageSize(at)
	t.longest = max(t.longest, len(r.items))
	satisfied := p.total.isReached(p.reached())
	moved := p.total.take(r.total, len(r.items), p.pages == 1, &t.prev.total)
	s, page := t.takeItems(at, r)
	if at.number == 1 {
		p.first = page.print
	}
	page.foreign = p.isForeign(page)
	if !clamped && !satisfied {
		p.countCopy(page, at.skip > 0)
		p.copied = t.endsPass(p.copies)
	}
	p.count(page, clamped, satisfied || p.copied)
	p.drift = p.drift || moved || r.lost
	p.total.refuteBy(p.reached())

	t.stale++
	if page.fresh > 0 {
		t.stale = 0
	}
	s.next = position{number: at.number + 1, size: at.size, before: p.reached(), mark: mark, total: p.total.forCursor()}
	switch {
	case clamped || p.copied || t.ends(t.covered(at.number, size), page.fresh, t.short(len(r.items), size)):
		t.endPass(clamped && r.number == 1, &s)
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

// takeItems picks the rows that the walk has not delivered yet.
func (t *numberTracker[T]) takeItems(at position, r response[T]) (s step[T], page pageRows) {
	page.count = len(r.items)
	page.print = uint64(page.count)
	page.echoed = r.number == at.number && at.number > 1
	skip := min(at.skip, len(r.items))
	back := 0 < r.number && r.number < at.number
	if back && t.pass.number == 1 && r.number < t.start.number {
		// The walk resumed after this page, so an earlier walk delivered its rows.
		s.rows = []int{}
		return s, page
	}
	key := func(row int) string { return t.key(r.items[row]) }
	for i, digest := range t.memory.digests(len(r.items), key, t.pass.total.value) {
		// Rows to skip on a later page of a pass are there because the walk reads the page a
		// second time.
		fresh, known := t.memory.note(digest, back || i < skip && t.pass.pages > 1, &t.pass, &page)
		if fresh {
			page.fresh++
		}
		if i >= skip {
			page.twice = page.twice || !fresh
			s.keep(r.items, skip, i, !known)
		}
	}
	if s.rows == nil {
		s.items = r.items[skip:]
	}
	return s, page
}

// short reports whether a page looks like the last. Beyond page one, or if the total proved
// wrong, it does not rely on the requested size, because the service may return less without
// reporting that.
func (t *numberTracker[T]) short(rows, size int) bool {
	if t.pass.total.refuted || t.pass.pages > 1 || t.start.number > 1 {
		size = min(size, t.longest)
	}
	return rows < max(size, 1)
}

// covered returns how many rows the pages up to a number hold if each is full.
func (t *numberTracker[T]) covered(number, size int) int64 {
	if t.longest > 0 {
		size = min(size, t.longest) // the service may return less without reporting that
	}
	return int64(number) * int64(size)
}

// known returns how many pages the total promises from a number on. It adds one page to those
// that the items fill, because that page shows whether the total is right.
func (t *numberTracker[T]) known(from, size int) int {
	p := &t.pass
	if p.pages == 0 {
		p = &t.prev
	}
	if !t.pass.total.trusted || p.total.refuted || p.total.value < 0 {
		return 0
	}
	return max(p.total.value/size+2-from, 0)
}

// endsPass reports whether so many copies of a page in a row end the pass. One is enough if a
// further pass with shorter pages can find out whether the service ignores the number or
// returns its last page for each later number.
func (t *numberTracker[T]) endsPass(copies int) bool {
	return copies >= maxCopies || copies > 0 && (t.prev.ignored || !t.isLastPass() && !t.memory.indistinct)
}

// ends decides whether the pass is at its end after a page that closes the first covered rows
// of the list.
//
//	the page                        no comparable total   total not reached   total reached or exceeded
//	has another number              end                   end                 end
//	repeats the page before         end, after a check    end, after a check  end
//	is full, with new rows          on                    on                  on: it may be too low
//	is full, without new rows       on                    on to the total     end
//	is short, with new rows         end                   on                  end
//	is short or empty, nothing new  end                   on to the total     end
//	is refused (ErrNoSuchPage)      error                 error               end, if just reached
//
// "On to the total" means until the pages up to this one would hold as many rows as the total
// says if each were full. If a full page just reaches the total, the pass still continues,
// because one more request is cheaper than a lost invitation.
//
// take and refused decide the first two rows and the last one. After 100 pages in a row without
// a new row, take reports ErrNoProgress.
func (t *numberTracker[T]) ends(covered int64, fresh int, short bool) bool {
	p := &t.pass
	switch {
	case !p.total.comparable():
		return short
	case p.total.isMissed(p.reached()):
		return fresh == 0 && covered >= int64(p.total.value)
	default:
		return short || fresh == 0
	}
}

// endPass closes a pass. The walk then ends, fails, or continues from page one.
func (t *numberTracker[T]) endPass(backToOne bool, s *step[T]) {
	p := &t.pass
	t.closePass(backToOne)
	s.last, s.next, s.quiet = true, position{}, !p.drift
	if t.settled() {
		return
	}
	if s.err = t.failure(); s.err == nil {
		s.more, s.next = true, t.nextPass()
	}
}

// closePass finds out what the complete pass shows.
func (t *numberTracker[T]) closePass(backToOne bool) {
	p := &t.pass
	missing := p.total.isMissed(p.reached())
	p.copied = p.copied && !p.drift && !missing
	// The service returns page one for every number, whether it reports that or not. A list of
	// one page looks the same unless its total confirms it.
	ones := !p.beyond && (p.repeats && (p.drift || missing) || backToOne && !p.total.isReached(p.reached()))
	p.ignored = ones || p.copies > 0
	p.drift = p.drift || missing || p.ignored
}

// settled reports whether the walk may end with this pass.
func (t *numberTracker[T]) settled() bool {
	p := &t.pass
	if p.number == 1 {
		return !p.drift && (t.resumed() || !t.forced && t.isEnough())
	}
	return p.sawSameItems(&t.prev) && (!p.drift || p.hasWrongTotal(&t.prev) || p.endsInCopies(&t.prev))
}

// isEnough reports whether the first pass needs no second one that confirms it.
func (t *numberTracker[T]) isEnough() bool {
	return t.rescan == 0 || t.pass.pages == 1 || t.pass.total.showsRemovals()
}

// isLastPass reports whether no further pass may be made. A pass that only confirms the first
// does not count against those that repair the list.
func (t *numberTracker[T]) isLastPass() bool {
	most := t.rescan
	if t.confirming {
		most++
	}
	return t.resumed() || t.pass.number > most
}

// failure returns the error of the walk if the pass is its last one.
func (t *numberTracker[T]) failure() error {
	p := &t.pass
	missing := p.total.isMissed(p.reached())
	onlyOne := p.ignored && !p.beyond && t.prev.ignored && !t.prev.beyond
	last := t.isLastPass() || onlyOne
	switch {
	case p.ignored && last && !(missing && p.beyond):
		return errSamePage
	case t.resumed():
		return fmt.Errorf("%w: a resumed walk cannot repair this; restart from the beginning", ErrDrift)
	case t.memory.indistinct && (p.drift || p.number > 1):
		return fmt.Errorf("%w: a further pass cannot distinguish items that have no key or have colliding keys", ErrDrift)
	case missing && last:
		return fewer(p.reached(), p.total.value)
	case last:
		return ErrDrift
	default:
		return nil
	}
}

// nextPass begins a pass and returns its first position.
func (t *numberTracker[T]) nextPass() position {
	p := &t.pass
	at := position{number: 1, size: p.size}
	if p.ignored {
		// With pages one row shorter, a list of just one page has two.
		at.size = max(min(at.size, t.longest)-1, 1)
	}
	t.confirming = t.confirming || p.number == 1 && !p.drift && !t.forced
	t.prev, t.pass = *p, pass{number: p.number + 1, size: at.size, total: p.total.next()}
	t.stale = 0
	return at
}
