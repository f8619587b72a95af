package csvfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// columns returns the place of each known column. A name that is not known may be a
// misspelled one, whose cells would be lost.
func (t Table) columns(header []string) (map[string]int, error) {
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		return nil, errors.New("semicolons or tabs separate the cells: save the file with commas")
	}
	at := map[string]int{}
	var unknown []string
	for i, cell := range header {
		if !utf8.ValidString(cell) {
			return nil, errNotUTF8
		}
		name := strings.ToLower(strings.TrimSpace(cell))
		header[i] = name
		switch _, twice := at[name]; {
		case !slices.Contains(t.Columns, name):
			unknown = append(unknown, name)
		case twice:
			return nil, fmt.Errorf("the column %s comes twice", name)
		default:
			at[name] = i
		}
	}
	return at, t.checkColumns(at, unknown)
}

func (t Table) checkColumns(at map[string]int, unknown []string) error {
	for _, name := range unknown {
		for _, column := range t.Columns {
			if _, ok := at[column]; !ok && similar(name, column) {
				return fmt.Errorf("there is no column %q; did you mean %s?", name, column)
			}
		}
	}
	for _, column := range t.Columns[:t.Required] {
		if _, ok := at[column]; !ok {
			return fmt.Errorf("the column %s is missing; the first line has to name the columns: %s", column, strings.Join(t.Columns, ", "))
		}
	}
	if t.OtherColumns {
		return nil
	}
	for _, name := range unknown {
		if name != "" { // a spreadsheet may leave an empty column
			return fmt.Errorf("it names a column that is not known; the columns are %s", strings.Join(t.Columns, ", "))
		}
	}
	return nil
}

// similar reports whether a name is a column's but for two letters. Only such a name is
// shown: another one may be a secret, in a file without a header.
func similar(name, column string) bool {
	return name != "" && distance([]rune(name), []rune(column)) <= 2
}

// distance counts the letters to add, remove or change.
func distance(a, b []rune) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range a {
		before := row[0]
		row[0] = i + 1
		for j, rb := range b {
			change := before
			if ra != rb {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
