package invite

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Options are what the command line asks for.
type options struct {
	cloud    cloud
	file     string // "" is the sample
	send     bool
	reinvite []string // in lower case
	format   string
	sample   bool // write it and do nothing else
	access   clouds.Access
	version  string // of Alibaba Cloud's API
	now      func() time.Time
	stdin    io.Reader
}

const before = `
Send the invitations of a CSV file, in Huawei Cloud or Alibaba Cloud, and say of each
line what became of it. Without -send nothing is sent: what would be is "planned".

  go run ./examples/handshakes invite [flags]

Examples:
  go run ./examples/handshakes invite -offline                    see the plan for made-up accounts
  go run ./examples/handshakes invite -offline -send              see a quota end the sending
  go run ./examples/handshakes invite -sample > accounts.csv      a file to begin with
  go run ./examples/handshakes invite -file accounts.csv          what would be sent
  go run ./examples/handshakes invite -file accounts.csv -send    send it; tomorrow the same again
`

const after = `
The file:
  A first line with the names of the columns, in any order, then one line for each
  account. Commas between the cells, text in UTF-8, as a spreadsheet saves it.
  target_type  account or name in Huawei Cloud, account or email in Alibaba Cloud
  target       the account's ID, name or address. Spreadsheets round IDs of 16 digits:
               make the column one of text before you paste them
  notes        goes into the mail to the account's owner; may be left out
  tags         as team=payments; env=prod; may be left out
  folder       the folder in Alibaba Cloud, as fd-…; needs -alibaba-version 2022-04-19
  If a line is bad, nothing is sent, and each bad line is told by its number.

Running it again:
  The invitations that were sent are read before any is sent. Who has an open one, or
  has accepted one, is not invited again, so that the same file can be run every day
  until nothing remains. Who declined or let it expire is left alone, unless -reinvite
  says otherwise; run daily with it, who declines each time is asked each time. When
  the quota is used up, the sending ends; the clouds allow about 20 invitations in 24
  hours.

Formats:
  table  one line for each line of the file, dates are in UTC
  csv    all fields; a cell that a spreadsheet would run gets an apostrophe in front
  json   one array of {"cloud": …, "line": …, "result": …, "target": …, "reason": …,
         "error": …, "handshake": …}; the last three only where there is such a thing

Exit codes:
  0  done       1  failed, or some invitations remain
  2  misused  130  interrupted with Ctrl-C; what was sent before is told
` + clouds.KeysHelp

// ends are the values of -reinvite, which both clouds have.
var ends = []string{"declined", "cancelled", "expired", "accepted"}

func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	var cloudName, again string
	f := cli.NewFlags(name, before, after)
	f.StringVar(&cloudName, "cloud", clouds.HuaweiName, "the cloud's `name`: "+strings.Join(cloudNames(), ", "))
	f.StringVar(&o.file, "file", "", "the CSV `file`, - for standard input (default with -offline: the sample)")
	f.StringVar(&again, "reinvite", "", "also who came to one of these `ends`: "+strings.Join(ends, ","))
	f.BoolVar(&o.send, "send", false, "send; without it, only say what would be sent")
	f.BoolVar(&o.sample, "sample", false, "write a file to begin with, and do nothing else")
	f.StringVar(&o.format, "format", outcome.Formats()[0], "`how` to write it: "+strings.Join(outcome.Formats(), ", "))
	o.access.Flags(f)
	f.Group("Whom to invite", "cloud", "file", "reinvite", "send", "sample")
	f.Group("How to write it", "format")
	f.Group("Where it goes", clouds.FlagNames()...)
	if err := f.ParseOnly(args, stdout); err != nil {
		return o, err
	}
	o.version = f.Lookup("alibaba-version").Value.String()
	o.reinvite = split(again)
	i := slices.IndexFunc(all(), func(c cloud) bool { return c.Name == cloudName })
	switch {
	case i < 0:
		return o, cli.Misuse("-cloud %s: there are %s, one at a time", cloudName, strings.Join(cloudNames(), ", "))
	case !slices.Contains(outcome.Formats(), o.format):
		return o, cli.Misuse("-format %s: there are %s", o.format, strings.Join(outcome.Formats(), ", "))
	case o.file == "" && !o.access.Offline && !o.sample:
		return o, cli.Misuse("whom to invite? give a -file, or -offline to see this program at work without one")
	}
	for _, end := range o.reinvite {
		if !slices.Contains(ends, end) {
			return o, cli.Misuse("-reinvite %s: there are %s", end, strings.Join(ends, ", "))
		}
	}
	o.cloud = all()[i]
	return o, o.access.Check(f, []clouds.Cloud{o.cloud.Cloud})
}

func split(list string) []string {
	var out []string
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.ToLower(strings.TrimSpace(word)); word != "" && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}
