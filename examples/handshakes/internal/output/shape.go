package output

import (
	"slices"
	"strings"
)

// A Column of a table for people.
type Column[T any] struct {
	// Name is the heading. In -columns, it is in lower case, with - for a space, and without
	// what stands in parentheses.
	Name string
	Cell func(T) string
	// Priority decides what a narrow terminal shows. Columns of a low priority are shortened
	// first, and left out first. Those from [Essential] on are left out only if it is not enough
	// to cut exact cells.
	Priority int
	// Min and Max are how narrow the column may be made, and how wide it is at most, unless it
	// is the last one. A zero Min means that it is not shortened, a zero Max that it is as wide
	// as its cells, up to 64.
	Min, Max int
	// Usual is how wide the column is at least, if more rows may come than those that it was
	// measured with.
	Usual int
	// Exact reports whether the cell is for copying, such as an ID. It is cut only if nothing
	// else fits. nil: it never is.
	Exact func(T) bool
	// Status means that the cell is the name of a state, and has its colour.
	Status bool
	// Extra means that the column is shown only if -columns names it.
	Extra bool
}

// Essential is the lowest [Column.Priority] of columns that are left out only if nothing else
// fits.
const Essential = 100

// asked is the lowest priority of columns that are never left out: where they have no room beside
// each other, each row becomes a block of lines.
const asked = 10 * Essential

// key is the name of a column in -columns.
func key(name string) string {
	name, _, _ = strings.Cut(name, "(")
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "-")
}

// A Shape is how rows are written in every format.
type Shape[T any] struct {
	Columns []Column[T]
	// CSVHeader names the fields of CSVRecord.
	CSVHeader []string
	CSVRecord func(T) []string
	// JSON returns what is encoded for a row. nil: the row itself.
	JSON func(T) any
}

func (s Shape[T]) value(row T) any {
	if s.JSON == nil {
		return row
	}
	return s.JSON(row)
}

// Names are the columns as -columns names them.
func (s Shape[T]) Names() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = key(c.Name)
	}
	return names
}

// shown are the columns of -columns, in that order, or else all but the extra ones.
func (s Shape[T]) shown(f Flags) []Column[T] {
	chosen, names := f.chosen(), s.Names()
	if chosen == nil {
		return slices.DeleteFunc(slices.Clone(s.Columns), func(c Column[T]) bool { return c.Extra })
	}
	var out []Column[T]
	for _, name := range chosen {
		c := s.Columns[slices.Index(names, name)]
		c.Priority = max(c.Priority, Essential) + asked // who asks for a column gets it
		out = append(out, c)
	}
	return out
}

// Of makes columns of rows that hold a value out of columns of that value.
func Of[T, U any](value func(T) U, columns ...Column[U]) []Column[T] {
	out := make([]Column[T], len(columns))
	for i, c := range columns {
		out[i] = Column[T]{
			Name: c.Name, Priority: c.Priority, Min: c.Min, Max: c.Max, Usual: c.Usual, Status: c.Status, Extra: c.Extra,
			Cell: func(row T) string { return c.Cell(value(row)) },
		}
		if c.Exact != nil {
			out[i].Exact = func(row T) bool { return c.Exact(value(row)) }
		}
	}
	return out
}
