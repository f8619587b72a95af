// Package audit is the command audit. It reads the invitations of many accounts in both clouds and
// reports those that need attention: invitations that are pending, expire soon or have expired, and
// invitations from unexpected senders. Try it without a cloud account:
//
//	go run ./examples/handshakes audit -offline
package audit

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"io"
	"slices"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/ownfile"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/progress"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/terminal"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "audit",
	Summary: "report what needs attention in many accounts",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		return run(ctx, p, args, browse)
	},
}

const html = "html"

// listsOf has the lists for each value of -lists.
var listsOf = map[string][]string{
	"both": {sent, received}, sent: {sent}, received: {received},
}

//go:embed help.txt
var help string

func parse(p *cli.Process, args []string) (*audit, error) {
	a := &audit{At: p.Now(), within: 3 * day, concurrency: 4}
	lists := "both"
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes+cli.FoundCode, clouds.CredentialsHelp)
	f.StringVar(&a.accounts, "accounts", "", "the accounts in this `file` (default one for each cloud)")
	f.Var(cli.Word(&lists, sent, received, "both"), "lists", "`which` lists of an account: sent, received, both")
	f.Var(cli.Duration(&a.within, 0, 366*day), "within", "a pending invitation with less `time` left is expiring")
	f.Var(cli.IDs(&a.expect), "expect", "the `IDs` of the organizations or accounts that may invite, as o-1,rd-2")
	f.Var(cli.Words(&a.failOn, kinds...), "fail-on", "exit with 3 if there are such `findings`, as expiring,unexpected")
	f.StringVar(&a.Baseline, "baseline", "", "show what has changed since this `file` of an earlier audit")
	f.StringVar(&a.file, "o", "", "write to this new `file`, which only you can read")
	f.BoolVar(&a.show, "open", false, "show the html report in the browser")
	f.Var(cli.Number(&a.concurrency, 1, 64), "concurrency", "read this `number` of lists at once")
	a.output.Add(f, shape(false).Names(), output.Table, output.CSV, output.JSON, output.JSONLines, html)
	a.access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return a, err
	}
	f.Visit(func(fl *flag.Flag) {
		if fl.Name != "o" { // a reader of the report need not know where it was
			a.Settings = append(a.Settings, "-"+fl.Name+" "+fl.Value.String())
		}
	})
	a.lists = listsOf[lists]
	if err := a.output.Check(); err != nil {
		return a, err
	}
	return a, a.check()
}

func (a *audit) check() error {
	huawei, alibaba := clouds.Huawei(), clouds.Alibaba()
	if err := clouds.CheckIDs("expect", a.expect, huawei.OrganizationID, alibaba.OrganizationID, huawei.AccountID, alibaba.AccountID); err != nil {
		return err
	}
	switch {
	case a.access.Offline && a.accounts != "":
		return cli.Misuse("-offline has accounts of its own: leave out -offline or -accounts")
	case a.accounts == "-" && a.Baseline == "-":
		return cli.Misuse("-accounts and -baseline cannot both be standard input")
	case a.show && a.output.Format != html:
		return cli.Misuse("-open shows the html report: add -format html, or leave out -open")
	case a.show && a.file == "":
		return cli.Misuse("-open needs -o: the report holds personal data, so name the file that keeps it")
	case slices.Contains(a.failOn, kindUnexpected) && a.expect == nil && !a.access.Offline:
		return cli.Misuse("-fail-on %s needs -expect, which says who is expected", kindUnexpected)
	}
	return nil
}

func run(ctx context.Context, p *cli.Process, args []string, browse func(path string) error) error {
	a, err := parse(p, args)
	if err != nil {
		return err
	}
	line := progress.New(p)
	defer line.Close()
	if err := a.open(ctx, p, line); err != nil {
		return err
	}
	if err := a.readBaseline(ctx, p.Stdin); err != nil {
		return err
	}
	to, screen, publish := p.Stdout, p.Screen(p.Stdout), func() error { return nil }
	if a.file != "" {
		draft, err := ownfile.NewDraft(a.file) // a path that is refused must not waste an audit
		if err != nil {
			return cli.Misuse("-o %s: %w", a.file, err)
		}
		defer draft.Discard()
		to, screen, publish = io.Writer(draft), terminal.Screen{}, draft.Publish
	}
	interrupted := a.read(ctx, line.Show)
	line.Close()
	found := a.Sums()
	written := a.write(p, to, screen, found.Findings)
	if written == nil {
		written = publish()
	}
	if written == nil && a.show && !a.Cut {
		written = browse(a.file)
	}
	if interrupted == nil && written == nil && p.Screen(p.Stderr).Terminal {
		p.Say("%s in %s", cli.Count(len(found.Findings), "finding"), cli.Count(found.Invitations, "invitation"))
	}
	err = errors.Join(interrupted, written, a.failures())
	if slices.ContainsFunc(a.failOn, func(kind string) bool { return found.Kinds[kind] != nil }) {
		err = errors.Join(err, cli.ErrFound)
	}
	return err
}
