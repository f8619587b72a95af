// Package respond is the commands that end invitations, in Huawei Cloud or Alibaba Cloud: accept
// and decline those that an account received, and cancel those that an organization sent. They
// plan until they are told to act. Try them without a cloud account:
//
//	go run ./examples/handshakes accept -cloud huawei -offline
//	go run ./examples/handshakes accept -cloud huawei -offline -apply
//	go run ./examples/handshakes cancel -cloud huawei -offline -pending -all
package respond

import (
	"context"
	"iter"
	"slices"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// Accept is the subcommand that accepts an invitation.
var Accept = cli.Command{
	Name:    "accept",
	Summary: "accept an invitation, by its ID or from a trusted sender",
	Run:     runAccept,
}

const beforeAccept = `
Accept the invitation that your account received: the one with an ID, or the one of an organization
that you trust. Without -apply, nothing is accepted: what would be accepted is "planned". To accept
is to join an organization, whose policies then begin to apply.

  handshakes accept -cloud NAME [ID] [flags]

Examples:
  handshakes accept -cloud huawei -offline                         see it at work, without an account
  handshakes accept -cloud huawei h-0k3v7m2q9x4c8b1n               look at one
  handshakes accept -cloud huawei h-0k3v7m2q9x4c8b1n -apply        accept it
  handshakes accept -cloud huawei -organization o-1b2c3d -apply    accept that of an organization
`

const afterAccept = `
Trust:
  -organization and -inviter take IDs, because anyone can choose a name; several with commas, or by
  repeating the flag. If both are given, an invitation must match both. An account can join only one
  organization: if several trusted invitations are pending, none is accepted. All others are shown
  and left alone, and WHY says why.
` + outcome.FormatHelp + `
Exit codes:
  0  done, or accepted before    1  failed, or the invitation with the ID has ended
  2  misused                   130  interrupted with Ctrl-C; what was accepted before is reported
` + clouds.KeysHelp

func runAccept(ctx context.Context, p *cli.Process, args []string) error {
	var o outcome.Options
	var trust invitation.Trust
	f := cli.NewFlags(p.Name, beforeAccept, afterAccept)
	f.Positional("invitation's ID", 0, 1)
	f.Var(cli.IDs(&trust.OrganizationIDs), "organization", "from these `IDs` of organizations or resource directories")
	f.Var(cli.IDs(&trust.InviterIDs), "inviter", "from these `IDs` of management accounts")
	const title = "What to accept"
	f.Group(title, "organization", "inviter")
	o.Add(f, p, outcome.Received(), title, "accept; without it, only say what would be accepted")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	cloud, err := o.Cloud()
	if err != nil {
		return err
	}
	trusting := trust.OrganizationIDs != nil || trust.InviterIDs != nil
	switch {
	case f.NArg() > 0 && trusting:
		return cli.Misuse("give an ID, or whom you trust, not both")
	case f.NArg() > 0:
		return one(ctx, p, &o, accepting, f.Arg(0))
	case !trusting && !o.Access.Offline:
		return cli.Misuse("give the invitation's ID, -organization or -inviter; or -offline to see this command at work without an account")
	case !trusting:
		trust.OrganizationIDs = []string{map[string]string{
			clouds.HuaweiName: invited.Huawei.Organization, clouds.AlibabaName: invited.Alibaba.Organization,
		}[cloud.Name]}
		p.Say("offline, as with -organization %s", trust.OrganizationIDs[0])
	}
	s, err := o.Run(invited.World(), func(c clouds.Client) (iter.Seq2[outcome.Row, error], error) {
		return complete(outcome.Rows(c.AcceptFrom(ctx, trust, o.Bulk()...))), nil
	})
	switch {
	case err != nil:
	case s.Rows == 0:
		p.Say("there are no invitations")
	case s.Count(invitation.ResultPlanned, invitation.ResultAccepted, invitation.ResultAlreadyAccepted)+s.Rows-s.Settled == 0:
		p.Say("there is nothing to accept; handshakes accept ID accepts one that you choose")
	}
	return s.Single(p, "accepted", err)
}

// complete yields the rows once the work behind them is done: at most one invitation is accepted,
// and a reader that goes away before its row must not keep it from that.
func complete(rows iter.Seq2[outcome.Row, error]) iter.Seq2[outcome.Row, error] {
	return func(yield func(outcome.Row, error) bool) {
		var done []outcome.Row
		var failed error
		for row, err := range rows {
			if failed = err; err == nil {
				done = append(done, row)
			}
		}
		for row := range slices.Values(done) {
			if !yield(row, nil) {
				return
			}
		}
		if failed != nil {
			yield(outcome.Row{}, failed)
		}
	}
}
