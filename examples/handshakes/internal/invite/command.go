// Package invite is the commands that send invitations, in Huawei Cloud or Alibaba Cloud: invite
// sends those of a CSV file, and resend those that expired. They plan until they are told to act.
// Try them without a cloud account:
//
//	go run ./examples/handshakes invite -cloud huawei -offline
//	go run ./examples/handshakes invite -cloud huawei -offline -apply
//	go run ./examples/handshakes resend -cloud huawei -offline
package invite

import (
	"context"
	"io"
	"math"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Command is the subcommand that sends the invitations of a file.
var Command = cli.Command{
	Name:    "invite",
	Summary: "send the invitations of a CSV file",
	Run: func(ctx context.Context, p *cli.Process, args []string) error {
		o, err := parse(p, args)
		switch {
		case err != nil:
			return err
		case o.sample:
			_, err := io.WriteString(p.Stdout, o.cloud.sample)
			return err
		default:
			return o.run(ctx, p)
		}
	},
}

const before = `
Send the invitations of a CSV file, in Huawei Cloud or Alibaba Cloud, and say of each line what
became of it. Without -apply, nothing is sent: what would be sent is "planned".

  handshakes invite -cloud NAME [flags]

Examples:
  handshakes invite -cloud huawei -offline               see the plan for made-up accounts
  handshakes invite -cloud huawei -offline -apply        see a quota end the sending
  handshakes invite -cloud huawei -sample > file.csv     a file to begin with
  handshakes invite -cloud huawei -file file.csv         what would be sent
  handshakes invite -cloud huawei -file file.csv -apply  send it; tomorrow the same again
`

const after = `
The file:
  The first line names the columns, in any order. Each further line is an account. Commas stand
  between the cells, and the text is UTF-8: save it as "CSV UTF-8" from a spreadsheet.
  target_type  account or name in Huawei Cloud, account or email in Alibaba Cloud
  target       the account's ID, name or address. Spreadsheets round IDs of 16 digits:
               make the column one of text before you paste them
  notes        goes into the mail to the account's owner; may be left out
  tags         as team=payments; env=prod; may be left out
  folder       the folder in Alibaba Cloud, as fd-…; needs -alibaba-version 2022-04-19
  The command reads CSV that the tool wrote, too, and ignores its other columns.
  If a line is bad, nothing is sent. Each bad line is reported with its number.

Running it again:
  The command first reads which invitations were sent. It does not invite an account again that
  has an open invitation or has accepted one, so you can run the same file every day until
  nothing remains. It leaves alone who declined or let the invitation expire, unless -reinvite
  says otherwise: declined, cancelled, expired or accepted, for those that left. With it, an account
  that declines every time is asked on every run. When the quota is used up, the sending ends; the
  clouds allow about 20 invitations in 24 hours.
` + outcome.FormatHelp + `
Exit codes:
  0  done       1  failed, or some invitations remain
  2  misused  130  interrupted with Ctrl-C; what was sent before is reported
` + clouds.KeysHelp

// options are what the command line asks for.
type options struct {
	outcome.Options
	cloud    cloud
	file     string // "" is the sample
	sample   bool   // write it and do nothing else
	reinvite []string
	quota    int // 0: unknown
}

func parse(p *cli.Process, args []string) (o options, err error) {
	f := cli.NewFlags(p.Name, before, after)
	f.StringVar(&o.file, "file", "", "the CSV `file`, - for standard input (default with -offline: the sample)")
	f.Var(cli.Words(&o.reinvite, "declined", "cancelled", "expired", "accepted"), "reinvite",
		"also accounts whose last invitation came to these `ends`, as declined,expired")
	quotaFlag(f, &o.quota)
	f.BoolVar(&o.sample, "sample", false, "write a file to begin with, and do nothing else")
	const title = "Whom to invite"
	f.Group(title, "file", "reinvite", "daily-quota", "sample")
	o.Add(f, p, outcome.Sent(true), title, "send; without it, only say what would be sent")
	if err := f.Parse(p, args); err != nil {
		return o, err
	}
	chosen, err := o.Cloud()
	if err != nil {
		return o, err
	}
	if o.file == "" && !o.Access.Offline && !o.sample {
		return o, cli.Misuse("give a -file, or -offline to see this command at work without one")
	}
	o.cloud = of(chosen)
	return o, nil
}

func quotaFlag(f *cli.Flags, n *int) {
	f.Var(cli.Number(n, 1, math.MaxInt32), "daily-quota", "send at most this `number` in 24 hours, those of before included")
}

func quotaOption(n int) (opts []invitation.BulkOption) {
	if n > 0 {
		opts = append(opts, invitation.DailyQuota(n))
	}
	return opts
}
