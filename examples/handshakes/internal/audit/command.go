// Package audit is the command that reads the invitations of many accounts in both clouds,
// and reports what needs attention: those that are pending, will expire soon or have expired,
// and those from senders that are not expected. Try it without a cloud account:
//
//	go run ./examples/handshakes audit -offline
package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
	"github.com/orghandshakes/handshakes-go/pagination"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "audit",
	Summary: "report what needs attention in many accounts",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return run(ctx, p, args, browse)
	},
}

func run(ctx context.Context, p *cli.Process, args []string, browse func(path string) error) error {
	o, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	accounts, err := open(ctx, p, &o, line)
	if err != nil {
		return err
	}
	a := newAudit(o, accounts, p.Now())
	if err := a.readBaseline(ctx, p.Stdin); err != nil {
		return err
	}
	to, screen, publish := p.Stdout, p.Screen(p.Stdout), func() error { return nil }
	if o.file != "" {
		draft, err := ownfile.NewDraft(o.file, false) // before the audit, because it may be refused
		if err != nil {
			return cli.Misuse("-o %s: %w", o.file, err)
		}
		defer draft.Discard()
		to, screen, publish = io.Writer(draft), terminal.Screen{}, draft.Publish
	}
	interrupted := a.read(ctx, line.Show)
	line.Close()
	written := a.write(to, screen)
	if written == nil {
		written = publish()
	}
	if written == nil && o.show && !a.Cut {
		written = browse(o.file)
	}
	if interrupted == nil && written == nil && p.Screen(p.Stderr).Terminal {
		p.Say("%s", a.summary())
	}
	var found error
	if slices.ContainsFunc(a.Findings, func(f *report.Finding) bool { return slices.Contains(o.failOn, f.Kind) }) {
		found = cli.ErrFound
	}
	return errors.Join(interrupted, written, a.failures(), found)
}

// failures returns why lists are incomplete, except for an interruption. What an account lacks
// to sign its requests is reported once.
func (a *audit) failures() error {
	var all []error
	reported := map[string]bool{}
	for i, l := range a.Lists {
		name := a.accounts[i].label()
		if _, unsigned := errors.AsType[*auth.SignError](l.Err); !unsigned {
			name += ", " + l.Kind
		}
		if l.Err != nil && l.Err != errNotRead && !reported[name] {
			reported[name] = true
			all = append(all, &pagination.SourceError{Name: name, Err: l.Err})
		}
	}
	return errors.Join(all...)
}

// summary counts the findings of every kind, even if there are none.
func (a *audit) summary() string {
	sums := a.Sums()
	var parts []string
	for _, kind := range report.Kinds() {
		if kind != report.KindUnexpected || a.Checked {
			parts = append(parts, fmt.Sprintf("%d %s", len(sums.Kinds[kind]), kind))
		}
	}
	if a.Baseline != "" {
		parts = append(parts, fmt.Sprintf("since the baseline %d new, %d gone", sums.Changes[report.ChangeNew], len(a.Gone)))
	}
	return strings.Join(parts, ", ")
}
