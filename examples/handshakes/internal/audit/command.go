// Package audit is the command that reads the invitations of many accounts in both clouds,
// and reports what needs attention: those that are pending, will expire soon or have expired,
// and those from senders that are not expected. Try it without a cloud account:
//
//	go run ./examples/handshakes audit -offline -format html -open
package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "audit",
	Summary: "report what needs attention in many accounts",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return program{p, browse, maxBaseline}.run(ctx, args)
	},
}

// A program is what tests replace.
type program struct {
	*cli.Process
	browse      func(path string) error
	maxBaseline int64 // bytes
}

func (p program) run(ctx context.Context, args []string) error {
	o, err := parse(p.Process, args)
	if err != nil {
		return err
	}
	line := progress.New(p.Process)
	defer line.Close()
	accounts, err := open(ctx, p.Process, &o, line)
	if err != nil {
		return err
	}
	a := newAudit(o, accounts, p.Now())
	if err := a.readBaseline(ctx, p.Stdin, p.maxBaseline); err != nil {
		return err
	}
	draft, err := a.draft()
	if err != nil {
		return err
	}
	if draft != nil {
		defer draft.Discard()
	}
	interrupted := a.read(ctx, func(items int) {
		line.Show(fmt.Sprintf("%d of %s, %s", a.done.Load(), report.Count(len(a.readings), "list"), report.Count(items, "invitation")))
	})
	line.Close()
	return p.conclude(a, interrupted, p.write(a, draft))
}

// conclude joins what the process reports about the end of the audit.
func (p program) conclude(a *audit, interrupted, written error) error {
	if interrupted == nil && written == nil && p.Screen(p.Stderr).Terminal {
		p.Say("%s", a.summary())
	}
	var found error
	if slices.ContainsFunc(a.Findings, func(f report.Finding) bool { return slices.Contains(a.failOn, f.Kind) }) {
		found = cli.ErrFound
	}
	return errors.Join(interrupted, written, a.failures(), found)
}

// failures returns why lists are incomplete; nil if they are complete, or only an interruption
// is the reason. Missing credentials of an account are reported once.
func (a *audit) failures() error {
	var all []error
	keyless := map[*account]bool{}
	for _, r := range a.readings {
		name, err := r.account.label(), r.err
		switch {
		case err == nil || a.Cut && errors.Is(err, context.Canceled) || keyless[r.account]:
			continue
		case !errors.Is(err, auth.ErrNoCredentials):
			name += ", " + r.list
		case r.account.env != "":
			err = errors.New(unsetKeys)
			fallthrough
		default:
			keyless[r.account] = true
		}
		all = append(all, &pagination.SourceError{Name: name, Err: err})
	}
	return errors.Join(all...)
}

// summary counts the findings, also those that there are none of.
func (a *audit) summary() string {
	sums := a.Sums()
	var parts []string
	for _, kind := range report.Kinds() {
		if kind == report.KindUnexpected && !a.Checked {
			parts = append(parts, "senders not checked without -expect")
			continue
		}
		parts = append(parts, fmt.Sprintf("%d %s", sums.Kinds[kind], kind))
	}
	if a.Baseline != "" {
		parts = append(parts, fmt.Sprintf("since the baseline %d new, %d gone", sums.New, sums.Gone))
	}
	return strings.Join(parts, ", ")
}
