package pagination

import "fmt"

// A numberTracker reads a list whose pages are numbers while the list may move
// and the service may lie. It tells items apart by key, decides where the list
// ends, notices drift, and then walks again from page one until two passes in a row
// meet the same items.
type numberTracker[T any] struct {
	key    func(T) string
	start  position
	rescan int  // further passes allowed
	forced bool // the first further pass is made in any case
	// confirming: the first pass was quiet, and the second is made because no total
	// vouches for it.
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

var errSamePage = fmt.Errorf("%w: a page came again in place of the next one; the service ignores the page number, "+
	"or the list moved by a whole page; walk again from the beginning", ErrNoProgress)

// maxCopies is how many copies of a page in a row end a pass if no further pass can tell
// what they mean.
const maxCopies = 3

// resumed walks have no memory of what was delivered before them, which leaves a
// further pass nothing to compare with.
func (t *numberTracker[T]) resumed() bool { return t.start.number > 1 || t.start.skip > 0 }

// refused believes a refusal only where it confirms the total: nothing else tells a page
// behind the end from one that the service does not want to give.
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
	page.told = r.number == at.number && at.number > 1
	skip := min(at.skip, len(r.items))
	back := 0 < r.number && r.number < at.number
	if back && t.pass.number == 1 && r.number < t.start.number {
		// The walk was resumed behind this page: it was delivered before.
		s.rows = []int{}
		return s, page
	}
	for i, item := range r.items {
		// Rows to skip on a later page of a pass are there because it is read again.
		fresh, known := t.memory.meet(t.key(item), back || i < skip && t.pass.pages > 1, &t.pass, &page)
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

// short tells whether a page looks like the last. Beyond page one, or where the
// total has proved wrong, the size asked for is not relied on: the service may give
// less without saying so.
func (t *numberTracker[T]) short(rows, size int) bool {
	if t.pass.total.refuted || t.pass.pages > 1 || t.start.number > 1 {
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

// known is how many pages the total promises from a number on: one more than its
// items fill, since that one shows whether the total is right.
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

// endsPass reports whether so many copies of a page in a row end the pass. One is enough
// where a further pass with shorter pages can tell whether the service ignores the number,
// or gives its last page for each one behind it.
func (t *numberTracker[T]) endsPass(copies int) bool {
	return copies >= maxCopies || copies > 0 && (t.prev.ignored || !t.isLastPass() && !t.memory.indistinct)
}

// ends decides whether the pass is at its end after a page that closes the first
// covered rows of the list.
//
//	the page                        no comparable total   total not reached   total reached or exceeded
//	answers another number          end                   end                 end
//	comes again for the next one    end, looked into      end, looked into    end
//	is full, with new rows          on                    on                  on: it may be too low
//	is full, without new rows       on                    on to the total     end
//	is short, with new rows         end                   on                  end
//	is short or empty, nothing new  end                   on to the total     end
//	is refused (ErrNoSuchPage)      error                 error               end, if just reached
//
// "On to the total" is until the pages up to this one would hold as many rows as the total
// says if each were full. A total that is just reached by a full page is not believed
// either: one more request is cheaper than a lost invitation. The first two rows and the
// last are decided in take and refused; 100 pages in a row without a new row are
// ErrNoProgress.
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

// endPass closes a pass: the walk is done, or fails, or goes on from page one.
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
	// Page one, told or not, whatever number is asked for: a list of one page
	// looks the same unless its total confirms it.
	ones := !p.beyond && (p.repeats && (p.drift || missing) || backToOne && !p.total.isReached(p.reached()))
	p.ignored = ones || p.copies > 0
	p.drift = p.drift || missing || p.ignored
}

// settled tells whether the walk may end with this pass.
func (t *numberTracker[T]) settled() bool {
	p := &t.pass
	if p.number == 1 {
		return !p.drift && (t.resumed() || !t.forced && t.isEnough())
	}
	return p.metTheSameAs(&t.prev) && (!p.drift || p.totalLies(&t.prev) || p.endsInCopies(&t.prev))
}

// isEnough reports whether the first pass needs no second one that confirms it.
func (t *numberTracker[T]) isEnough() bool {
	return t.rescan == 0 || t.pass.pages == 1 || t.pass.total.vouches()
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
func (t *numberTracker[T]) failure() error {
	p := &t.pass
	missing := p.total.isMissed(p.reached())
	onlyOne := p.ignored && !p.beyond && t.prev.ignored && !t.prev.beyond
	last := t.isLastPass() || onlyOne
	switch {
	case p.ignored && last && !(missing && p.beyond):
		return errSamePage
	case t.resumed():
		return fmt.Errorf("%w: a resumed walk cannot repair that, walk again from the beginning", ErrDrift)
	case t.memory.indistinct && (p.drift || p.number > 1):
		return fmt.Errorf("%w: items without a key, or with one that looks like another, cannot be told apart in a further pass", ErrDrift)
	case missing && last:
		return fewer(p.reached(), p.total.value)
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
	t.prev, t.pass = *p, pass{number: p.number + 1, size: at.size, total: p.total.next()}
	t.stale = 0
	return at
}
