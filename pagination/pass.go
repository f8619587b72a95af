package pagination

// A pass is what was learnt in one walk from the first page to the last.
type pass struct {
	number   int  // from 1
	size     int  // rows asked for
	before   int  // rows of the list before the page that a resumed walk began at
	pages    int  // read in this pass
	rows     int  // of all its pages
	distinct int  // rows met, each key once
	common   int  // of these, how many the pass before met too; rows without a key count as such
	keyless  int  // of these, how many have no key
	total    int  // what the latest page said; -1: nothing
	late     bool // page one told no total
	changed  bool // two pages said different totals
	refuted  bool // more rows than the total: it is trusted no longer
	drift    bool
	clamped  bool // a page answered another number than asked
	repeats  int  // pages that brought nothing new where something should be
	trailing int  // empty pages since the last one with something new
	beyond   bool // a page after the first brought something new
	copied   bool // the page at hand came again in place of the next one, and ends the pass
	ignored  bool // a page came again in place of the next one
}

// reached is how many rows of the list are known of.
func (p *pass) reached() int { return p.before + p.distinct }

// count adds a page. satisfied tells that the total was reached before it.
func (p *pass) count(m met, clamped, satisfied bool) {
	p.clamped = p.clamped || clamped
	p.rows += m.rows
	p.distinct += m.fresh
	switch {
	case m.fresh > 0:
		p.beyond = p.beyond || p.pages > 1
		// What lies between pages with rows should have had rows.
		p.repeats += p.trailing
		p.trailing = 0
	case m.rows == 0:
		p.trailing++
	case !satisfied:
		p.repeats++
	}
	switch {
	case clamped:
		// A page that was read before in this pass has something new: it moved.
		p.drift = p.drift || m.fresh > 0
	case satisfied && m.fresh == 0:
		// What comes again behind the end has not moved.
	default:
		p.drift = p.drift || m.twice
	}
}

// metTheSameAs reports whether both passes met exactly the same keys, none included.
// Two passes that differ prove that the list moved, even if each alone looked quiet.
func (p *pass) metTheSameAs(prev *pass) bool {
	return p.distinct == prev.distinct && p.common == p.distinct && p.keyless == prev.keyless
}

// totalLies reports whether a pass that met the same keys as the one before shows that
// its total is wrong, or that the service repeats rows, and not that the list moved.
// Pages that answer another number or bring nothing new prove nothing, nor do totals that
// differ, nor rows that came again in one pass only, nor a list that was never there.
func (p *pass) totalLies(prev *pass) bool {
	return !p.clamped && !p.ignored && p.repeats == 0 && p.distinct > 0 &&
		!p.changed && p.total == prev.total && p.rows == prev.rows
}

// endsInCopies reports whether both passes met the same keys up to a page that comes again
// for every number behind it. As pages of another size end there, too, it is the last.
func (p *pass) endsInCopies(prev *pass) bool {
	return p.copied && p.beyond && p.size < prev.size
}
