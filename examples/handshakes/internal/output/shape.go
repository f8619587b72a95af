package output

import (
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A Column is a column of a table.
type Column[T any] struct {
	// Name is the heading. -columns takes it in lower case, with - for a space, and without what
	// stands in parentheses.
	Name string
	Cell func(T) string
	// Priority decides what a narrow terminal shows. It shortens and leaves out the columns with
	// the lowest priority first. From [Essential] on, a column is shortened or left out only if
	// nothing else is left.
	Priority int
	// Min is how narrow the column may become. If it is 0, the column is never shortened: its
	// cells are for copying, such as IDs, or are short.
	Min int
	// Usual is how wide the column is at least while more rows may come.
	Usual int
	// Status means that the cell is the name of a state, and has its colour.
	Status bool
	// Extra means that only -columns shows the column.
	Extra bool
}

// Essential is the lowest [Column.Priority] of the columns that say which row it is.
const Essential = 100

// A Shape is how rows are written in every format. JSON encodes the row itself.
type Shape[T any] struct {
	Columns []Column[T]
	// CSVHeader names the fields of CSVRecord.
	CSVHeader []string
	CSVRecord func(T) []string
}

// Names returns the columns as -columns names them.
func (s Shape[T]) Names() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = key(c.Name)
	}
	return names
}

// key is the name of a column in -columns.
func key(name string) string {
	name, _, _ = strings.Cut(name, " (")
	return strings.ReplaceAll(strings.ToLower(name), " ", "-")
}

// shown returns the columns with these names, in their order, or without names all but the extra
// columns.
func (s Shape[T]) shown(names []string) (columns []Column[T]) {
	for _, c := range s.Columns {
		if names == nil && !c.Extra {
			columns = append(columns, c)
		}
	}
	for _, name := range names {
		columns = append(columns, s.Columns[slices.Index(s.Names(), name)])
	}
	return columns
}

// Of makes columns of rows that hold a value out of columns of that value.
func Of[T, U any](value func(T) U, columns ...Column[U]) []Column[T] {
	out := make([]Column[T], len(columns))
	for i, c := range columns {
		out[i] = Column[T]{
			Name: c.Name, Priority: c.Priority, Min: c.Min, Usual: c.Usual, Status: c.Status, Extra: c.Extra,
			Cell: func(row T) string { return c.Cell(value(row)) },
		}
	}
	return out
}

type item = invitation.Invitation

// invitations are all columns of an invitation. The names of the inviter and of the target are
// texts that anyone can choose, of any length.
var invitations = []Column[item]{
	{Name: "CLOUD", Priority: Essential + 1, Usual: 7, Cell: func(i item) string { return i.Cloud }},
	{Name: "STATUS", Priority: Essential + 2, Min: 9, Usual: 9, Status: true, Cell: func(i item) string { return string(i.Status) }},
	{Name: "TARGET", Priority: Essential, Min: 12, Usual: 40, Cell: func(i item) string { return i.Target.Entity }},
	{Name: "INVITED BY", Priority: 60, Min: 12, Usual: 40, Cell: func(i item) string { return i.InviterName }},
	{Name: "ORGANIZATION", Priority: 20, Usual: 18, Cell: func(i item) string { return i.OrganizationID }},
	{Name: "CREATED", Priority: 30, Usual: 10, Cell: func(i item) string { return Time(i.Created, time.DateOnly) }},
	{Name: "EXPIRES (UTC)", Priority: 50, Usual: len(minute), Cell: func(i item) string { return Time(i.Expires, minute) }},
	{Name: "ID", Priority: Essential + 3, Usual: 34, Cell: func(i item) string { return i.ID }},
	{Name: "NOTE", Priority: 40, Min: 16, Usual: 40, Cell: func(i item) string { return i.Note }},
	{Name: "TYPE", Usual: 7, Cell: func(i item) string { return string(i.Target.Type) }},
	{Name: "INVITER ID", Usual: 32, Cell: func(i item) string { return i.InviterID }},
	{Name: "UPDATED (UTC)", Usual: len(minute), Cell: func(i item) string { return Time(i.Updated, minute) }},
}

// Invitations returns the columns of an invitation with these names, as -columns has them, in
// their order, and then all others, which only -columns shows.
func Invitations(names ...string) []Column[item] {
	columns := Shape[item]{Columns: invitations}.shown(names)
	for _, c := range invitations {
		if c.Extra = true; !slices.Contains(names, key(c.Name)) {
			columns = append(columns, c)
		}
	}
	return columns
}

// minute is how people read a time.
const minute = "2006-01-02 15:04"

// Time is a time in UTC as people read it, and a dash if the service does not report it.
func Time(t time.Time, layout string) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(layout)
}
