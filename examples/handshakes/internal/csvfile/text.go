package csvfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const saveAs = `save it as "CSV UTF-8"`

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

// decode returns the text without the byte order mark and without the line "sep=,", which
// spreadsheets write.
func decode(data []byte) ([]byte, error) {
	begins := func(mark string) bool { return bytes.HasPrefix(data, []byte(mark)) }
	switch {
	case begins("PK\x03\x04"):
		return nil, errors.New("the file is a workbook: " + saveAs)
	case begins("\xff\xfe"), begins("\xfe\xff"), bytes.IndexByte(data[:min(2, len(data))], 0) >= 0: // the names of the columns are ASCII
		return nil, errors.New("the file is text in UTF-16, or no text: " + saveAs)
	}
	// The line end remains, which keeps the numbers of the lines.
	return separatorLine.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), nil), nil
}

// separatorLine matches the first line of a spreadsheet, which may be in quotation marks.
var separatorLine = regexp.MustCompile(`^"?(?i:sep)=,"?`)

// unreadable says how a cell differs from the text that its writer saw, or returns "".
func unreadable(cell string) string {
	control := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }
	switch {
	case !utf8.ValidString(cell):
		return "is not UTF-8, but perhaps GBK, which Excel writes: open the file again, and " + saveAs
	case strings.ContainsRune(cell, utf8.RuneError):
		return "has U+FFFD, the mark of a lost character: write it again, and " + saveAs
	case strings.ContainsFunc(cell, control):
		return "has a control character: remove it"
	default:
		return ""
	}
}

// separators are characters that separate cells in place of commas.
var separators = []struct{ text, name string }{
	{";", "semicolons"}, {"\t", "tabs"}, {"，", "wide commas"}, {"；", "wide semicolons"}, {"|", "bars"},
}

// separator returns the name of the separator if a line seems to have one cell only, or "".
func separator(cells []string) string {
	for _, s := range separators {
		if len(cells) == 1 && strings.Contains(cells[0], s.text) {
			return s.name
		}
	}
	return ""
}
