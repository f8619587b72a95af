// Package csvfile reads the CSV files that people write by hand or save from a spreadsheet,
// and those that this tool writes. It reports every bad line at once. No error has the
// content of a cell, which may be a secret in the wrong place.
package csvfile

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// MaxBytes is the limit for a file of a [Table] that sets none. It is far more than any
// quota of invitations, and small enough to be kept in memory.
const MaxBytes = 10 << 20

// A Table says what a file has to look like.
type Table struct {
	// Columns are the names in the header, in lower case and in any order. The file must
	// have the first Required of them.
	Columns  []string
	Required int
	// Ignored are the names of columns that the file may have and that are not read;
	// OtherColumns allows any other name.
	Ignored      []string
	OtherColumns bool
	// HandWritten skips lines that begin with #, and spaces before a cell.
	HandWritten bool
	// MaxBytes is the limit for the file; 0 is [MaxBytes].
	MaxBytes int64
}

// A Row is a line of the file that has the right number of cells.
type Row struct {
	Line          int // where the row begins, from 1
	cells, header []string
}

// Cell returns the content of a column, without what this tool adds for spreadsheets. It is ""
// where the file does not have the column.
func (r Row) Cell(column string) string {
	if i := slices.Index(r.header, column); i >= 0 {
		return output.Cell(r.cells[i])
	}
	return ""
}

// A Fault says what is wrong with a line.
type Fault struct {
	Line int // from 1
	Err  error
}

// Error begins with the line, as in "line 3: the name is missing".
func (f Fault) Error() string { return fmt.Sprintf("line %d: %v", f.Line, f.Err) }

// Unwrap returns what is wrong.
func (f Fault) Unwrap() error { return f.Err }

// maxTold is how many bad lines an error has at most: more do not fit a screen.
const maxTold = 20

// Report makes one error of all bad lines of a file, in order, and nil of none. It shows the
// first 20 as "name:line: what is wrong"; of is the number of lines that the file has.
func Report(name string, of int, faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	faults = slices.SortedStableFunc(slices.Values(faults), func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	var b strings.Builder
	for _, f := range faults[:min(len(faults), maxTold)] {
		fmt.Fprintf(&b, "%s:%d: %v\n", name, f.Line, f.Err)
	}
	if more := len(faults) - maxTold; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	return fmt.Errorf("%sbad lines: %d of %d", b.String(), len(faults), of)
}

// Read reads the table in the file with this name, or in stdin if the name is "-". The faults
// are the bad lines, in order. An error means that no line can be trusted: the file cannot be
// read, it is not text in UTF-8, or the header is wrong.
func Read(ctx context.Context, name string, stdin io.Reader, t Table) ([]Row, []Fault, error) {
	data, err := ReadFile(ctx, name, stdin, cmp.Or(t.MaxBytes, MaxBytes))
	if err != nil {
		return nil, nil, err
	}
	return t.Parse(data)
}

// Parse reads a table from the content of a file, as [Read] does.
func (t Table) Parse(data []byte) ([]Row, []Fault, error) {
	data, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	lines := csv.NewReader(bytes.NewReader(data))
	lines.FieldsPerRecord = -1 // checkRow reports it
	if t.HandWritten {
		lines.Comment, lines.TrimLeadingSpace = '#', true
	}
	cells, err := lines.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, errors.New("the file is empty")
	case err != nil:
		return nil, nil, misquoted(err)
	}
	line, _ := lines.FieldPos(0)
	header, err := t.header(cells)
	if err != nil {
		return nil, nil, Fault{line, err}
	}
	rows, faults := readRows(lines, header)
	return rows, faults, nil
}

func readRows(lines *csv.Reader, header []string) (rows []Row, faults []Fault) {
	for {
		cells, err := lines.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, faults
		case errors.Is(err, csv.ErrBareQuote): // which ends with its line
			faults = append(faults, misquoted(err))
			continue
		case err != nil: // the lines after that cannot be told apart
			f := misquoted(err)
			f.Err = fmt.Errorf("%w; the lines after that were not read", f.Err)
			return rows, append(faults, f)
		case blank(cells...): // spreadsheets leave such lines
			continue
		}
		line, _ := lines.FieldPos(0)
		if err := checkRow(cells, header); err != nil {
			faults = append(faults, Fault{line, err})
			continue
		}
		rows = append(rows, Row{line, cells, header})
	}
}

func misquoted(err error) Fault {
	f := Fault{1, errors.New("the quotation marks do not match: put a cell that has one between two of them, and write the one within twice")}
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		f.Line = e.StartLine
	}
	return f
}

func separated(by string) error {
	return fmt.Errorf("%s separate the cells: save the file with commas", by)
}

func blank(cells ...string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }

func checkRow(cells, header []string) error {
	if s := separator(cells); s != "" && len(header) > 1 {
		return separated(s)
	}
	named := len(header)
	for named > 0 && header[named-1] == "" { // some programs leave out the cells of empty columns at the end
		named--
	}
	if len(cells) < named || len(cells) > len(header) {
		return fmt.Errorf("it has %d cells, and the header has %d: is a comma missing, or are quotation marks missing around a comma?", len(cells), len(header))
	}
	for i, cell := range cells {
		if what := unreadable(cell); what != "" {
			return fmt.Errorf("cell %d %s", i+1, what)
		}
		if header[i] == "" && !blank(cell) {
			return fmt.Errorf("cell %d has no column in the header", i+1)
		}
	}
	return nil
}

// header returns the names of the columns. One that is not known may be a misspelled one, whose
// cells would be lost.
func (t Table) header(cells []string) ([]string, error) {
	if s := separator(cells); s != "" {
		return nil, separated(s)
	}
	var names []string
	for i, cell := range cells {
		if what := unreadable(cell); what != "" {
			return nil, fmt.Errorf("the name of column %d %s", i+1, what)
		}
		name := strings.ToLower(strings.TrimSpace(cell))
		if slices.Contains(t.Columns, name) && slices.Contains(names, name) {
			return nil, fmt.Errorf("the column %s comes twice", name)
		}
		names = append(names, name)
	}
	return names, t.check(names)
}

func (t Table) check(names []string) error {
	except := func(from, these []string) []string {
		return slices.DeleteFunc(slices.Clone(from), func(name string) bool { return slices.Contains(these, name) || name == "" })
	}
	missing, unknown := except(t.Columns, names), except(names, slices.Concat(t.Columns, t.Ignored))
	for _, name := range unknown {
		// Only a name that is nearly a column's is shown: another one may be a secret, in a file
		// without a header.
		if hint := cli.DidYouMean("", name, missing); hint != "" {
			return fmt.Errorf("there is no column %q%s", name, hint)
		}
	}
	for _, column := range t.Columns[:t.Required] {
		if slices.Contains(missing, column) {
			return fmt.Errorf("the column %s is missing; the first line has to name the columns: %s", column, strings.Join(t.Columns, ", "))
		}
	}
	if !t.OtherColumns && len(unknown) > 0 {
		return fmt.Errorf("it names a column that is not known; the columns are %s", strings.Join(t.Columns, ", "))
	}
	return nil
}
