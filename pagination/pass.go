package pagination

// pageRows is what the rows of one page were in their pass.
type pageRows struct {
	count int
	fresh int    // not met on an earlier page
	twice bool   // some were
	print uint64 // of the keys, in their order; 0: no rows
	told  bool   // the service gave its number, and it is not page one
	// foreign: no page that was read before in this pass. It matters if the page brings
	// nothing new.
	foreign bool
}

// A pass is what one walk from the first page to the last showed.
type pass struct {
	number int // from 1
	size   int // rows asked for
	before int // rows of the list before the page that a resumed walk began at
	total  total

	pages    int // read in this pass
	rows     int // of all its pages
	distinct int // rows met, each key once
	common   int // of these, how many the pass before met too; rows without a key count as such
	keyless  int // of these, how many have no key

	drift    bool
	clamped  bool // a page answered another number than asked
	repeats  bool // a page brought nothing new where something should be
	trailing bool // the pages since the last one with something new were empty
	beyond   bool // a page after the first brought something new

	// A page that comes again in place of the next one.
	first   uint64 // the print of page one; 0: not read
	print   uint64 // of the page before
	copies  int    // copies of one page in a row
	copied  bool   // the pass ends with one
	ignored bool   // the service seems to ignore the page number
}

// reached is how many rows of the list are known of.
func (p *pass) reached() int { return p.before + p.distinct }

// isForeign reports whether a page is neither page one nor the page before as they were
// read.
func (p *pass) isForeign(page pageRows) bool {
	return p.first != 0 && page.count > 0 && page.print != p.first && page.print != p.print
}

// count adds a page. satisfied tells that nothing new was to be expected of it.
func (p *pass) count(page pageRows, clamped, satisfied bool) {
	p.clamped = p.clamped || clamped
	p.rows += page.count
	p.distinct += page.fresh
	switch {
	case page.fresh > 0:
		p.beyond = p.beyond || p.pages > 1 || page.told
		// What lies between pages with rows should have had rows.
		p.repeats = p.repeats || p.trailing
		p.trailing = false
	case page.count == 0:
		p.trailing = true
	case !satisfied:
		p.repeats = true
	}
	switch {
	case clamped:
		// A page that was read before in this pass has something new: it moved.
		p.drift = p.drift || page.fresh > 0 || page.foreign
	case satisfied && page.fresh == 0:
		// What comes again behind the end has not moved, if it is as it was.
		p.drift = p.drift || page.foreign
	default:
		p.drift = p.drift || page.twice
	}
}

// countCopy counts copies of a page in a row. reread tells that the same page was asked for
// again.
func (p *pass) countCopy(page pageRows, reread bool) {
	if page.count == 0 || page.fresh > 0 || page.print != p.print || reread {
		p.print, p.copies = page.print, 0
		return
	}
	p.copies++
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
	return !p.clamped && !p.ignored && !p.repeats && p.distinct > 0 &&
		!p.total.changed && p.total.value == prev.total.value && p.rows == prev.rows
}

// endsInCopies reports whether both passes met the same keys up to a page that comes again
// for every number behind it. As pages of another size end there, too, it is the last.
func (p *pass) endsInCopies(prev *pass) bool {
	return p.copied && p.beyond && p.size < prev.size
}
