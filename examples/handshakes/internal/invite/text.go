package invite

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const saveAs = `save the file as "CSV UTF-8"`

// text returns the content of the file without the byte order mark of UTF-8. It refuses
// what cannot be read line by line.
func text(data []byte) ([]byte, error) {
	for _, kind := range []struct{ begins, name string }{
		{"\xff\xfe", "text in UTF-16"},
		{"\xfe\xff", "text in UTF-16"},
		{"PK\x03\x04", "a workbook, not a CSV file"},
		{"\xd0\xcf\x11\xe0", "a workbook, not a CSV file"},
	} {
		if bytes.HasPrefix(data, []byte(kind.begins)) {
			return nil, fmt.Errorf("the file is %s: %s", kind.name, strings.Replace(saveAs, "the file", "it", 1))
		}
	}
	switch {
	case len(data) > 1 && (data[0] == 0 || data[1] == 0): // the names of the columns are ASCII
		return nil, errors.New("the file is text in UTF-16, or no text: save it as \"CSV UTF-8\"")
	case bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0:
		return nil, errors.New("the lines end as those of old Macintosh computers: " + saveAs)
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// unreadable returns what shows that a cell is not the text that its writer saw, or "".
func unreadable(cell string) string {
	for i, r := range cell {
		_, size := utf8.DecodeRuneInString(cell[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return "is not in UTF-8, but perhaps in GBK or another character set: " + saveAs
		case r == utf8.RuneError:
			return "has U+FFFD, the sign of a character that was lost: write it again, and " + saveAs
		case unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r):
			return fmt.Sprintf("has the control character %U: remove it, or %s", r, saveAs)
		}
	}
	return ""
}

// separator returns what stands between the cells in place of a comma, or "". All that is
// in the line is then in one cell.
func separator(cells []string) string {
	if len(cells) == 1 {
		for _, s := range []struct{ sign, name string }{
			{";", "semicolons"}, {"\t", "tabs"}, {"，", "wide commas"}, {"；", "wide semicolons"}, {"|", "bars"},
		} {
			if strings.Contains(cells[0], s.sign) {
				return s.name
			}
		}
	}
	return ""
}

// clip keeps a message short, and its text readable.
func clip(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "\ufffd")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
