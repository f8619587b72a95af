package pagination

// pageRows describes the rows of one page within their pass.
type pageRows struct {
	count  int
	fresh  int    // rows that no earlier page of the pass had
	twice  bool   // an earlier page had some of the rows
	print  uint64 // hash of the keys in their order; 0: no rows
	echoed bool   // the service reported its number, and it is not page one
	// foreign: this page was not read before in this pass. It matters if the page brings
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
	distinct int // rows seen, each key once
	common   int // how many of these the pass before saw too; rows without a key count as seen
	keyless  int // how many of these have no key

	drift    bool
	clamped  bool // the service returned another page than the walk asked for
	repeats  bool // a page brought nothing new where something should be
	trailing bool // the pages since the last one with something new were empty
	beyond   bool // a page after the first brought something new

	// A page that comes a second time instead of the next one.
	first   uint64 // the print of page one; 0: not read
	print   uint64 // of the page before
	copies  int    // copies of one page in a row
	copied  bool   // the pass ends with a copy
	ignored bool   // the service seems to ignore the page number
}

// reached returns how many rows of the list are known.
func (p *pass) reached() int { return p.before + p.distinct }

// isForeign reports whether a page differs from page one and from the page before, as this pass
// read them.
func (p *pass) isForeign(page pageRows) bool {
	return p.first != 0 && page.count > 0 && page.print != p.first && page.print != p.print
}

// count adds a page. satisfied means that the pass expected nothing new from it.
func (p *pass) count(page pageRows, clamped, satisfied bool) {
	p.clamped = p.clamped || clamped
	p.rows += page.count
	p.distinct += page.fresh
	switch {
	case page.fresh > 0:
		p.beyond = p.beyond || p.pages > 1 || page.echoed
		// The pages between two pages with rows should have had rows.
		p.repeats = p.repeats || p.trailing
		p.trailing = false
	case page.count == 0:
		p.trailing = true
	case !satisfied:
		p.repeats = true
	}
	switch {
	case clamped:
		// The service returned a page that this pass had read, and it has a new row: the list
		// moved.
		p.drift = p.drift || page.fresh > 0 || page.foreign
	case satisfied && page.fresh == 0:
		// A repeated page after the end shows no movement if it is unchanged.
		p.drift = p.drift || page.foreign
	default:
		p.drift = p.drift || page.twice
	}
}

// countCopy counts copies of a page in a row. reread means that the walk asked for the same
// page a second time.
func (p *pass) countCopy(page pageRows, reread bool) {
	if page.count == 0 || page.fresh > 0 || page.print != p.print || reread {
		p.print, p.copies = page.print, 0
		return
	}
	p.copies++
}

// sawSameItems reports whether both passes saw exactly the same keys, or both saw none. Two
// passes that differ prove that the list moved, even if each alone looked quiet.
func (p *pass) sawSameItems(prev *pass) bool {
	return p.distinct == prev.distinct && p.common == p.distinct && p.keyless == prev.keyless
}

// hasWrongTotal reports whether a pass that saw the same keys as the one before shows that its
// total is wrong or that the service repeats rows, and not that the list moved. These prove
// nothing:
//
//   - pages with another number than the walk asked for, or with nothing new
//   - totals that differ
//   - rows that came twice in one pass only
//   - a list without items
func (p *pass) hasWrongTotal(prev *pass) bool {
	return !p.clamped && !p.ignored && !p.repeats && p.distinct > 0 &&
		!p.total.changed && p.total.value == prev.total.value && p.rows == prev.rows
}

// endsInCopies reports whether both passes saw the same keys and then a page that the service
// repeats for every later number. Since passes with different page sizes end there, that page
// is the last.
func (p *pass) endsInCopies(prev *pass) bool {
	return p.copied && p.beyond && p.size < prev.size
}
