package output

import (
	"cmp"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
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
	s.want = min(s.want, maxExact)
	s.least = s.want
	if c.Min > 0 {
		s.want = min(s.want, maxText)
		s.least = min(s.want, max(heading, c.Min))
	}
	return s
}

// fit chooses the columns that have room in a width, and how wide they are. A column is shown if all
// of a higher priority are, and it has room; only essential columns take room from later ones. What
// is left goes to the columns that are cut, and then to the last one.
func fit(spans []*span, width int, keep bool) {
	room := width
	if room == 0 {
		room = 1 << 20 // for all
	}
	shown := slices.SortedStableFunc(slices.Values(spans), func(a, b *span) int { return cmp.Compare(b.priority, a.priority) })
	for i, s := range shown {
		s.width = s.least
		if s.priority >= Essential && !keep {
			s.width = max(s.least, min(s.want, room))
		}
		if i > 0 && s.width > room && !keep {
			s.width = 0
			break
		}
		room -= s.width + len(gap)
	}
	room = max(0, room+len(gap))
	last := shown[0]
	for _, s := range shown {
		if s.width > 0 {
			more := min(s.want-s.width, room)
			s.width += more
			room -= more
		}
	}
	for _, s := range spans {
		if s.width > 0 {
			last = s
		}
	}
	last.width += room
}
