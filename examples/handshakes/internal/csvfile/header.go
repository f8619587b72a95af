package csvfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// columns returns the place of each known column. A name that is not known may be a
// misspelled one, whose cells would be lost.
func (t Table) columns(header []string) (map[string]int, error) {
	if s := separator(header); s != "" {
		return nil, fmt.Errorf("%s separate the cells: save the file with commas", s)
	}
	at := map[string]int{}
	var unknown []string
	for i, cell := range header {
		if what := unreadable(cell); what != "" {
			return nil, fmt.Errorf("the name of column %d %s", i+1, what)
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
	missing := slices.DeleteFunc(slices.Clone(t.Columns), func(column string) bool { _, ok := at[column]; return ok })
	for _, name := range unknown {
		// Only a name that is nearly a column's is shown: another one may be a secret, in a file
		// without a header.
		if hint := cli.DidYouMean("", name, missing); name != "" && hint != "" {
			return fmt.Errorf("there is no column %q%s", name, hint)
		}
	}
	for _, column := range t.Columns[:t.Required] {
		if slices.Contains(missing, column) {
			return fmt.Errorf("the column %s is missing; the first line has to name the columns: %s", column, strings.Join(t.Columns, ", "))
		}
	}
	named := func(name string) bool { return name != "" } // a spreadsheet may leave an empty column
	if !t.OtherColumns && slices.ContainsFunc(unknown, named) {
		return fmt.Errorf("it names a column that is not known; the columns are %s", strings.Join(t.Columns, ", "))
	}
	return nil
}
