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
	// usualExact is how wide the exact cells of today's services are at most.
	usualExact = 34
	// maxExact is how far the column of exact cells grows with them. A longer one is no reason to
	// push everything else off the screen.
	maxExact = 64
)

// A span is how wide the cells of a column are and may become.
type span struct {
	priority int
	// want is the width in which every cell so far is complete.
	want int
	// least is the width that it may be shortened to, and last the one if nothing else fits,
	// which cuts exact cells.
	least, last int

	width int // the one chosen; 0: it is left out
}

// measure makes the span of a column with these cells. If more rows may come, the column is as
// wide as it usually becomes, and has room for usual exact cells.
func measure[T any](c Column[T], cells []cell, more bool) *span {
	heading := terminal.Width(c.Name)
	widest, exact := heading, 0
	for _, cell := range cells {
		w := terminal.Width(cell.text)
		widest = max(widest, w)
		if cell.exact {
			exact = max(exact, min(w, maxExact))
		}
	}
	if more {
		widest = max(widest, c.Usual)
		if c.Exact != nil {
			exact = max(exact, min(c.Usual, usualExact))
		}
	}
	s := &span{priority: c.Priority, want: max(heading, exact, min(widest, cmp.Or(c.Max, maxExact)))}
	s.least, s.last = s.want, s.want
	if c.Min > 0 {
		s.last = min(s.want, max(heading, c.Min))
		s.least = max(s.last, exact)
	}
	return s
}

// fit chooses the columns that have room in a width, and how wide they are; a width of 0 has
// room for all. Columns of a low priority are shortened first. If that is not enough, they are
// left out, but the essential ones are first shortened below what exact cells need, which cuts
// some. If there is no room for what was asked for, it is not ok. The last column has all the
// room that is left.
func fit(spans []*span, width int) (cutsExact, ok bool) {
	shown := slices.Clone(spans) // the least important first, and of equal ones the last
	slices.Reverse(shown)
	slices.SortStableFunc(shown, func(a, b *span) int { return cmp.Compare(a.priority, b.priority) })
	floor := func(s *span) int { return s.least }
	if width == 0 {
		width = max(narrow, used(shown, func(s *span) int { return s.want }))
	}
	leaveOut := func(below int) {
		for len(shown) > 1 && shown[0].priority < below && used(shown, floor) > width {
			shown = shown[1:]
		}
	}
	if leaveOut(Essential); used(shown, floor) > width {
		cutsExact, floor = true, func(s *span) int { return s.last }
		leaveOut(asked)
	}
	rest := width - used(shown, floor)
	if rest < 0 || width < narrow {
		return cutsExact, false
	}
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
	return cutsExact, true
}

// used is how wide the columns are beside each other.
func used(spans []*span, width func(*span) int) int {
	n := len(gap) * (len(spans) - 1)
	for _, s := range spans {
		n += width(s)
	}
	return n
}
