package huaweiorgtest

import "net/http"

// A refusal is an error of the service itself.
type refusal struct {
	status        int
	code, message string
}

func (c *call) refusal(r refusal) reply { return c.refuse(r.status, r.code, r.message) }

// The refusals of the operations on one invitation or account. Codes that begin with
// Organizations.9 are stand-ins: what the cloud answers there is not published.
var (
	refusedRole = refusal{http.StatusUnauthorized, "Organizations.1001",
		"Only the management account of an organization can call this operation."}
	refusedAdministrator = refusal{http.StatusUnauthorized, "Organizations.1002",
		"Only the management account or a delegated administrator of an organization can call this operation."}
	refusedOutside   = refusal{http.StatusUnauthorized, "Organizations.1015", "Organization not found."}
	refusedCancelled = refusal{http.StatusBadRequest, "Organizations.1401", "The invitation has been cancelled."}

	refusedBody        = refusal{http.StatusBadRequest, "Organizations.9002", "Invalid target, notes or tags."}
	refusedNotFound    = refusal{http.StatusNotFound, "Organizations.9003", "Invitation not found."}
	refusedMember      = refusal{http.StatusConflict, "Organizations.9004", "The account is a member already."}
	refusedDuplicate   = refusal{http.StatusConflict, "Organizations.9005", "The account has an open invitation."}
	refusedAnswered    = refusal{http.StatusConflict, "Organizations.9006", "The invitation has been answered."}
	refusedExpired     = refusal{http.StatusConflict, "Organizations.9007", "The invitation has expired."}
	refusedElsewhere   = refusal{http.StatusConflict, "Organizations.9008", "The account belongs to an organization."}
	refusedInvitations = refusal{http.StatusBadRequest, "Organizations.9009", "The invitations of a day are used up."}
	refusedAccounts    = refusal{http.StatusBadRequest, "Organizations.9010", "The accounts of the organization are used up."}
	refusedAccount     = refusal{http.StatusNotFound, "Organizations.9011", "The account is not in the organization."}
	refusedManager     = refusal{http.StatusConflict, "Organizations.9012", "The management account cannot leave its organization."}
	refusedDelegated   = refusal{http.StatusConflict, "Organizations.9013", "The account is a delegated administrator."}
)
