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
	// OtherColumns allows columns with other names, which are not read.
	OtherColumns bool
	// HandWritten skips lines that begin with #, and spaces before a cell.
	HandWritten bool
	// MaxBytes is the limit for the file; 0 is [MaxBytes].
	MaxBytes int64
}

// A Row is a line of the file that has the right number of cells.
type Row struct {
	Line  int // where the row begins, from 1
	cells []string
	at    map[string]int
}

// Cell returns the content of a column, without what this tool adds for spreadsheets. It is ""
// where the file does not have the column.
func (r Row) Cell(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return output.Cell(r.cells[i])
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
	header, err := lines.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, errors.New("the file is empty")
	case err != nil:
		return nil, nil, misquoted(err)
	}
	line, _ := lines.FieldPos(0)
	at, err := t.columns(header)
	if err != nil {
		return nil, nil, Fault{line, err}
	}
	rows, faults := readRows(lines, at, header)
	return rows, faults, nil
}

func readRows(lines *csv.Reader, at map[string]int, header []string) (rows []Row, faults []Fault) {
	for {
		cells, err := lines.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rows, faults
		case errors.Is(err, csv.ErrBareQuote): // which ends with its line
			faults = append(faults, misquoted(err))
			continue
		case err != nil: // the lines after that cannot be told apart
			return rows, append(faults, misquoted(err))
		case !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }):
			continue // spreadsheets leave such lines
		}
		line, _ := lines.FieldPos(0)
		if err := checkRow(cells, header); err != nil {
			faults = append(faults, Fault{line, err})
			continue
		}
		rows = append(rows, Row{line, cells, at})
	}
}

// misquoted returns the fault of an error of encoding/csv, which shows no content.
func misquoted(err error) Fault {
	what := errors.New(`the quotation marks do not match: put a cell that has one between two of them, and write the one within twice`)
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return Fault{e.StartLine, what}
	}
	return Fault{1, err}
}

func checkRow(cells, header []string) error {
	if len(cells) != len(header) {
		return fmt.Errorf("it has %d cells, and the header has %d: is a comma missing, or are quotation marks missing around a comma?", len(cells), len(header))
	}
	for i, cell := range cells {
		if what := unreadable(cell); what != "" {
			return fmt.Errorf("cell %d %s", i+1, what)
		}
		if header[i] == "" && strings.TrimSpace(cell) != "" {
			return fmt.Errorf("cell %d has no column in the header", i+1)
		}
	}
	return nil
}
