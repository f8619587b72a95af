package invite

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

// The columns of the file. The first two must be there.
const (
	targetType = "target_type"
	target     = "target"
	notes      = "notes"
	tags       = "tags"
	folder     = "folder"
)

var names = []string{targetType, target, notes, tags, folder}

// columns say in which cell each column is.
type columns struct {
	at    map[string]int
	width int
}

// findColumns reads the first line. It refuses a name that it does not know, which may be
// misspelled, so that its cells would be lost. The columns of the CSV that this tool
// writes are known.
func findColumns(header []string) (columns, error) {
	c := columns{at: map[string]int{}, width: len(header)}
	var faults []error
	for i, cell := range header {
		name := strings.ToLower(strings.TrimSpace(cell))
		if name == "note" { // as the tool's own CSV calls it
			name = notes
		}
		_, twice := c.at[name]
		switch {
		case unreadable(cell) != "":
			faults = append(faults, fmt.Errorf("the name of column %d %s", i+1, unreadable(cell)))
		case separator(header) != "":
			return c, fmt.Errorf("%s stand between the cells: save the file with commas", separator(header))
		case !slices.Contains(names, name) && !slices.Contains(outcome.CSVHeader(), name):
			faults = append(faults, fmt.Errorf("there is no column %q: there are %s", clip(cell), strings.Join(names, ", ")))
		case twice:
			faults = append(faults, fmt.Errorf("the column %s comes twice", name))
		}
		c.at[name] = i
	}
	for _, name := range names[:2] {
		if _, ok := c.at[name]; !ok {
			faults = append(faults, fmt.Errorf("the column %s is missing", name))
		}
	}
	return c, join(faults)
}

// join is [errors.Join] on one line.
func join(errs []error) error {
	var all []string
	for _, err := range errs {
		all = append(all, err.Error())
	}
	if all == nil {
		return nil
	}
	return errors.New(strings.Join(all, "; "))
}

// input returns what a line says. It checks what the service's client does not.
func (c columns) input(cells []string, of cloud) (in invitation.Input, err error) {
	if len(cells) != c.width {
		if s := separator(cells); s != "" {
			return in, fmt.Errorf("%s stand between the cells: save the file with commas", s)
		}
		return in, fmt.Errorf("there are %d cells, and the first line has %d: is a comma missing, or a quote around a comma?", len(cells), c.width)
	}
	for _, name := range names {
		if why := unreadable(c.cell(cells, name)); why != "" {
			return in, fmt.Errorf("%s %s", name, why)
		}
	}
	in.Target.Type = invitation.TargetType(strings.ToLower(strings.TrimSpace(c.cell(cells, targetType))))
	in.Target.Entity = strings.TrimSpace(c.cell(cells, target))
	in.Note = c.cell(cells, notes)
	in.Folder = strings.TrimSpace(c.cell(cells, folder))
	switch exported := c.cell(cells, "cloud"); {
	case exported != "" && exported != of.Name:
		return in, fmt.Errorf("the cloud is %q, and this is %s", clip(exported), of.Name)
	case in.Target.Entity == "":
		return in, errors.New("the target is missing")
	case !slices.Contains(of.targetTypes, in.Target.Type):
		return in, fmt.Errorf("the target_type is %q: in %s there are %s and %s",
			clip(string(in.Target.Type)), of.Title, of.targetTypes[0], of.targetTypes[1])
	case startsFormula(in.Target.Entity):
		return in, fmt.Errorf("the target %q looks like a formula: write the text that it stands for", clip(in.Target.Entity))
	}
	in.Tags, err = parseTags(c.cell(cells, tags))
	return in, err
}

// cell returns the cell of a column, and "" if there is no such column.
func (c columns) cell(cells []string, name string) string {
	i, ok := c.at[name]
	if !ok {
		return ""
	}
	return output.Cell(cells[i])
}

func startsFormula(cell string) bool {
	return strings.IndexAny(strings.TrimSpace(cell), "=+-@＝＋－＠") == 0
}

// parseTags reads team=payments; env=prod.
func parseTags(cell string) ([]invitation.Tag, error) {
	var out []invitation.Tag
	for pair := range strings.SplitSeq(cell, ";") {
		if pair = strings.TrimSpace(pair); pair == "" {
			continue
		}
		key, value, ok := strings.Cut(pair, "=")
		t := invitation.Tag{Key: strings.TrimSpace(key), Value: strings.TrimSpace(value)}
		switch {
		case !ok || t.Key == "":
			return nil, fmt.Errorf("the tag %q is not of the form key=value", clip(pair))
		case slices.ContainsFunc(out, func(o invitation.Tag) bool { return o.Key == t.Key }):
			return nil, fmt.Errorf("the tag %q comes twice", clip(t.Key))
		}
		out = append(out, t)
	}
	return out, nil
}
