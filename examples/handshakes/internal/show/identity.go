package show

import (
	"cmp"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/output"
)

const unknown = "unknown"

// identity is how people read who the caller is.
var identity = []output.Column[invitation.Identity]{
	{Name: "CLOUD", Cell: func(id invitation.Identity) string { return id.Cloud }},
	{Name: "ENDPOINT", Cell: func(id invitation.Identity) string { return id.Endpoint }},
	{Name: "ACCOUNT", Cell: func(id invitation.Identity) string { return cmp.Or(id.AccountID, unknown) }},
	{Name: "ROLE", Cell: func(id invitation.Identity) string { return cmp.Or(string(id.Role), unknown) }},
	{Name: "ORGANIZATION", Cell: func(id invitation.Identity) string { return cmp.Or(id.Organization.ID, "none, or unknown") }},
	{Name: "MANAGED BY", Cell: func(id invitation.Identity) string {
		return strings.TrimSpace(id.Organization.ManagerID + " " + id.Organization.ManagerName)
	}},
	{Name: "CLOCK", Cell: clock},
	access(invitation.ReadOrganization),
	access(invitation.ReadSent),
	access(invitation.ReadReceived),
	access(invitation.ReadMembers),
	access(invitation.ReadGet),
	{Name: "MISSING", Cell: func(id invitation.Identity) string { return strings.Join(id.Missing(), ", ") }},
}

// clock says how far the clocks are apart. The client corrects more than 5 minutes.
func clock(id invitation.Identity) string {
	switch offset := id.ClockOffset; {
	case id.Date.IsZero():
		return unknown
	case offset.Abs() < 2*time.Second: // the network and full seconds explain it
		return "agrees with the service's"
	case offset > 0:
		return cli.FormatDuration(offset) + " behind the service's: set it"
	default:
		return cli.FormatDuration(-offset) + " ahead of the service's: set it"
	}
}

// access is the column that says whether the caller may read something, and what it lacks.
func access(what invitation.Read) output.Column[invitation.Identity] {
	return output.Column[invitation.Identity]{Name: "READ " + strings.ToUpper(string(what)), Cell: func(id invitation.Identity) (text string) {
		for _, r := range id.Reads {
			if r.Read == what {
				_, text, _ = strings.Cut(r.String(), ": ")
				if r.Err != nil && r.Action == "" {
					text += ", " + cli.Explain(r.Err).What
				}
			}
		}
		return text
	}}
}
