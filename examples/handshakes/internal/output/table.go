package output

import (
	"bytes"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	// sampleRows is how many rows a table holds back, to find the widths of its columns. It is
	// enough for most lists to be aligned throughout, and little enough for the first rows of a
	// long one to come soon.
	sampleRows = 500
	// pageRows is how many rows are enough if the next ones may take their time.
	pageRows = 50
	// minBlock is how much of a cell a block of lines shows beside the label; if there is no room
	// for it, the cell has a line of its own.
	minBlock = 16
)

// colors are those of states and results: yellow waits for somebody, green went well, and red
// did not. All others are plain, also what has expired, which most of an old list has. They can
// be told apart on light and dark screens.
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

// What begins a colour on a terminal, and ends every one.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	plain  = "\x1b[0m"
)

// table writes rows beneath each other, aligned. Cells are made [terminal.Printable].
//
// The columns have their places from the first rows on: at the end, after a flush, or after 500
// rows. If more rows may come, they have room for what is usual. A later cell that is too wide for
// its column is cut, or printed complete if it is exact, and then the cells to its right give way
// only as far as they must.
type table[T any] struct {
	columns   []Column[T]
	screen    terminal.Screen
	full      bool // nothing is cut, and no column left out
	colored   bool
	held      [][]cell // the first rows
	spans     []*span  // nil until the columns have their places
	cutsExact bool     // in columns that can be shortened
	aligned   bool     // if not, each row is a block of lines
	blocks    int      // so far
}

// A cell is what a column shows of a row.
type cell struct {
	text  string
	exact bool // it is for copying
}

func newTable[T any](screen terminal.Screen, f Flags, s Shape[T]) *table[T] {
	t := &table[T]{columns: s.shown(f), screen: screen, colored: f.colored(screen)}
	t.full = f.Wide || screen.Width == 0
	return t
}

func (t *table[T]) row(b *bytes.Buffer, row T) error {
	cells := make([]cell, len(t.columns))
	for i, c := range t.columns {
		cells[i] = cell{terminal.Printable(c.Cell(row)), c.Exact != nil && c.Exact(row)}
	}
	if t.spans != nil {
		t.write(b, cells)
		return nil
	}
	t.held = append(t.held, cells)
	if len(t.held) == sampleRows {
		t.place(b, true)
	}
	return nil
}

// enough reports whether a table has seen enough rows to choose the widths of its columns. Blocks
// have no columns. A file is not watched while it grows, and must not depend on where pages end.
func (t *table[T]) enough() bool {
	switch {
	case t.spans != nil:
		return true
	case !t.screen.Terminal:
		return false
	default:
		return len(t.held) >= pageRows || !t.full && t.screen.Width < narrow
	}
}

func (t *table[T]) end(b *bytes.Buffer) { t.place(b, false) }

// place gives the columns their places, and says whether more rows may come. A table without
// rows has none, and no heading.
func (t *table[T]) place(b *bytes.Buffer, more bool) {
	if t.spans != nil || len(t.held) == 0 {
		return
	}
	heading := make([]cell, len(t.columns))
	for i, c := range t.columns {
		heading[i].text = c.Name
		column := make([]cell, len(t.held))
		for j, row := range t.held {
			column[j] = row[i]
		}
		t.spans = append(t.spans, measure(c, column, more))
	}
	width := t.screen.Width
	if t.full {
		width = 0
	}
	if t.cutsExact, t.aligned = fit(t.spans, width); t.aligned {
		t.write(b, heading)
	}
	for _, row := range t.held {
		t.write(b, row)
	}
	t.held = nil
}

func (t *table[T]) write(b *bytes.Buffer, cells []cell) {
	if !t.aligned {
		t.writeBlock(b, cells)
		return
	}
	var line strings.Builder
	at, start := 0, 0 // where the line ends, and where the next column begins
	for i, c := range cells {
		width := t.spans[i].width
		if width == 0 {
			continue
		}
		if start > 0 {
			pad := max(len(gap), start-at)
			line.WriteString(strings.Repeat(" ", pad))
			at += pad
		}
		text := t.cut(i, c, start+width-at)
		line.WriteString(t.paint(i, text))
		at += terminal.Width(text)
		start += width + len(gap)
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

// cut shortens a cell to its column. The room is what is left of the column if a cell before was
// too wide: a column that can be shortened gives way.
func (t *table[T]) cut(i int, c cell, room int) string {
	shortens := t.columns[i].Min > 0
	switch {
	case t.full, c.exact && !(shortens && t.cutsExact):
		return c.text
	case !shortens:
		room = t.spans[i].width
	}
	return terminal.Truncate(c.text, room)
}

// writeBlock writes a label and its cell in a line, for each that is not empty.
func (t *table[T]) writeBlock(b *bytes.Buffer, cells []cell) {
	if t.blocks++; t.blocks > 1 {
		b.WriteByte('\n')
	}
	for i, c := range cells {
		if c.text == "" {
			continue
		}
		name, unit, found := strings.Cut(t.columns[i].Name, "(")
		label := strings.ToLower(name)
		if found {
			label += "(" + unit
		}
		label += ": "
		room, needs := t.screen.Width-terminal.Width(label), terminal.Width(c.text)
		if !c.exact {
			needs = min(needs, minBlock)
		}
		if room < needs {
			room = t.screen.Width
			label = terminal.Truncate(strings.TrimSpace(label), room) + "\n"
		}
		if !c.exact {
			c.text = terminal.Truncate(c.text, room)
		}
		b.WriteString(label + t.paint(i, c.text) + "\n")
	}
}

// paint gives the name of a state its colour.
func (t *table[T]) paint(i int, text string) string {
	color := colors[text]
	if !t.colored || !t.columns[i].Status || color == "" {
		return text
	}
	return color + text + plain
}

// leftOut are the columns for which the terminal has no room, as -columns names them.
func (t *table[T]) leftOut() []string {
	var out []string
	for i, s := range t.spans {
		if t.aligned && s.width == 0 {
			out = append(out, key(t.columns[i].Name))
		}
	}
	return out
}
