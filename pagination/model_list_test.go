package pagination_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// A modelRow is a row of a service's list. Its identity is the pointer; the pager
// knows only the key, which may be empty or shared.
type modelRow struct {
	key  string
	rank int64 // the order of rows, which the markers refer to
	gone bool  // the list did not have it at some fetch of the walk
}

func modelKey(r *modelRow) string { return r.key }

// modelKeys are the keys of new rows, each used once in a walk.
var modelKeys = func() []string {
	keys := make([]string, 256)
	for i := range keys {
		keys[i] = "k" + strconv.Itoa(i)
	}
	return keys
}()

// A modelList is the true list of a service. Before each fetch except the first it may
// change.
type modelList struct {
	random *rand.Rand
	rows   []*modelRow
	before []*modelRow // the rows before the latest change, to take it back
	made   int

	chance     float64 // of changes before a fetch
	left       int     // changes that may still come
	at         int     // if it is not 0, the one fetch before which the list changes
	swaps      bool    // a change may also be a removal with an addition
	returns    bool    // or take the change before back
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

// name gives every row its key, when it is known how keys are given.
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
	l.made++
	return modelKeys[l.made-1]
}

// fetch lets time pass before a fetch.
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

// place is the front, the end, or somewhere between.
func (l *modelList) place(last int) int {
	switch l.random.IntN(3) {
	case 0:
		return 0
	case 1:
		return last
	}
	return l.random.IntN(last + 1)
}

// keysOf writes the keys of rows for people.
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
