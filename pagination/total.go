package pagination

// A total is how many items the service counts in one pass, and how far the walk trusts that.
// Some totals count the entries of the page, some are zero, some change.
type total struct {
	value   int  // from the latest page with a total; -1: no page had one
	latest  int  // like value, from this pass or an earlier one
	trusted bool // some page of the walk had a total other than its own length
	refuted bool // more items came than it says
	changed bool // two pages reported different totals
	late    bool // page one reported none
}

// take notes the total that a page of so many rows reported, and reports whether it shows
// drift.
func (t *total) take(value, rows int, firstPage bool, prev *total) (drift bool) {
	if value < 0 {
		t.late = t.late || firstPage
		return false
	}
	t.trusted = t.trusted || value != rows
	t.changed = t.changed || t.value >= 0 && value != t.value
	t.value, t.latest = value, value
	t.refuted = t.refuted || prev.refuted && !prev.changed && value == prev.value
	return t.changed && t.trusted
}

// comparable reports whether the walk can compare the total with the items it saw.
func (t *total) comparable() bool { return t.trusted && !t.refuted && t.value >= 0 }

// isReached and isMissed compare the total with the number of known items.
func (t *total) isReached(items int) bool { return t.comparable() && items == t.value }
func (t *total) isMissed(items int) bool  { return t.comparable() && items < t.value }

// refuteBy marks a total as wrong if more items came than it says.
func (t *total) refuteBy(items int) {
	if t.comparable() && items > t.value {
		t.refuted = true
	}
}

// showsRemovals reports whether the total would show the removal of a row during the pass. A total
// that page one did not report would not show it.
func (t *total) showsRemovals() bool { return t.comparable() && !t.late }

// forCursor returns the latest total plus one. It returns 0 for a total too large for a cursor,
// which no walk ever reaches.
func (t *total) forCursor() int {
	if t.latest >= maxInt32 {
		return 0
	}
	return t.latest + 1
}

// next returns the total at the beginning of the next pass.
func (t *total) next() total {
	return total{value: -1, latest: t.latest, trusted: t.trusted}
}
