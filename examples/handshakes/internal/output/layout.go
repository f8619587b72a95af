package output

import (
	"cmp"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	gap = "  " // between two columns

	// narrow is the width below which rows are blocks of lines.
	narrow = 80
	// maxExact is how far the column of exact cells grows with them. Those of today's services
	// are 34 wide at most; a longer one is no reason to push everything else off the screen.
	maxExact = 64
)

// A span is what the layout knows of one column: how wide its cells are and may become.
type span struct {
	priority int
	// want is the width in which every cell so far is complete.
	want int
	// least is the width that it may be shortened to, and last the one if nothing else fits,
	// which cuts exact cells.
	least, last int
}

// A layout is where the columns of a table are.
type layout struct {
	widths []int // 0 for columns that are left out
	// cutsExact means that even exact cells are cut in columns that can be shortened.
	cutsExact bool
}

// fit chooses the columns that have room in a width, and how wide they are; a width of 0 has
// room for all. Columns of a low priority are shortened first. If that is not enough, they are
// left out, except the essential ones: these are shortened below what exact cells need. If even
// that is too much, there is no layout.
func fit(spans []span, width int) *layout {
	order := byPriority(spans)
	if width == 0 {
		return &layout{widths: share(spans, order, wanted, used(spans, order, wanted))}
	}
	for len(order) > 1 && spans[order[0]].priority < Essential && used(spans, order, least) > width {
		order = order[1:]
	}
	floor, cuts := least, used(spans, order, least) > width
	if cuts {
		floor = last
	}
	if width < narrow || used(spans, order, floor) > width {
		return nil
	}
	return &layout{widths: share(spans, order, floor, width), cutsExact: cuts}
}

// byPriority are the columns, the least important first, and of equal ones the last.
func byPriority(spans []span) []int {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = len(spans) - 1 - i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(spans[a].priority, spans[b].priority) })
	return order
}

func wanted(s span) int { return s.want }
func least(s span) int  { return s.least }
func last(s span) int   { return s.last }

// used is how wide the columns are beside each other.
func used(spans []span, columns []int, size func(span) int) int {
	n := len(gap) * (len(columns) - 1)
	for _, i := range columns {
		n += size(spans[i])
	}
	return n
}

// share gives each column its floor, and the rest of the width to the most important ones.
func share(spans []span, columns []int, floor func(span) int, width int) []int {
	out := make([]int, len(spans))
	rest := width - used(spans, columns, floor)
	for _, i := range slices.Backward(columns) {
		more := min(rest, spans[i].want-floor(spans[i]))
		out[i] = floor(spans[i]) + more
		rest -= more
	}
	return out
}

// measure makes the span of a column with these cells. If more rows may come, the column is as
// wide as it usually becomes.
func measure[T any](c Column[T], cells []cell, more bool) span {
	heading := terminal.Width(c.Name)
	widest, exact := heading, 0
	for _, cell := range cells {
		w := terminal.Width(cell.text)
		widest = max(widest, w)
		if cell.exact {
			exact = max(exact, min(w, maxExact))
		}
	}
	most := cmp.Or(c.Max, maxExact)
	if more {
		widest = max(widest, c.Usual)
	}
	s := span{priority: c.Priority, want: max(heading, exact, min(widest, most))}
	s.least, s.last = s.want, s.want
	if c.Min > 0 {
		s.last = min(s.want, max(heading, c.Min))
		s.least = max(s.last, exact)
	}
	return s
}
