package pagination_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A modelRow is a row of the list of a service. The pointer is its identity. The pager knows
// only the key, which may be empty or the key of several rows.
type modelRow struct {
	key  string
	rank int64 // the order of rows, which the markers refer to
	gone bool  // the list did not have it at some fetch of the walk
}

func modelKey(r *modelRow) string { return r.key }

// modelKeys are the keys of new rows. A walk uses each of them once.
var modelKeys = func() []string {
	keys := make([]string, 256)
	for i := range keys {
		keys[i] = "k" + strconv.Itoa(i)
	}
	return keys
}()

// A modelList is the true list of a service. It may change before each fetch except the first.
type modelList struct {
	random *rand.Rand
	rows   []*modelRow
	before []*modelRow // the rows before the latest change, to undo it
	named  int         // the keys that are used

	chance     float64 // the chance of a change before a fetch
	left       int     // the changes that may still come
	at         int     // if not 0, the only fetch before which the list changes
	swaps      bool    // a change may also be a removal with an addition
	returns    bool    // or undo the change before
	sharedKeys float64 // the part of the rows that share a key
	keyless    float64 // the part of the rows without a key

	fetches int
	changed bool
}

func newModelList(random *rand.Rand, rows int) *modelList {
	l := &modelList{random: random}
	for range rows {
		l.rows = append(l.rows, &modelRow{rank: int64(len(l.rows)+1) << 32})
	}
	return l
}

// name gives every row its key. Call it after setting sharedKeys and keyless.
func (l *modelList) name() {
	for i, row := range l.rows {
		row.key = l.newKey(l.rows[:i])
	}
}

func (l *modelList) newKey(others []*modelRow) string {
	switch u := l.random.Float64(); {
	case u < l.keyless:
		return ""
	case u < l.keyless+l.sharedKeys && len(others) > 0:
		return others[l.random.IntN(len(others))].key
	}
	l.named++
	return modelKeys[l.named-1]
}

// fetch counts a fetch, and may change the list before it.
func (l *modelList) fetch() {
	l.fetches++
	switch {
	case l.at > 0:
		if l.fetches == l.at {
			l.change()
		}
	case l.fetches > 1 && l.left > 0 && l.random.Float64() < l.chance:
		l.left--
		l.change()
	}
}

func (l *modelList) change() {
	kinds := 2
	switch {
	case l.returns:
		kinds = 7
	case l.swaps:
		kinds = 6
	}
	old := l.rows
	switch kind := l.random.IntN(kinds); {
	case kind == 6 && l.before != nil:
		l.rows = l.before
	case kind >= 4:
		l.remove()
		l.add()
	case kind%2 == 0:
		l.remove()
	default:
		l.add()
	}
	l.before = old
	l.changed = l.changed || !slices.Equal(old, l.rows)
}

func (l *modelList) remove() {
	if len(l.rows) == 0 {
		return
	}
	at := l.place(len(l.rows) - 1)
	l.rows[at].gone = true
	l.rows = slices.Delete(slices.Clone(l.rows), at, at+1)
}

func (l *modelList) add() {
	at := l.place(len(l.rows))
	low, high := int64(0), int64(1)<<40
	if at > 0 {
		low = l.rows[at-1].rank
	}
	if at < len(l.rows) {
		high = l.rows[at].rank
	}
	if high-low < 2 {
		return
	}
	row := &modelRow{key: l.newKey(l.rows), rank: low + (high-low)/2, gone: true}
	l.rows = slices.Insert(slices.Clone(l.rows), at, row)
}

// place returns the first place, the last, or one between them.
func (l *modelList) place(last int) int {
	switch l.random.IntN(3) {
	case 0:
		return 0
	case 1:
		return last
	}
	return l.random.IntN(last + 1)
}

// keysOf formats the keys of rows for failure messages.
func keysOf(rows []*modelRow) string {
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(row.key)
		if row.key == "" {
			b.WriteByte('-')
		}
	}
	return b.String()
}
