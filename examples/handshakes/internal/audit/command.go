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
	"io/fs"
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
		draft, err := newDraft(o.file) // before the audit, because it may be refused
		if err != nil {
			return err
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
	return errors.Join(interrupted, written, a.failures(), a.found())
}

func newDraft(path string) (*ownfile.Draft, error) {
	d, err := ownfile.NewDraft(path, false)
	if errors.Is(err, fs.ErrExist) {
		err = fmt.Errorf("%w; remove it, or name another file", err)
	}
	if err != nil {
		return nil, cli.Misuse("-o %s: %w", path, err)
	}
	return d, nil
}

// found returns [cli.ErrFound] if there are findings that -fail-on names.
func (a *audit) found() error {
	for _, f := range a.Findings {
		if slices.Contains(a.failOn, f.Kind) {
			return cli.ErrFound
		}
	}
	return nil
}

// failures returns why lists are incomplete, except for an interruption. What an account lacks
// to sign its requests is reported once.
func (a *audit) failures() error {
	var all []error
	reported := map[string]bool{}
	for i, r := range a.readings {
		name := r.account.label()
		if _, unsigned := errors.AsType[*auth.SignError](r.err); !unsigned {
			name += ", " + a.Lists[i].Kind
		}
		if r.err != nil && r.err != errNotRead && !reported[name] {
			reported[name] = true
			all = append(all, &pagination.SourceError{Name: name, Err: r.err})
		}
	}
	return errors.Join(all...)
}

// summary counts the findings of every kind, even if there are none.
func (a *audit) summary() string {
	sums := a.Sums()
	var parts []string
	for _, kind := range report.Kinds() {
		if kind == report.KindUnexpected && !a.Checked {
			parts = append(parts, "senders not checked without -expect")
			continue
		}
		parts = append(parts, fmt.Sprintf("%d %s", len(sums.Kinds[kind]), kind))
	}
	if a.Baseline != "" {
		parts = append(parts, fmt.Sprintf("since the baseline %d new, %d gone", sums.New, len(a.Gone)))
	}
	return strings.Join(parts, ", ")
}
