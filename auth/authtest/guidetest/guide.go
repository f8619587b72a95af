// Package guidetest compares the guide of a client package, which is its README.md, with the
// code. It generates the tables and policies of the guide. If they differ, the failing test
// names the command that rewrites them.
package guidetest

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// A Guide is the README.md of a client package. Its files are in the folder of the package,
// where the go command runs the tests of the package.
type Guide struct {
	// Package is the name of the package.
	Package string
	// Rules are its error codes. Unlisted is what a status code means with a code that has
	// no rule.
	Rules    auth.Rules
	Unlisted func(status int) auth.Rule
	// Actions are the actions that the errors of the package name, by operation.
	Actions map[string]string
	// PolicyVersion is the version of the grammar of policies.
	PolicyVersion string
}

// The code generates the parts of a guide. A part stands between a comment with its name and
// the next comment that says end.
type part struct{ name, text string }

// Check returns how the guide, its tables in testdata/guide and the code differ. With update,
// it writes the parts of the guide that the code generates.
func (g Guide) Check(update bool) error {
	parts, err := g.parts()
	if err != nil {
		return err
	}
	old, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	text := string(old)
	for _, p := range parts {
		if text, err = replace(text, p); err != nil {
			return err
		}
	}
	switch {
	case text == string(old):
		return nil
	case update:
		return os.WriteFile("README.md", []byte(text), 0o666)
	}
	line, got, want := firstDifference(string(old), text)
	return fmt.Errorf("%s/README.md:%d differs from the code: run %s\n have: %s\n want: %s", g.Package, line, g.command(), got, want)
}

// command rewrites the parts of the guide.
func (g Guide) command() string { return "go test ./" + g.Package + " -run Guide -update" }

func (g Guide) parts() ([]part, error) {
	codes, codesErr := g.codes()
	actions, actionsErr := g.actions()
	if err := errors.Join(codesErr, actionsErr); err != nil {
		return nil, err
	}
	reads, writes, others := byAccess(actions)
	used := slices.Concat(reads, writes)
	readOnly, readOnlyErr := policy(g.PolicyVersion, reads)
	full, fullErr := policy(g.PolicyVersion, used)
	return []part{
		{"permissions", actionTable(used)},
		{"other permissions", actionTable(others)},
		{"read-only policy", readOnly},
		{"full policy", full},
		{"error codes", codes},
		{"unlisted codes", g.unlisted()},
	}, errors.Join(readOnlyErr, fullErr)
}

// replace replaces a part in the text of a guide.
func replace(text string, p part) (string, error) {
	begin := "<!-- generated: " + p.name + " -->\n"
	before, rest, ok := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, "<!-- end -->\n")
	if !ok || !closed {
		return "", fmt.Errorf("README.md: write the lines %q and %q where the part belongs", strings.TrimSpace(begin), "<!-- end -->")
	}
	return before + begin + "\n" + p.text + "\n<!-- end -->\n" + after, nil
}

func firstDifference(old, text string) (line int, have, want string) {
	a, b := strings.Split(old, "\n"), strings.Split(text, "\n")
	for line < min(len(a), len(b))-1 && a[line] == b[line] {
		line++
	}
	return line + 1, a[line], b[line]
}

// table formats rows as a Markdown table.
func table(head []string, rows [][]string) string {
	var b strings.Builder
	write := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	write(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range rows {
		write(r)
	}
	return b.String()
}
