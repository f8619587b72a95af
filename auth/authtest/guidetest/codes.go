package guidetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
)

// codesFile has a line for each code that the service publishes.
const codesFile = "testdata/guide/codes.csv"

// A published code is a line of codesFile.
type published struct {
	code   string
	status string // the HTTP status codes that the service gives for it
	do     string // what to do, if neither the rule's hint nor the condition says it
}

// codes is the table of the error codes.
func (g Guide) codes() (string, error) {
	lines, err := readCSV(codesFile, "code", "http", "do")
	if err != nil {
		return "", err
	}
	known := map[string]published{}
	var faults []error
	for _, l := range lines {
		p := published{code: l[0], status: l[1], do: l[2]}
		name := g.nameOf(p)
		if _, twice := known[name]; twice {
			faults = append(faults, fmt.Errorf("%s/%s has two lines for %s: remove one", g.Package, codesFile, name))
		}
		known[name] = p
	}
	var rows [][]string
	for _, r := range g.Rules {
		name := nameOfRule(r)
		p, ok := known[name]
		delete(known, name)
		if !ok {
			faults = append(faults, fmt.Errorf("%s has a rule and no line in %s/%s: add the code with its HTTP status, and run %s", name, g.Package, codesFile, g.command()))
			continue
		}
		if r.Hint != "" && p.do != "" {
			faults = append(faults, fmt.Errorf("%s has a hint in its rule: remove what to do from its line in %s/%s", name, g.Package, codesFile))
		}
		rows = append(rows, codeRow(r, p))
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		faults = append(faults, fmt.Errorf("%s has no rule: add one to the table of error codes in package %s, or remove its line from %s/%s, and run %s", name, g.Package, g.Package, codesFile, g.command()))
	}
	return table([]string{"code", "HTTP", "meaning", "condition", "retried", "what to do"}, rows), errors.Join(faults...)
}

// nameOf distinguishes the lines of a code that has a rule for each status code.
func (g Guide) nameOf(p published) string {
	if slices.ContainsFunc(g.Rules, func(r auth.Rule) bool { return r.Code == p.code && r.Status != 0 }) {
		return p.code + " " + p.status
	}
	return p.code
}

func nameOfRule(r auth.Rule) string {
	if r.Status != 0 {
		return fmt.Sprint(r.Code, " ", r.Status)
	}
	return r.Code
}

func codeRow(r auth.Rule, p published) []string {
	return []string{"`" + r.Code + "`", p.status, sentence(r.Meaning), conditions(r.Condition), retried(r), whatToDo(r, p.do)}
}

// unlisted is the table of the status codes that decide if the code has no rule.
func (g Guide) unlisted() string {
	var rows [][]string
	for _, s := range []struct {
		status int
		name   string
	}{
		{301, "3xx"}, {400, "other 4xx"}, {401, "401"}, {403, "403"}, {404, "404"}, {408, "408"}, {409, "409"}, {429, "429"}, {500, "5xx"},
	} {
		r := g.Unlisted(s.status)
		rows = append(rows, []string{s.name, conditions(r.Condition), retried(r), whatToDo(r, "")})
	}
	return table([]string{"HTTP", "condition", "retried", "what to do"}, rows)
}

// named are the conditions of package auth with their names in the client packages.
var named = []struct {
	condition error
	name      string
}{
	{auth.ErrNotFound, "ErrNotFound"}, {auth.ErrPermission, "ErrPermission"}, {auth.ErrUnauthenticated, "ErrUnauthenticated"},
	{auth.ErrThrottled, "ErrThrottled"}, {auth.ErrQuota, "ErrQuota"}, {auth.ErrConflict, "ErrConflict"}, {auth.ErrInvalid, "ErrInvalid"},
	{auth.ErrUnavailable, "ErrUnavailable"}, {auth.ErrNotInOrganization, "ErrNotInOrganization"}, {auth.ErrAlreadyMember, "ErrAlreadyMember"},
	{auth.ErrAlreadyInvited, "ErrAlreadyInvited"}, {auth.ErrNotPending, "ErrNotPending"},
}

// conditions returns the name of the rule's condition, and both names if the rule joins two.
func conditions(condition error) string {
	all := []error{condition}
	if joined, ok := condition.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	var names []string
	for _, n := range named {
		if slices.Contains(all, n.condition) {
			names = append(names, "`"+n.name+"`")
		}
	}
	return cmp.Or(strings.Join(names, ", "), "none")
}

func retried(r auth.Rule) string {
	switch r.Verdict {
	case auth.Refused:
		return "yes"
	case auth.Throttled:
		return "yes, after the wait"
	case auth.Ambiguous:
		return "reads"
	case auth.ClockSkew, auth.StaleCredentials, auth.Unauthenticated:
		return "once"
	default:
		return "no"
	}
}

// whatToDo returns the hint of the rule, or else the text of the line, or else what helps with
// the condition.
func whatToDo(r auth.Rule, do string) string {
	hint := strings.ReplaceAll(r.Hint, "{action}", "the action that the error names, see [Permissions](#permissions)")
	if text := cmp.Or(hint, do); text != "" {
		return sentence(text)
	}
	switch {
	case r.Verdict == auth.Throttled:
		return "Make fewer calls at once, or set `WithLimiter`"
	case r.Condition == auth.ErrUnavailable, r.Verdict == auth.Refused:
		return "Run it again later"
	case r.Condition == auth.ErrInvalid:
		return "Correct the input that the message names"
	case r.Condition == auth.ErrNotFound:
		return "Check the ID, and which account calls"
	case r.Condition == auth.ErrConflict:
		return "Look at the state of the invitation and of the account"
	default:
		return "Contact the vendor's support with the request ID"
	}
}

// sentence begins a text of the code with a capital letter.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
