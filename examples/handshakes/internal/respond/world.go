package respond

import (
	"time"

	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/outcome"
)

// invited is an account with invitations of one that it trusts, of one that only bears the same
// name, and of others.
var invited = outcome.World{
	Received: true,
	Huawei: outcome.Past{Organization: "o-9zs2640k7li9mj8l", Seeds: []outcome.Seed{
		received("h-2c9v4b7n1m5x8z3q", "", "", "", invitation.StatusExpired, 20*outcome.Day),
		received("h-7p3r9t5y2w8e4u6i", "o-2m8x4c1v7b9n5k3q", "95fc29a753142ffa761134d3f09d27b1", "globex", invitation.StatusDeclined, 9*outcome.Day),
		received("h-4d8f2g6h1j5k9l3s", "o-6t1r8y3w5e0u2i4p", "4f6fec15ed2ed335777299be57268783", "acme_root", invitation.StatusPending, 3*outcome.Day),
		received("h-0k3v7m2q9x4c8b1n", "", "", "", invitation.StatusPending, 2*outcome.Day),
		received("h-5a1s9d3f7g2h6j4k", "o-0z5h7j2f9d4s8g1a", "116d1b8091781d3b63e1af8020c08f70", "free-credits-2026", invitation.StatusPending, outcome.Day),
	}},
	Alibaba: outcome.Past{Organization: "rd-A8kqJ4", Seeds: []outcome.Seed{
		received("h-Rb2xV9kQ1mTz7w4c", "", "", "", invitation.StatusExpired, 20*outcome.Day),
		received("h-Hn5yC3pL8sWd0v6j", "rd-x4Kp2c", "1911992957278412", "globex", invitation.StatusDeclined, 9*outcome.Day),
		received("h-Gt7uB1qM4xEf9z2a", "rd-T7yw0E", "1994016056533662", "acme-root", invitation.StatusPending, 3*outcome.Day),
		received("h-Jk0wN6rS3vYh8c5b", "", "", "", invitation.StatusPending, 2*outcome.Day),
		received("h-Pz4eD2tX7mQg1n9l", "rd-9dSg1a", "1090862725014567", "free-credits-2026", invitation.StatusPending, outcome.Day),
	}},
}

func received(id, organization, inviter, name string, status invitation.Status, age time.Duration) outcome.Seed {
	return outcome.Seed{Age: age, Invitation: invitation.Invitation{
		ID: id, OrganizationID: organization, InviterID: inviter, InviterName: name, Status: status,
	}}
}

// sender is an organization whose invitations wait for long, for a short time, or since nobody
// knows when.
var sender = outcome.World{
	Huawei: outcome.Past{Seeds: []outcome.Seed{
		outcome.Invited(invitation.TargetTypeName, "data-staging-05", invitation.StatusPending, 26*time.Hour),
		outcome.Invited(invitation.TargetTypeName, "logistics-dr-16", invitation.StatusPending, 11*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "edge-poc-21", invitation.StatusPending, 13*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "archive-dev-03", invitation.StatusPending, 0),
		outcome.Invited(invitation.TargetTypeName, "labor-köln-prod-11", invitation.StatusCancelled, 5*outcome.Day),
		outcome.Invited(invitation.TargetTypeName, "payments-prod-07", invitation.StatusAccepted, 4*outcome.Day),
	}},
	Alibaba: outcome.Past{Seeds: []outcome.Seed{
		outcome.Invited(invitation.TargetTypeEmail, "data-staging+05@acme.example.test", invitation.StatusPending, 26*time.Hour),
		outcome.Invited(invitation.TargetTypeAccount, "1911992957278412", invitation.StatusPending, 11*outcome.Day),
		outcome.Invited(invitation.TargetTypeEmail, "edge-poc+21@acme.example.test", invitation.StatusPending, 13*outcome.Day),
		outcome.Invited(invitation.TargetTypeAccount, "1276543210987654", invitation.StatusPending, 0),
		outcome.Invited(invitation.TargetTypeEmail, "yanfa-dr+11@koeln.example.test", invitation.StatusCancelled, 5*outcome.Day),
		outcome.Invited(invitation.TargetTypeAccount, "1447738463228192", invitation.StatusAccepted, 4*outcome.Day),
	}},
}
