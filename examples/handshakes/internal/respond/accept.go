// Package respond has the commands that end invitations, in Huawei Cloud or Alibaba Cloud: accept
// and decline end those that an account received, and cancel ends those that an organization sent.
// They only plan, unless -apply is given. Try them without a cloud account:
//
//	go run ./examples/handshakes accept -cloud huawei -offline
//	go run ./examples/handshakes accept -cloud huawei -offline -apply
//	go run ./examples/handshakes cancel -cloud huawei -offline -pending
package respond

import (
	"cmp"
	"context"
	_ "embed" // the help
	"iter"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// ownOrganization is what accept trusts offline.
var ownOrganization = map[string]string{clouds.HuaweiName: "o-9zs2640k7li9mj8l", clouds.AlibabaName: "rd-A8kqJ4"}

//go:embed accept.txt
var acceptHelp string

// Accept is the subcommand that accepts an invitation.
var Accept = cli.Command{Name: "accept", Summary: "accept an invitation, by its ID or from a trusted sender", Run: runAccept}

func runAccept(ctx context.Context, p *cli.Process, args []string) error {
	var trust invitation.Trust
	o := outcome.New(p, acceptHelp, "accept", "accepted")
	o.Received = true
	o.Positional("invitation's ID", 0, 1)
	o.Var(cli.IDs(&trust.OrganizationIDs), "organization", "from these `IDs` of organizations or resource directories")
	o.Var(cli.IDs(&trust.InviterIDs), "inviter", "from these `IDs` of management accounts")
	if err := o.Parse(args); err != nil {
		return err
	}
	if err := cmp.Or(clouds.CheckIDs("organization", trust.OrganizationIDs, o.Cloud.OrganizationID),
		clouds.CheckIDs("inviter", trust.InviterIDs, o.Cloud.AccountID)); err != nil {
		return err
	}
	trusting := trust.OrganizationIDs != nil || trust.InviterIDs != nil
	switch {
	case o.NArg() > 0 && trusting:
		return cli.Misuse("give an ID, or -organization and -inviter, not both")
	case o.NArg() > 0:
		return accepting.run(ctx, p, o)
	case !trusting && !o.Access.Offline:
		return cli.Misuse("give the invitation's ID, -organization or -inviter; or -offline to try this command without an account")
	case !trusting:
		trust.OrganizationIDs = []string{ownOrganization[o.Cloud.Name]}
		p.Say("offline, the command trusts -organization %s", ownOrganization[o.Cloud.Name])
	}
	return o.Run(func(c clouds.Client) (iter.Seq2[invitation.Outcome, error], error) {
		return complete(c.AcceptFrom(ctx, trust, o.Bulk()...)), nil
	})
}

// complete yields the outcomes when the work is done. At most one invitation is accepted, and a
// reader that goes away before its row must not prevent that.
func complete(outcomes iter.Seq2[invitation.Outcome, error]) iter.Seq2[invitation.Outcome, error] {
	return func(yield func(invitation.Outcome, error) bool) {
		var yields []func() bool
		for o, err := range outcomes {
			yields = append(yields, func() bool { return yield(o, err) })
		}
		for _, next := range yields {
			if !next() {
				return
			}
		}
	}
}
