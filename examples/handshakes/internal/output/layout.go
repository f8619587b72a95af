package output

import (
	"cmp"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	gap = "  " // between two columns

	// narrow is the width below which a row is a record.
	narrow = 80

	// A longer cell is no reason to push everything else off the screen.
	maxText  = 40 // for a column that may be shortened
	maxExact = 64 // for one that is not
)

// A span is how wide a column is and may become.
type span struct {
	priority    int
	least, want int
	width       int // the one chosen; 0: the column is left out
}

// measure makes the span of a column, the one at i of the rows.
func (c Column[T]) measure(rows [][]string, i int, more bool) *span {
	want := 0
	for _, row := range rows {
		want = max(want, terminal.Width(row[i]))
	}
	if more {
		want = max(want, c.Usual)
	}
	heading := terminal.Width(c.Name)
	if c.Min == 0 {
		want = max(heading, min(want, maxExact))
		return &span{priority: c.Priority, least: want, want: want}
	}
	want = max(heading, min(want, maxText))
	return &span{priority: c.Priority, least: min(want, max(heading, c.Min)), want: want}
}

// fit chooses the columns that have room in a width, and how wide they are. A width of 0 has room
// for all. The columns of the lowest priority are shortened first, and then left out, unless all
// are to be kept. Only if the essential columns alone have no room, they are shortened, too. The
// last column gets the room that is left.
func fit(spans []*span, width int, keep bool) {
	shown := slices.Clone(spans) // the least important first, and of equal ones the last
	slices.Reverse(shown)
	slices.SortStableFunc(shown, func(a, b *span) int { return cmp.Compare(a.priority, b.priority) })
	want := func(s *span) int { return s.want }
	least := func(s *span) int { return s.least }
	floor := func(s *span) int {
		if s.priority >= Essential {
			return s.want
		}
		return s.least
	}
	if width == 0 {
		width = max(narrow, sum(shown, want))
	}
	for !keep && shown[0].priority < Essential && len(shown) > 1 && sum(shown, floor) > width {
		shown = shown[1:]
	}
	if sum(shown, floor) > width {
		floor = least
	}
	for !keep && len(shown) > 1 && sum(shown, floor) > width {
		shown = shown[1:]
	}
	rest := max(0, width-sum(shown, floor))
	for _, s := range slices.Backward(shown) {
		s.width = min(s.want, floor(s)+rest)
		rest -= s.width - floor(s)
	}
	for _, s := range slices.Backward(spans) {
		if s.width > 0 {
			s.width += rest
			break
		}
	}
}

// sum is how wide the columns are beside each other.
func sum(spans []*span, width func(*span) int) int {
	n := len(gap) * (len(spans) - 1)
	for _, s := range spans {
		n += width(s)
	}
	return n
}
