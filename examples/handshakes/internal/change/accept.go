package change

import (
	"cmp"
	"context"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/clouds"
)

// ownOrganization is what accept trusts offline.
var ownOrganization = map[string]string{clouds.HuaweiName: "o-9zs2640k7li9mj8l", clouds.AlibabaName: "rd-A8kqJ4"}

// Accept is the subcommand that accepts an invitation.
var Accept = command("accept", "accept an invitation, by its ID or from a trusted sender", verb{
	do: "accept", done: "accepted", received: true,
}, runAccept)

func runAccept(ctx context.Context, c *change) error {
	var trust invitation.Trust
	c.Positional("invitation's ID", 0, 1)
	c.Var(cli.IDs(&trust.OrganizationIDs), "organization", "from these `IDs` of organizations or resource directories")
	c.Var(cli.IDs(&trust.InviterIDs), "inviter", "from these `IDs` of management accounts")
	if err := c.open(); err != nil {
		return err
	}
	if err := cmp.Or(clouds.CheckIDs("organization", trust.OrganizationIDs, c.client.OrganizationID),
		clouds.CheckIDs("inviter", trust.InviterIDs, c.client.AccountID)); err != nil {
		return err
	}
	trusting := trust.OrganizationIDs != nil || trust.InviterIDs != nil
	switch {
	case c.NArg() > 0 && trusting:
		return cli.Misuse("give an ID, or -organization and -inviter, not both")
	case c.NArg() > 0:
		return c.end(ctx, invitation.StatusAccepted, c.client.Accept)
	case !trusting && !c.offline:
		return cli.Misuse("give the invitation's ID, -organization or -inviter; or -offline to try this command without an account")
	case !trusting:
		trust.OrganizationIDs = []string{ownOrganization[c.client.Cloud.Name]}
		c.p.Say("offline, the command trusts -organization %s", trust.OrganizationIDs[0])
	}
	return c.run(c.client.AcceptFrom(ctx, trust, c.bulk()...))
}
