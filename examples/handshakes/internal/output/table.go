package output

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	// sampleRows is how many rows a table holds back at most to find the widths of its columns.
	sampleRows = 500

	// narrow is the width below which a row is a record.
	narrow = 80

	// A longer cell is no reason to push everything else off the screen.
	maxText  = 40 // for a column that may be shortened
	maxExact = 64 // for one that is not

	gap = "  " // between two columns
)

// table writes rows beneath each other, aligned, or as records with a line for each cell that is
// not empty. The columns get their places from the first rows, with room for what is usual while
// more may come. A later cell that is too wide is cut. In a column that is never shortened, it is
// printed complete, and the cells to its right give way only as far as they must.
type table[T any] struct {
	columns []Column[T]
	width   int  // of the terminal; 0: nothing is cut, and no column is left out
	records bool // instead of lines
	begun   bool // a record is written
	keep    bool // leave out no column
	colored bool
	held    [][]string // the first rows
	spans   []*span    // nil until the columns have their places
}

func newTable[T any](screen terminal.Screen, f Flags, s Shape[T]) table[T] {
	t := table[T]{columns: s.shown(f.columns), width: screen.Width, keep: f.columns != nil}
	t.colored = f.color == "always" || f.color != "never" && screen.Color
	if f.wide {
		t.width = 0
	}
	t.records = f.Format == Record || t.width > 0 && t.width < narrow
	return t
}

func (t *table[T]) row(b *bytes.Buffer, row T) {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = terminal.Printable(c.Cell(row))
	}
	switch {
	case t.records:
		t.record(b, cells)
	case t.spans != nil:
		t.line(b, cells)
	default:
		if t.held = append(t.held, cells); len(t.held) == sampleRows {
			t.place(b, true)
		}
	}
}

// place gives the columns their places, and writes the rows that were held back. A table without
// rows has no heading either.
func (t *table[T]) place(b *bytes.Buffer, more bool) {
	if len(t.held) == 0 {
		return
	}
	heading := make([]string, len(t.columns))
	for i, c := range t.columns {
		heading[i] = c.Name
		t.spans = append(t.spans, c.measure(t.held, i, more))
	}
	fit(t.spans, t.width, t.keep)
	t.line(b, heading)
	for _, row := range t.held {
		t.line(b, row)
	}
	t.held = nil
}

func (t *table[T]) line(b *bytes.Buffer, cells []string) {
	var line strings.Builder
	at, start := 0, 0 // where the line ends, and where the next column begins
	for i, text := range cells {
		width := t.spans[i].width
		if width == 0 {
			continue
		}
		if start > 0 {
			pad := max(len(gap), start-at)
			line.WriteString(strings.Repeat(" ", pad))
			at += pad
		}
		if t.columns[i].Min > 0 && t.width > 0 {
			text = terminal.Truncate(text, start+width-at)
		}
		line.WriteString(t.paint(i, text))
		at += terminal.Width(text)
		start += width + len(gap)
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

func (t *table[T]) record(b *bytes.Buffer, cells []string) {
	if t.begun {
		b.WriteByte('\n')
	}
	t.begun = true
	for i, text := range cells {
		if text == "" {
			continue
		}
		c := t.columns[i]
		label := strings.Replace(strings.ToLower(c.Name), "(utc)", "(UTC)", 1) + ": "
		if c.Min > 0 && t.width > 0 {
			text = terminal.Truncate(text, t.width-terminal.Width(label))
		}
		b.WriteString(label + t.paint(i, text) + "\n")
	}
}

// What begins a colour on a terminal, and ends every one.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

// colors are those of states and results: yellow waits for somebody, green went well, and red
// did not. All others are plain, also expired, which most rows of an old list are. Light and dark
// screens both show the colours.
var colors = map[string]string{
	string(invitation.StatusPending):      yellow,
	string(invitation.StatusAccepted):     green,
	string(invitation.StatusDeclined):     red,
	string(invitation.ResultPlanned):      yellow,
	string(invitation.ResultCreated):      green,
	string(invitation.ResultQuotaReached): red,
	string(invitation.ResultInvalid):      red,
	string(invitation.ResultFailed):       red,
	string(invitation.ResultUnknown):      red,
}

// paint gives the name of a state in column i its colour.
func (t *table[T]) paint(i int, text string) string {
	if color := colors[text]; t.colored && t.columns[i].Status && color != "" {
		return color + text + plain
	}
	return text
}

// A span has the widths that a column may have, and the one that it has, 0 if it is left out.
type span struct{ priority, least, want, width int }

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
	for _, s := range shown {
		if s.width > 0 {
			more := min(s.want-s.width, room)
			s.width += more
			room -= more
		}
	}
	for _, s := range slices.Backward(spans) {
		if s.width > 0 {
			s.width += room
			break
		}
	}
}
