package audit

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// Options are what the command line asks for.
type options struct {
	clouds      []clouds.Cloud
	accounts    string // a file; "": the default credentials of each cloud
	lists       []list // of accounts that do not say
	within      time.Duration
	expect      []string // IDs of organizations; none: every sender is expected
	failOn      []string // findings
	format      string
	concurrency int
	access      clouds.Access
	now         func() time.Time
}

const before = `
Look at the invitations of many accounts, in Huawei Cloud, Alibaba Cloud or both, and
report what needs a look: what will expire soon or has expired, what is pending, and
what came from senders that you do not expect.

  go run ./examples/handshakes audit [flags]

Examples:
  go run ./examples/handshakes audit -offline                             see it at work, without an account
  go run ./examples/handshakes audit -offline -format html > audit.html   one page for the browser
  go run ./examples/handshakes audit -accounts accounts.csv -expect o-4k2m9q7x,rd-A8kqJ4
  go run ./examples/handshakes audit -within 24h -fail-on expiring        for a nightly job
`

const after = `
Findings, the most pressing first; an invitation has the first one that fits:
  unexpected  received from an organization that -expect does not name, and either
              pending or accepted: what was declined or has expired does no harm
  expiring    pending, and its time is up within -within
  expired     its time ran out without an answer
  pending     nobody has answered yet
What was answered is only counted. An invitation that two accounts see, or an account
in both its lists, is reported for each.

Accounts file, a CSV with a header. It holds no keys, but says where they are:
  name,cloud,keys,lists
  acme-root,huawei,,both
  payments,huawei,agency:iam::0123456789abcdef0123456789abcdef:agency:audit,received
  acme-cn,alibaba,env:ACME_CN,sent
  keys   empty: the default credentials of the cloud, as described below
         env:NAME: the variables NAME_ACCESS_KEY_ID and NAME_ACCESS_KEY_SECRET, with
         temporary keys also NAME_SECURITY_TOKEN, and for Huawei Cloud NAME_ACCOUNT_ID,
         if you know it
         agency:URN: an agency of Huawei Cloud that the default credentials may assume
  lists  sent, received or both; empty or left out: as -lists says

Formats:
  table  one line for each finding; long notes are cut, dates are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front
  jsonl  a line for each: {"finding", "account", "list", "cloud", "handshake": {…}},
         where the invitation's fields are just those of the cloud's service
  html   one page without scripts, which loads nothing, for browsers and phones
A list that cannot be read does not stop the others; stderr and the page name it.

Exit codes:
  0  done     1  failed, at least one list is not whole; what was read is written
  2  misused  3  done, and there are findings that -fail-on names
  130  interrupted with Ctrl-C
` + clouds.KeysHelp

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName, lists, expect, failOn string
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds.Both, "the cloud's `name`: "+clouds.Names())
	f.StringVar(&o.accounts, "accounts", "", "the accounts in this `file` (default one for each cloud)")
	f.StringVar(&lists, "lists", "both", "`which` lists of an account: sent, received, both")
	f.DurationVar(&o.within, "within", 72*time.Hour, "a pending invitation with less `time` left is expiring")
	f.Lookup("within").DefValue = "72h"
	f.StringVar(&expect, "expect", "", "the `IDs` of the organizations that may invite, as o-1,rd-2")
	f.StringVar(&failOn, "fail-on", "", "exit with 3 if there are such `findings`, as expiring,unexpected")
	f.StringVar(&o.format, "format", formats[0], "`how` to write them: "+strings.Join(formats, ", "))
	f.IntVar(&o.concurrency, "concurrency", 4, "read this `number` of lists at once")
	o.access.Flags(f)
	f.Group("What to look at", "cloud", "accounts", "lists")
	f.Group("What to look for", "within", "expect", "fail-on")
	f.Group("How to write it", "format")
	f.Group("Where it comes from", append(clouds.FlagNames(), "concurrency")...)
	if err := f.ParseOnly(args, stdout); err != nil {
		return o, err
	}
	o.clouds, o.lists = clouds.Choose(cloudName), chooseLists(lists)
	o.expect, o.failOn = split(expect), split(failOn)
	switch {
	case o.clouds == nil:
		return o, cli.Misuse("-cloud %s: there are %s", cloudName, clouds.Names())
	case o.lists == nil:
		return o, cli.Misuse("-lists %s: there are sent, received, both", lists)
	case !slices.Contains(formats, o.format):
		return o, cli.Misuse("-format %s: there are %s", o.format, strings.Join(formats, ", "))
	case o.within < 0 || o.within > maxWithin:
		return o, cli.Misuse("-within %s: give a time from 0 to %s", o.within, maxWithin)
	case o.concurrency < 1 || o.concurrency > maxConcurrency:
		return o, cli.Misuse("-concurrency %d: give a number from 1 to %d", o.concurrency, maxConcurrency)
	case o.access.Offline && o.accounts != "":
		return o, cli.Misuse("-offline has accounts of its own: leave out -offline or -accounts")
	}
	for _, f := range o.failOn {
		if !slices.Contains(findings, f) {
			return o, cli.Misuse("-fail-on %s: there are %s", f, strings.Join(findings, ", "))
		}
	}
	if slices.Contains(o.failOn, unexpected) && o.expect == nil && !o.access.Offline {
		return o, cli.Misuse("-fail-on %s needs -expect, which says who is expected", unexpected)
	}
	return o, o.access.Check(f, o.clouds)
}

const (
	maxWithin      = 366 * 24 * time.Hour
	maxConcurrency = 64
)

func split(list string) []string {
	var out []string
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}
