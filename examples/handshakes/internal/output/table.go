package output

import (
	"bytes"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

const (
	// sampleRows is how many rows a table holds back, to find the widths of its columns. It is
	// enough for most lists to be aligned throughout, and little enough for the first rows of a
	// long one to come soon.
	sampleRows = 500
	// pageRows is how many rows are enough if the next ones may take their time.
	pageRows = 50
	// minBlock is how much of a cell a block of lines shows on the narrowest terminal.
	minBlock = 16
)

// table writes rows beneath each other, aligned. Cells are made [terminal.Printable].
//
// The columns have their places from the first rows on: at the end, after a flush, or after 500
// rows. A later cell that is too wide for its column is cut, or printed complete if it is exact,
// and then the cells to its right give way only as far as they must.
type table[T any] struct {
	columns []Column[T]
	screen  terminal.Screen
	full    bool // nothing is cut, and no column left out
	colored bool
	held    [][]cell // the first rows
	placed  bool     // the columns have their places
	layout  *layout  // nil: each row is a block of lines
	blocks  int      // so far
}

// A cell is what a column shows of a row.
type cell struct {
	text          string
	exact, status bool
}

func newTable[T any](screen terminal.Screen, f Flags, s Shape[T]) *table[T] {
	t := &table[T]{columns: s.shown(f), screen: screen, colored: f.colored(screen)}
	t.full = f.Wide || screen.Width == 0
	return t
}

func (t *table[T]) row(b *bytes.Buffer, row T) error {
	cells := make([]cell, len(t.columns))
	for i, c := range t.columns {
		cells[i] = cell{
			text:   terminal.Printable(c.Cell(row)),
			exact:  c.Exact != nil && c.Exact(row),
			status: c.Status,
		}
	}
	if t.placed {
		t.write(b, cells)
		return nil
	}
	t.held = append(t.held, cells)
	if len(t.held) == sampleRows {
		t.settle(b)
	}
	return nil
}

// enough is true of blocks from the first row on, since they have no columns. A file is not
// watched while it grows, and must not depend on where pages end.
func (t *table[T]) enough() bool {
	switch {
	case t.placed:
		return true
	case !t.screen.Terminal:
		return false
	default:
		return len(t.held) >= pageRows || !t.full && t.screen.Width < narrow
	}
}

// settle gives the columns their places. A table without rows has none, and no heading.
func (t *table[T]) settle(b *bytes.Buffer) { t.place(b, true) }

func (t *table[T]) end(b *bytes.Buffer) { t.place(b, false) }

func (t *table[T]) place(b *bytes.Buffer, more bool) {
	if t.placed || len(t.held) == 0 {
		return
	}
	t.placed = true
	spans := make([]span, len(t.columns))
	heading := make([]cell, len(t.columns))
	for i, c := range t.columns {
		column := make([]cell, len(t.held))
		for j, row := range t.held {
			column[j] = row[i]
		}
		spans[i] = measure(c, column, more)
		heading[i].text = c.Name
	}
	width := t.screen.Width
	if t.full {
		width = 0
	}
	if t.layout = fit(spans, width); t.layout != nil {
		t.write(b, heading)
	}
	for _, row := range t.held {
		t.write(b, row)
	}
	t.held = nil
}

func (t *table[T]) write(b *bytes.Buffer, cells []cell) {
	if t.layout == nil {
		t.writeBlock(b, cells)
		return
	}
	var line strings.Builder
	at, start := 0, 0 // where the line ends, and where the next column begins
	for i, c := range cells {
		width := t.layout.widths[i]
		if width == 0 {
			continue
		}
		if start > 0 {
			pad := max(len(gap), start-at)
			line.WriteString(strings.Repeat(" ", pad))
			at += pad
		}
		text := t.cut(i, c, start+width-at)
		line.WriteString(t.paint(text, c.status))
		at += terminal.Width(text)
		start += width + len(gap)
	}
	b.WriteString(strings.TrimRight(line.String(), " "))
	b.WriteByte('\n')
}

// cut shortens a cell to its column. The room is what is left of the column if a cell before was
// too wide: a column that can be shortened gives way.
func (t *table[T]) cut(i int, c cell, room int) string {
	shortens := t.columns[i].Min > 0
	switch {
	case t.full, c.exact && !(shortens && t.layout.cutsExact):
		return c.text
	case !shortens:
		return terminal.Truncate(c.text, t.layout.widths[i])
	default:
		return terminal.Truncate(c.text, room)
	}
}

// writeBlock writes each cell that is not empty as a line of its own.
func (t *table[T]) writeBlock(b *bytes.Buffer, cells []cell) {
	if t.blocks++; t.blocks > 1 {
		b.WriteByte('\n')
	}
	for i, c := range cells {
		label := label(t.columns[i].Name)
		text := c.text
		if !c.exact {
			text = terminal.Truncate(text, max(minBlock, t.screen.Width-terminal.Width(label)))
		}
		if text != "" {
			b.WriteString(label + t.paint(text, c.status) + "\n")
		}
	}
}

// label is the name of a column in a block of lines.
func label(name string) string {
	name, rest, found := strings.Cut(name, "(")
	if name = strings.ToLower(name); found {
		name += "(" + rest
	}
	return name + ": "
}

func (t *table[T]) paint(text string, status bool) string {
	if !t.colored || !status {
		return text
	}
	return colors[text].Paint(text)
}

// leftOut are the columns for which the terminal has no room, as -columns names them.
func (t *table[T]) leftOut() []string {
	var out []string
	if t.layout == nil {
		return nil
	}
	for i, c := range t.columns {
		if t.layout.widths[i] == 0 {
			out = append(out, key(c.Name))
		}
	}
	return out
}
