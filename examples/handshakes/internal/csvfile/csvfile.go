// Package csvfile reads the CSV files that people write by hand or save from a spreadsheet,
// and those that this tool writes. It reports every bad line at once. No error shows the
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

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// maxBytes is far more than any quota of invitations, and small enough to be kept in memory.
const maxBytes = 10 << 20

// A Table says what a file has to look like.
type Table struct {
	// Columns are the names in the header, in lower case and in any order. The file must
	// have the first Required of them.
	Columns  []string
	Required int
	// Ignored are the names of columns that the file may have and that nobody reads.
	Ignored []string
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

// maxFaults is how many bad lines an error shows: more do not fit a screen.
const maxFaults = 20

// Report makes one error of all bad lines of a file, in order. It returns nil if there are
// none. It shows the first 20 as "name:line: what is wrong"; of is the number of lines that
// the file has.
func Report(name string, of int, faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	var b strings.Builder
	for _, f := range faults[:min(len(faults), maxFaults)] {
		fmt.Fprintf(&b, "%s:%d: %v\n", name, f.Line, f.Err)
	}
	if more := len(faults) - maxFaults; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	return fmt.Errorf("%sbad lines: %d of %d", b.String(), len(faults), of)
}

// Read reads the table in the file with this name, or in stdin if the name is "-". The faults
// are the bad lines, in order. An error means that no line can be trusted: the file cannot be
// read, it is not text in UTF-8, or the header is wrong.
func Read(ctx context.Context, name string, stdin io.Reader, t Table) ([]Row, []Fault, error) {
	data, err := ReadFile(ctx, name, stdin, maxBytes)
	if err != nil {
		return nil, nil, err
	}
	return t.parse(data)
}

func (t Table) parse(data []byte) (rows []Row, faults []Fault, _ error) {
	data, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	lines := csv.NewReader(bytes.NewReader(data))
	lines.FieldsPerRecord = -1 // check reports it
	first, line, err := next(lines)
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file is empty")
	}
	var header []string
	if err == nil {
		header, err = t.header(first)
	}
	if err != nil {
		return nil, nil, Fault{line, err}
	}
	for {
		cells, line, err := next(lines)
		if errors.Is(err, io.EOF) {
			return rows, faults, nil
		}
		if err == nil && blank(cells...) { // spreadsheets leave such lines
			continue
		}
		if err == nil {
			err = check(cells, header)
		}
		if err != nil {
			faults = append(faults, Fault{line, err})
			continue
		}
		rows = append(rows, Row{line, cells, header})
	}
}

// next returns the next line of the file, and its number.
func next(lines *csv.Reader) (cells []string, line int, err error) {
	cells, err = lines.Read()
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, e.StartLine, errors.New("the quotation marks do not match: put a cell that has one between two of them, and write the one within twice")
	}
	if err == nil {
		line, _ = lines.FieldPos(0)
	}
	return cells, line, err
}

func blank(cells ...string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }

// named is how many columns have a name: spreadsheets add empty columns at the end.
func named(header []string) int {
	n := len(header)
	for n > 0 && blank(header[n-1]) {
		n--
	}
	return n
}

// check says what is wrong with the cells of a line below the header.
func check(cells, header []string) error {
	for i, cell := range cells {
		if what := unreadable(cell); what != "" {
			return fmt.Errorf("cell %d %s", i+1, what)
		}
	}
	n := named(header)
	switch s := separator(cells); {
	case s != "":
		return fmt.Errorf("%s separate the cells: save the file with commas", s)
	case len(cells) < n || len(cells) > len(header):
		return fmt.Errorf("it has %d cells, and the header has %d: is a comma missing, or are quotation marks missing around a comma?", len(cells), len(header))
	case !blank(cells[n:]...):
		return fmt.Errorf("a cell after cell %d has no column in the header", n)
	default:
		return nil
	}
}

// header returns the names of the columns, "" for empty ones at the end. It refuses a name that is not known: the cells of a
// misspelled column would be lost.
func (t Table) header(cells []string) (names []string, _ error) {
	if err := check(cells, cells); err != nil {
		return nil, err
	}
	rule := "the first line has to name the columns, which are " + strings.Join(t.Columns, ", ")
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case i >= named(cells):
		case !slices.Contains(t.Columns, name) && !slices.Contains(t.Ignored, name):
			return nil, fmt.Errorf("column %d is not known: %s", i+1, rule)
		case slices.Contains(names, name):
			return nil, fmt.Errorf("the column %s comes twice", name)
		}
		names = append(names, name)
	}
	for _, column := range t.Columns[:t.Required] {
		if !slices.Contains(names, column) {
			return nil, fmt.Errorf("the column %s is missing: %s", column, rule)
		}
	}
	return names, nil
}
