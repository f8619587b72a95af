package invite

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// maxFile is more than any quota lets send, and little enough for memory.
const maxFile = 10 << 20

// read reads the file with this name, or stdin if the name is "-". It does not wait for a
// pipe after ctx has ended.
func read(ctx context.Context, name string, stdin io.Reader) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := readAll(name, stdin)
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func readAll(name string, stdin io.Reader) ([]byte, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("the file has more than %d MiB: split it", maxFile>>20)
	}
	return data, err
}

// A line is a line of the file that can be sent, as far as the line itself shows.
type line struct {
	number int // from 1, where the line begins
	invitation.Input
}

// A fault says what is wrong with a line.
type fault struct {
	number int
	what   string
}

// parseFile reads the lines of a file for a cloud. The error is one that concerns the complete
// file, so that no line can be read.
func parseFile(data []byte, of cloud) (lines []line, faults []fault, _ error) {
	data, err := text(data)
	if err != nil {
		return nil, nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1 // columns.input checks it
	header, err := r.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil, errors.New("the file is empty")
	case err != nil:
		return nil, nil, fmt.Errorf("line 1: %s", misquoted(err))
	}
	c, err := findColumns(header)
	if err != nil {
		return nil, nil, fmt.Errorf("line 1: %w", err)
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, faults, nil
		}
		if e, ok := errors.AsType[*csv.ParseError](err); ok {
			faults = append(faults, fault{e.StartLine, misquoted(err)})
			if e.StartLine != e.Line { // the quote may have taken other lines for a part of its cell
				return lines, faults, nil
			}
			continue
		}
		number, _ := r.FieldPos(0)
		switch in, err := c.input(cells, of); {
		case !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }):
			// Spreadsheets leave such lines behind.
		case err != nil:
			faults = append(faults, fault{number, err.Error()})
		default:
			lines = append(lines, line{number, in})
		}
	}
}

func misquoted(err error) string {
	what := "the quotes do not match: a quote within a cell is written twice, and the cell stands in quotes"
	if e, ok := errors.AsType[*csv.ParseError](err); ok && e.StartLine != e.Line {
		what += fmt.Sprintf("; the cell seems to end in line %d, and the lines after that were not read", e.Line)
	}
	return what
}
