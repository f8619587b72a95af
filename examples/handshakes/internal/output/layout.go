package output

import (
	"cmp"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	gap = "  " // between two columns

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
	heading := terminal.Width(c.Name)
	s := &span{priority: c.Priority, want: heading}
	for _, row := range rows {
		s.want = max(s.want, terminal.Width(row[i]))
	}
	if more {
		s.want = max(s.want, c.Usual)
	}
	if c.Min == 0 {
		s.want = min(s.want, maxExact)
		s.least = s.want
		return s
	}
	s.want = min(s.want, maxText)
	s.least = min(s.want, max(heading, c.Min))
	return s
}

// fit chooses the columns that have room in a width, and how wide they are. A width of 0 has room
// for all. The columns of the lowest priority are shortened first, and then left out, unless all
// are to be kept. Only if the essential columns alone have no room, they are shortened, too. The
// last column gets the room that is left.
func fit(spans []*span, width int, keep bool) {
	shown := slices.Clone(spans) // the least important first, and of equal ones the last
	slices.Reverse(shown)
	slices.SortStableFunc(shown, func(a, b *span) int { return cmp.Compare(a.priority, b.priority) })
	if width == 0 {
		width = 1 << 20
	}
	for !keep && len(shown) > 1 && need(shown) > width {
		shown = shown[1:]
	}
	rest := width - len(gap)*(len(shown)-1)
	for _, s := range shown {
		s.width = s.least
		rest -= s.least
	}
	for _, s := range slices.Backward(shown) {
		more := max(0, min(s.want-s.least, rest))
		s.width += more
		rest -= more
	}
	for _, s := range slices.Backward(spans) {
		if s.width > 0 {
			s.width += max(0, rest)
			break
		}
	}
}

// need is the room without which the least important column is left out. It is no reason to
// shorten an essential one, unless it is essential itself.
func need(shown []*span) int {
	n := len(gap) * (len(shown) - 1)
	for _, s := range shown {
		if s.priority >= Essential && shown[0].priority < Essential {
			n += s.want
		} else {
			n += s.least
		}
	}
	return n
}
