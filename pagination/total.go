package pagination

// A total is how many items the service counts in one pass, and what that is worth: some
// totals count the entries of the page, some are zero, some change.
type total struct {
	value   int  // what the latest page with a total said; -1: none did
	latest  int  // the same, in this pass or an earlier one
	trusted bool // some page of the walk had a total other than its own length
	refuted bool // more items came than it says
	changed bool // two pages said different totals
	late    bool // page one said none
}

// take notes what a page of so many rows said, and reports whether that shows drift.
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

// comparable reports whether the total means something.
func (t *total) comparable() bool { return t.trusted && !t.refuted && t.value >= 0 }

// isReached and isMissed compare the total with the items that are known of.
func (t *total) isReached(items int) bool { return t.comparable() && items == t.value }
func (t *total) isMissed(items int) bool  { return t.comparable() && items < t.value }

// refuteBy takes the trust from a total that is too low.
func (t *total) refuteBy(items int) {
	if t.comparable() && items > t.value {
		t.refuted = true
	}
}

// vouches reports whether the total shows that a row went while the pages behind page one
// were read. One that page one did not say does not.
func (t *total) vouches() bool { return t.comparable() && !t.late }

// forCursor is the latest total, plus one. A total that no cursor can hold is more than
// any walk meets.
func (t *total) forCursor() int {
	if t.latest >= maxInt32 {
		return 0
	}
	return t.latest + 1
}

// next is the total at the beginning of the next pass.
func (t *total) next() total {
	return total{value: -1, latest: t.latest, trusted: t.trusted}
}
