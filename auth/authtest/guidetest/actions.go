package guidetest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// actionsFile has a line for each published action of the service that concerns invitations.
const actionsFile = "testdata/guide/actions.csv"

// An action is a line of actionsFile.
type action struct {
	operation string // the service's name of it
	call      string // the call of this library that needs it
	name      string // the name in a policy
	access    string // read or write, or other if only Do calls it
	caller    string // who may call it
}

// actions returns the lines of actionsFile. Each action has one line. The errors name the same
// actions.
func (g Guide) actions() (all []action, err error) {
	lines, err := readCSV(actionsFile, "operation", "call", "action", "access", "caller")
	if err != nil {
		return nil, err
	}
	where := g.Package + "/" + actionsFile
	var faults []error
	for _, l := range lines {
		a := action{operation: l[0], call: l[1], name: l[2], access: l[3], caller: l[4]}
		if slices.ContainsFunc(all, func(b action) bool { return b.name == a.name }) {
			faults = append(faults, fmt.Errorf("%s has two lines for %s: remove one", where, a.name))
		}
		if !slices.Contains([]string{"read", "write", "other"}, a.access) {
			faults = append(faults, fmt.Errorf("%s: the access of %s is %q: write read, write or other", where, a.name, a.access))
		}
		all = append(all, a)
	}
	for _, op := range slices.Sorted(maps.Keys(g.Actions)) {
		name := g.Actions[op]
		if !slices.ContainsFunc(all, func(a action) bool { return a.operation == op && a.name == name }) {
			faults = append(faults, fmt.Errorf("errors of %s name the action %s, which %s does not: add a line, and run %s", op, name, where, g.command()))
		}
	}
	return all, errors.Join(faults...)
}

func byAccess(all []action) (reads, writes, others []action) {
	for _, a := range all {
		switch a.access {
		case "read":
			reads = append(reads, a)
		case "write":
			writes = append(writes, a)
		default:
			others = append(others, a)
		}
	}
	return reads, writes, others
}

func actionTable(actions []action) string {
	var rows [][]string
	for _, a := range actions {
		rows = append(rows, []string{a.operation, a.call, "`" + a.name + "`", a.access, a.caller})
	}
	return table([]string{"operation", "called by", "action", "access", "who may call it"}, rows)
}

// policy returns a policy that allows the actions, as text to paste.
func policy(version string, actions []action) (string, error) {
	type statement struct {
		Effect           string
		Action, Resource []string
	}
	allow := statement{Effect: "Allow", Resource: []string{"*"}}
	for _, a := range actions {
		allow.Action = append(allow.Action, a.name)
	}
	text, err := json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{version, []statement{allow}}, "", "  ")
	return "```json\n" + string(text) + "\n```\n", err
}

// readCSV reads a table whose first line names the columns.
func readCSV(file string, columns ...string) ([][]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	case len(lines) == 0 || !slices.Equal(lines[0], columns):
		return nil, fmt.Errorf("%s: the first line is not %s", file, strings.Join(columns, ","))
	}
	return lines[1:], nil
}
