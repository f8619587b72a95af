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
	"unicode/utf8"
)

// maxFile is more than any quota lets send, and little enough to be read whole.
const maxFile = 10 << 20

// An invitation is a line of the file.
type invitation struct {
	line               int // from 1, where it begins
	targetType, target string
	notes, folder      string
	tags               []tag
}

type tag struct{ key, value string }

// A fault is what is wrong with a line.
type fault struct {
	line int
	what string
}

// input reads the file that the options name, "" for the sample.
func (o options) input(ctx context.Context) ([]byte, error) {
	switch o.file {
	case "":
		return []byte(o.cloud.sample), nil
	case "-":
		return readAll(ctx, o.stdin)
	}
	f, err := os.Open(o.file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return readAll(ctx, f)
}

// readAll does not wait for a pipe beyond the context's end.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	read := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
		read <- result{data, err}
	}()
	select {
	case r := <-read:
		if r.err == nil && len(r.data) > maxFile {
			r.err = fmt.Errorf("it has more than %d MiB: split it", maxFile>>20)
		}
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var columns = []string{"target_type", "target", "notes", "tags", "folder"}

// parseFile reads the lines of a file. The error is one that lets no line be trusted.
func parseFile(data []byte) ([]invitation, []fault, error) {
	data, err := text(data)
	if err != nil {
		return nil, nil, err
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1 // told with its line below
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("it is empty")
	}
	if err != nil {
		return nil, nil, err
	}
	at, err := findColumns(header)
	if err != nil {
		return nil, nil, err
	}
	var list []invitation
	var faults []fault
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, faults, nil
		}
		if err != nil { // where quotes do not match, the lines behind are not to be told apart
			return nil, nil, err
		}
		line, _ := r.FieldPos(0)
		switch v, err := parseLine(cells, at, len(header)); {
		case !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }):
			// Spreadsheets leave such lines behind.
		case err != nil:
			faults = append(faults, fault{line, err.Error()})
		default:
			v.line = line
			list = append(list, v)
		}
	}
}

// text takes the mark off that spreadsheets put before UTF-8.
func text(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("it is in UTF-16, or no text at all: save it as CSV in UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// findColumns tells in which cell each column is. A name that is not known may be one
// that is misspelled, so that its cells would be lost.
func findColumns(header []string) (map[string]int, error) {
	at := map[string]int{}
	for i, cell := range header {
		column := strings.ToLower(strings.TrimSpace(cell))
		_, twice := at[column]
		switch {
		case len(header) == 1 && strings.ContainsAny(column, ";\t"):
			return nil, errors.New("line 1: there are semicolons or tabs between the cells: save it with commas")
		case !slices.Contains(columns, column):
			return nil, fmt.Errorf("line 1: there is no column %q: there are %s", clip(cell), strings.Join(columns, ", "))
		case twice:
			return nil, fmt.Errorf("line 1: the column %s comes twice", column)
		}
		at[column] = i
	}
	for _, column := range columns[:2] {
		if _, ok := at[column]; !ok {
			return nil, fmt.Errorf("line 1: the column %s is missing", column)
		}
	}
	return at, nil
}

func parseLine(cells []string, at map[string]int, width int) (invitation, error) {
	if len(cells) != width {
		return invitation{}, fmt.Errorf("it has %d cells, and the first line has %d: is a comma missing, or a quote around a comma?", len(cells), width)
	}
	cell := func(column string) string {
		i, ok := at[column]
		if !ok {
			return ""
		}
		return unguarded(cells[i])
	}
	v := invitation{
		targetType: strings.ToLower(strings.TrimSpace(cell("target_type"))),
		target:     strings.TrimSpace(cell("target")),
		notes:      cell("notes"),
		folder:     strings.TrimSpace(cell("folder")),
	}
	var err error
	v.tags, err = parseTags(cell("tags"))
	return v, err
}

// unguarded takes off the apostrophe that our own CSV has before what a spreadsheet
// would run as a formula.
func unguarded(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && startsFormula(rest) {
		return rest
	}
	return cell
}

func startsFormula(cell string) bool {
	return cell != "" && strings.ContainsRune("=+-@", rune(cell[0]))
}

// parseTags reads team=payments; env=prod.
func parseTags(cell string) ([]tag, error) {
	var out []tag
	for pair := range strings.SplitSeq(cell, ";") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		key, value, ok := strings.Cut(pair, "=")
		t := tag{strings.TrimSpace(key), strings.TrimSpace(value)}
		switch {
		case !ok || t.key == "":
			return nil, fmt.Errorf("the tag %q is not of the form key=value", clip(pair))
		case slices.ContainsFunc(out, func(o tag) bool { return o.key == t.key }):
			return nil, fmt.Errorf("the tag %q comes twice", clip(t.key))
		}
		out = append(out, t)
	}
	return out, nil
}

// clip keeps a message short, whatever is in the file.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
