// Package table writes rows as the programs print them: aligned for people, CSV for
// spreadsheets, JSON for programs. It makes one write per row: give it a
// [bufio.Writer].
package table

import (
	"io"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// sampleRows is how many rows are held back to find the widths of the columns. It
// is enough for most lists to be aligned throughout, and little enough for the
// first rows of a long one to come at once.
const sampleRows = 500

const gap = "  "

// A Column of a table for people.
type Column struct {
	Name string
	// Max is how many columns of the terminal a cell may take, more is cut. Zero:
	// cells are never cut, as those that are to be copied.
	Max int
}

// Text writes an aligned table. Cells are made [terminal.Printable]. Widths follow
// the first 500 rows; a wider cell behind them is written in full, out of line.
type Text struct {
	w       io.Writer
	columns []Column
	widths  []int      // nil while the rows are held back
	held    [][]string // the first rows
}

// NewText makes a table with these columns.
func NewText(w io.Writer, columns ...Column) *Text {
	return &Text{w: w, columns: columns}
}

// Row adds a row, with one cell for each column.
func (t *Text) Row(cells ...string) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = terminal.Printable(cell)
		if limit := t.columns[i].Max; limit > 0 {
			row[i] = terminal.Truncate(row[i], limit)
		}
	}
	if t.widths != nil {
		return t.write(row)
	}
	t.held = append(t.held, row)
	if len(t.held) < sampleRows {
		return nil
	}
	return t.release()
}

// Close writes what was held back. A table without rows is nothing at all.
func (t *Text) Close() error {
	if t.widths != nil || len(t.held) == 0 {
		return nil
	}
	return t.release()
}

func (t *Text) release() error {
	names := make([]string, len(t.columns))
	t.widths = make([]int, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.Name
	}
	rows := append([][]string{names}, t.held...)
	t.held = nil
	for _, row := range rows {
		for i, cell := range row {
			t.widths[i] = max(t.widths[i], terminal.Width(cell))
		}
	}
	for _, row := range rows {
		if err := t.write(row); err != nil {
			return err
		}
	}
	return nil
}

func (t *Text) write(row []string) error {
	var b strings.Builder
	for i, cell := range row {
		if i > 0 {
			b.WriteString(gap)
		}
		b.WriteString(cell)
		b.WriteString(strings.Repeat(" ", max(0, t.widths[i]-terminal.Width(cell))))
	}
	_, err := io.WriteString(t.w, strings.TrimRight(b.String(), " ")+"\n")
	return err
}
