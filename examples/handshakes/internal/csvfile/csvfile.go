// Package csvfile reads the CSV files that people write by hand or save from a spreadsheet,
// and those that this tool writes. It reports every bad line at once. No error has the
// content of a cell, which may be a secret in the wrong place.
package csvfile

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

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

// Read reads a table. The faults are the bad lines, in order. An error means that no line
// can be trusted: the text is not UTF-8, the header is wrong, or the file is too large. If
// ctx ends while r blocks, Read returns and leaves r to a goroutine that ends with r.
func Read(ctx context.Context, r io.Reader, t Table) ([]Row, []Fault, error) {
	limit := t.MaxBytes
	if limit == 0 {
		limit = MaxBytes
	}
	data, err := Bytes(ctx, func() (io.ReadCloser, error) { return io.NopCloser(r), nil }, limit)
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
	lines.FieldsPerRecord = -1 // row reports it with its line
	if t.HandWritten {
		lines.Comment, lines.TrimLeadingSpace = '#', true
	}
	header, err := lines.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, errors.New("the file is empty")
	case err != nil:
		return nil, nil, fault(err, 1)
	}
	at, err := t.columns(header)
	if err != nil {
		line, _ := lines.FieldPos(0)
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
			faults = append(faults, fault(err, 0))
			continue
		case err != nil:
			// Where the quotes do not match, the lines after that cannot be told apart.
			return rows, append(faults, fault(err, 0))
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

// fault is an error of encoding/csv, which shows no content, with the line where the row
// begins.
func fault(err error, line int) Fault {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return Fault{e.StartLine, fmt.Errorf("the quotation marks do not match: write a cell that has one as \"…\", and the mark within it twice (%w)", e.Err)}
	}
	return Fault{line, err}
}

func checkRow(cells, header []string) error {
	if len(cells) != len(header) {
		return fmt.Errorf("it has %d cells, and the header has %d: is a comma missing, or are quotation marks missing around a comma?", len(cells), len(header))
	}
	for i, cell := range cells {
		switch {
		case !utf8.ValidString(cell):
			return errNotUTF8
		case header[i] == "" && strings.TrimSpace(cell) != "":
			return fmt.Errorf("cell %d has no column in the header", i+1)
		}
	}
	return nil
}

var errNotUTF8 = errors.New(`the text is not UTF-8 (Excel may save it as GBK): save the file as "CSV UTF-8"`)

// decode returns the text without the byte order mark and the line "sep=," that spreadsheets
// write, and with line ends that encoding/csv knows.
func decode(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New(`the file is UTF-16, or not text: save it as "CSV UTF-8"`)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if bytes.HasPrefix(data, []byte("sep=,")) {
		// An empty line keeps the numbers of the lines.
		data = data[len("sep=,"):]
	}
	return data, nil
}

// Bytes reads a file of at most limit bytes. It does not wait for the file, which may be a
// pipe, after ctx has ended: the goroutine that reads then ends with the file.
func Bytes(ctx context.Context, open func() (io.ReadCloser, error), limit int64) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	read := make(chan result, 1)
	go func() {
		f, err := open()
		if err != nil {
			read <- result{nil, err}
			return
		}
		defer func() { _ = f.Close() }() // it was only read
		data, err := io.ReadAll(io.LimitReader(f, limit+1))
		read <- result{data, err}
	}()
	select {
	case r := <-read:
		if r.err == nil && int64(len(r.data)) > limit {
			return nil, fmt.Errorf("the file has more than %d MiB: split it", limit>>20)
		}
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
