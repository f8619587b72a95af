// Package csvfile reads CSV files that people write by hand or save from a spreadsheet, and those
// that this tool writes. It reports all bad lines at once. No error quotes a cell, which may hold
// a secret.
package csvfile

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// maxBytes is far more than any quota of invitations, and small enough to be kept in memory.
const maxBytes = 10 << 20

// maxBad is how many bad lines an error shows: more do not fit a screen.
const maxBad = 20

// A Table says what a file has to look like.
type Table struct {
	// Columns are the names in the header, in lower case and in any order. The file must
	// have the first Required of them.
	Columns  []string
	Required int
	// Ignored are the names of other columns that the file may have.
	Ignored []string
}

// A Row is a line of the file that has the right number of cells.
type Row struct {
	Line  int // where the row begins, from 1
	cells map[string]string
}

// Cell returns the content of a column, without the marks that this tool adds for spreadsheets. It
// returns "" if the file does not have the column.
func (r Row) Cell(column string) string { return r.cells[column] }

// Read reads the table in the file at path, or in stdin if the path is "-", and makes a value
// of each line with parse. Errors call the file by the name.
//
// The error is that of ctx, or a [cli.UsageError]. If lines are bad, it shows the first 20 as
// "name:line: what is wrong". Otherwise no line can be trusted: the file cannot be read, it is
// not text in UTF-8, or the header is wrong.
func Read[T any](ctx context.Context, name, path string, stdin io.Reader, t Table, parse func(Row) (T, error)) (values []T, _ error) {
	data, err := ReadFile(ctx, path, stdin, maxBytes)
	if bytes.IndexByte(data[:min(8, len(data))], 0) >= 0 { // the names of the columns are ASCII
		err = errors.New("the file is a workbook, or text in UTF-16: " + saveAs)
	}
	lines := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	lines.FieldsPerRecord = -1 // check reports it
	var header, bad []string
	if err == nil {
		header, err = t.header(lines)
	}
	if err != nil {
		return nil, cmp.Or(ctx.Err(), cli.Misuse("%s: %w", name, err))
	}
	for {
		cells, line, err := next(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && len(trim(cells)) == 0 { // spreadsheets leave such lines
			continue
		}
		if err == nil {
			err = check(cells, header)
		}
		var value T
		if err == nil {
			row := Row{line, map[string]string{}}
			for i, column := range trim(header) {
				row.cells[column] = output.Cell(cells[i])
			}
			value, err = parse(row)
		}
		if err != nil {
			bad = append(bad, fmt.Sprintf("%s:%d: %v", name, line, err))
			continue
		}
		values = append(values, value)
	}
	if len(bad) > 0 {
		summary := fmt.Sprintf("bad lines: %d of %d", len(bad), len(bad)+len(values))
		if more := len(bad) - maxBad; more > 0 {
			bad = append(bad[:maxBad], fmt.Sprintf("and %d more", more))
		}
		return nil, cmp.Or(ctx.Err(), cli.Misuse("%s\n%s", strings.Join(bad, "\n"), summary))
	}
	return values, nil
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

// trim leaves out empty cells at the end, which spreadsheets add.
func trim(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

const saveAs = `save it as "CSV UTF-8"`

// check says what is wrong with the cells of a line below the header.
func check(cells, header []string) error {
	for i, cell := range cells {
		switch control := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }; {
		case strings.ContainsRune(cell, utf8.RuneError):
			return fmt.Errorf("cell %d is not UTF-8, but perhaps GBK, which Excel writes, or has lost characters: correct the file, and %s", i+1, saveAs)
		case strings.ContainsFunc(cell, control):
			return fmt.Errorf("cell %d has a control character: remove it", i+1)
		}
	}
	n := len(trim(header))
	switch {
	case len(cells) == 1 && strings.ContainsAny(cells[0], ";\t|，；"):
		return errors.New("semicolons, tabs or wide commas separate the cells: save the file with commas")
	case len(cells) < n || len(cells) > len(header) || len(trim(cells)) > n:
		return fmt.Errorf("it has %d cells, and the header has %d: is a comma missing, or are quotation marks missing around a comma?", len(cells), n)
	}
	return nil
}

// header reads the names of the columns, "" for empty ones at the end. It refuses a name that is
// not known: the cells of a misspelled column would be lost.
func (t Table) header(lines *csv.Reader) (names []string, err error) {
	cells, line, err := next(lines)
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	if err == nil {
		err = check(cells, cells)
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	rule := "the first line has to name the columns, which are " + strings.Join(t.Columns, ", ")
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case i >= len(trim(cells)):
		case !slices.Contains(t.Columns, name) && !slices.Contains(t.Ignored, name):
			return nil, fmt.Errorf("line %d: column %d is not known: %s", line, i+1, rule)
		case slices.Contains(names, name):
			return nil, fmt.Errorf("line %d: the column %s comes twice", line, name)
		}
		names = append(names, name)
	}
	for _, column := range t.Columns[:t.Required] {
		if !slices.Contains(names, column) {
			return nil, fmt.Errorf("line %d: the column %s is missing: %s", line, column, rule)
		}
	}
	return names, nil
}

// ReadFile returns the content of the file with this name, or of stdin if the name is "-", up
// to a limit in bytes. If ctx ends while the file blocks, as a pipe does, ReadFile returns, and
// the goroutine that reads ends with the file.
func ReadFile(ctx context.Context, name string, stdin io.Reader, limit int64) ([]byte, error) {
	var data []byte
	var err error
	read := make(chan struct{})
	go func() {
		defer close(read)
		data, err = readAll(name, stdin, limit)
	}()
	select {
	case <-read:
		return data, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func readAll(name string, stdin io.Reader, limit int64) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, errors.Unwrap(err) // the caller names the file
		}
		defer func() { _ = f.Close() }() // it was only read
		stdin = f
	}
	data, err := io.ReadAll(io.LimitReader(stdin, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("the file has more than %d MiB: split it", limit>>20)
	}
	return data, err
}
