package audit

import (
	_ "embed"
	"flag"
	"slices"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/report"
)

// options are the values of the flags.
type options struct {
	accounts    string   // a file; "" means the default credentials of each cloud
	lists       []string // of accounts for which the file names no lists
	within      time.Duration
	expect      []string // IDs of organizations and management accounts; nil means that every sender is expected
	failOn      []string // kinds of findings
	compareWith string   // the file of -baseline; "" means none
	file        string   // "" means stdout
	show        bool     // open the report in the browser
	concurrency int
	output      output.Flags
	access      clouds.Access
	settings    []string // the flags that the user gave
}

const (
	html = "html"
	day  = 24 * time.Hour
)

// listsOf has the lists for each value of -lists.
var listsOf = map[string][]string{
	"both": {report.Sent, report.Received}, report.Sent: {report.Sent}, report.Received: {report.Received},
}

//go:embed help.txt
var help string

func parse(p *cli.Process, args []string) (options, error) {
	o := options{within: 3 * day, concurrency: 4}
	lists := "both"
	f := cli.NewFlags(p.Name, help, output.FormatsHelp, cli.ExitCodes+cli.FoundCode, clouds.CredentialsHelp)
	f.StringVar(&o.accounts, "accounts", "", "the accounts in this `file` (default one for each cloud)")
	f.Var(cli.Word(&lists, report.Sent, report.Received, "both"), "lists", "`which` lists of an account: sent, received, both")
	f.Var(cli.Duration(&o.within, 0, 366*day), "within", "a pending invitation with less `time` left is expiring")
	f.Var(cli.IDs(&o.expect), "expect", "the `IDs` of the organizations or accounts that may invite, as o-1,rd-2")
	f.Var(cli.Words(&o.failOn, report.Kinds()...), "fail-on", "exit with 3 if there are such `findings`, as expiring,unexpected")
	f.StringVar(&o.compareWith, "baseline", "", "show what has changed since this `file` of an earlier audit")
	f.StringVar(&o.file, "o", "", "write to this new `file`, which only you can read")
	f.BoolVar(&o.show, "open", false, "show the html report in the browser")
	f.Var(cli.Number(&o.concurrency, 1, 64), "concurrency", "read this `number` of lists at once")
	o.output.Add(f, shape(false).Names(), output.Table, output.CSV, output.JSON, output.JSONLines, html)
	o.access.FlagsForBoth(f, p)
	if err := f.Parse(p, args); err != nil {
		return o, err
	}
	f.Visit(func(fl *flag.Flag) {
		if fl.Name != "o" { // a reader of the report need not know where it was
			o.settings = append(o.settings, "-"+fl.Name+" "+fl.Value.String())
		}
	})
	o.lists = listsOf[lists]
	if err := o.output.Check(); err != nil {
		return o, err
	}
	return o, o.check()
}

func (o options) check() error {
	huawei, alibaba := clouds.Huawei(), clouds.Alibaba()
	if err := clouds.CheckIDs("expect", o.expect, huawei.OrganizationID, alibaba.OrganizationID, huawei.AccountID, alibaba.AccountID); err != nil {
		return err
	}
	switch {
	case o.access.Offline && o.accounts != "":
		return cli.Misuse("-offline has accounts of its own: leave out -offline or -accounts")
	case o.accounts == "-" && o.compareWith == "-":
		return cli.Misuse("-accounts and -baseline cannot both be standard input")
	case o.show && o.output.Format != html:
		return cli.Misuse("-open shows the html report: add -format html, or leave out -open")
	case o.show && o.file == "":
		return cli.Misuse("-open needs -o: the report holds personal data, so name the file that keeps it")
	case slices.Contains(o.failOn, report.KindUnexpected) && o.expect == nil && !o.access.Offline:
		return cli.Misuse("-fail-on %s needs -expect, which says who is expected", report.KindUnexpected)
	}
	return nil
}
