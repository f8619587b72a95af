// Package audit is the command audit. It reads the invitations of many accounts in both clouds and
// reports those that need attention: invitations that are pending, expire soon or have expired, and
// invitations from unexpected senders. Try it without a cloud account:
//
//	go run ./examples/handshakes audit -offline
package audit

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
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
		draft, err := ownfile.NewDraft(o.file) // a path that is refused must not waste an audit
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
		s := a.Sums()
		p.Say("%s in %s", report.Count(s.Findings, "finding"), report.Count(s.Invitations, "invitation"))
	}
	var found error
	if slices.ContainsFunc(a.Findings, func(f *report.Finding) bool { return slices.Contains(o.failOn, f.Kind) }) {
		found = cli.ErrFound
	}
	return errors.Join(interrupted, written, a.failures(), found)
}

// failures returns why lists are incomplete. It leaves out lists that an interruption cut, and
// reports missing credentials once for an account.
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

// write writes the report, even if it is incomplete. It does not write an incomplete page to a
// terminal: nobody reads HTML there, and a second Ctrl-C would cut the page.
func (a *audit) write(w io.Writer, screen terminal.Screen) error {
	if a.output.Format == html {
		if a.Cut && screen.Terminal {
			return nil
		}
		return a.WriteHTML(w)
	}
	rows := output.New(w, screen, a.output, shape(a.Baseline != ""))
	for _, f := range slices.Concat(a.Findings, a.Gone) {
		if err := rows.Write(f); err != nil {
			return err
		}
	}
	return rows.Close()
}

// shape says how to write findings in every format except html. With a baseline, a table has a
// column for the change.
func shape(compared bool) output.Shape[*report.Finding] {
	type column = output.Column[*report.Finding]
	of := output.Of(func(f *report.Finding) invitation.Invitation { return f.Invitation },
		output.Invitations("cloud", "status", "organization", "expires", "id", "note")...)
	of[1].Priority = 55 // the finding says most of it
	return output.Shape[*report.Finding]{
		Columns: slices.Concat(
			[]column{
				{Name: "FINDING", Priority: output.Essential + 5, Cell: label},
				{Name: "CHANGE", Priority: output.Essential + 4, Extra: !compared, Cell: func(f *report.Finding) string { return f.Change }},
			},
			of[:1],
			[]column{
				{Name: "ACCOUNT", Priority: 60, Min: 12, Cell: func(f *report.Finding) string { return f.Account }},
				{Name: "LIST", Priority: 10, Cell: func(f *report.Finding) string { return f.List }},
			},
			of[1:2],
			[]column{{Name: "WITH", Priority: output.Essential, Min: 12, Cell: (*report.Finding).With}},
			of[2:],
		),
		CSVHeader: slices.Concat([]string{"finding", "account", "list", "change", "look_alike"}, invitation.CSVHeader()),
		CSVRecord: func(f *report.Finding) []string {
			return slices.Concat([]string{f.Kind, f.Account, f.List, f.Change, f.LookAlike}, f.Invitation.CSVRecord())
		},
	}
}

// label returns the kind of a finding. A look-alike is more urgent than its kind.
func label(f *report.Finding) string {
	if f.LookAlike != "" {
		return "look-alike"
	}
	return f.Kind
}

// browse opens a file in the browser and does not wait for the browser to exit.
func browse(path string) error {
	path, err := filepath.Abs(path) // a path that begins with / is never taken for a flag
	if err != nil {
		return err
	}
	command := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	return exec.Command(command[0], append(command[1:], path)...).Start()
}
