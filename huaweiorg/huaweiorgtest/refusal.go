package huaweiorgtest

import (
	"cmp"
	"net/http"
)

// A refusal is an error of the service.
type refusal struct {
	status        int
	code, message string
}

func (c *call) refusal(r refusal) reply {
	if other, ok := c.s.refusals[r.code]; ok {
		r.status, r.code, r.message = cmp.Or(other.status, r.status), cmp.Or(other.code, r.code), cmp.Or(other.message, r.message)
	}
	return c.refuse(r.status, r.code, r.message)
}

// WithRefusal changes a refusal with a code of Organizations, for tests that must not depend on
// a stand-in. A part that is zero stays as it is.
//
//	WithRefusal("Organizations.9009", http.StatusConflict, "Organizations.1404", "The invitations of today are used up.")
func WithRefusal(code string, status int, other, message string) Option {
	return func(s *Service) {
		if s.refusals == nil {
			s.refusals = map[string]refusal{}
		}
		s.refusals[code] = refusal{status, other, message}
	}
}

// The refusals of the operations on one invitation or account. Codes that begin with
// Organizations.9 are stand-ins, because the cloud does not publish its own. The messages for
// the published quotas begin with the same words.
var (
	refusedRole = refusal{http.StatusUnauthorized, "Organizations.1001",
		"Only the management account of an organization can call this operation."}
	refusedAdministrator = refusal{http.StatusUnauthorized, "Organizations.1002",
		"Only the management account or a delegated administrator of an organization can call this operation."}
	refusedOutside   = refusal{http.StatusUnauthorized, "Organizations.1015", "Organization not found."}
	refusedCancelled = refusal{http.StatusBadRequest, "Organizations.1401", "The invitation has been cancelled."}
	refusedAccounts  = refusal{http.StatusBadRequest, "Organizations.1305", "Quota exceeded for account."}
	refusedClosing   = refusal{http.StatusConflict, "Organizations.1325", "The account is being closed."}
	refusedChanges   = refusal{http.StatusBadRequest, "Organizations.2202", "The relation of the domain ID has changed too many times."}

	refusedPage        = refusal{http.StatusBadRequest, "Organizations.9001", "Invalid limit or marker."}
	refusedBody        = refusal{http.StatusBadRequest, "Organizations.9002", "Invalid target, notes or tags."}
	refusedNotFound    = refusal{http.StatusNotFound, "Organizations.9003", "Invitation not found."}
	refusedMember      = refusal{http.StatusConflict, "Organizations.9004", "The account is a member already."}
	refusedDuplicate   = refusal{http.StatusConflict, "Organizations.9005", "The account has an open invitation."}
	refusedFinished    = refusal{http.StatusConflict, "Organizations.9006", "The invitation has been accepted or declined."}
	refusedExpired     = refusal{http.StatusConflict, "Organizations.9007", "The invitation has expired."}
	refusedElsewhere   = refusal{http.StatusConflict, "Organizations.9008", "The account belongs to an organization."}
	refusedInvitations = refusal{http.StatusBadRequest, "Organizations.9009", "Quota exceeded for invitations in 24 hours."}
	refusedAccount     = refusal{http.StatusNotFound, "Organizations.9011", "The account is not in the organization."}
	refusedManager     = refusal{http.StatusConflict, "Organizations.9012", "The management account cannot leave its organization."}
	refusedDelegated   = refusal{http.StatusConflict, "Organizations.9013", "The account is a delegated administrator."}
	refusedRemovals    = refusal{http.StatusBadRequest, "Organizations.9014", "Quota exceeded for removals in 24 hours."}
)
