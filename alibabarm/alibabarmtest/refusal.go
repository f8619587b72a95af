package alibabarmtest

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

// WithRefusal changes the refusal of an operation with a code, for tests that must not depend
// on a stand-in. A part that is zero stays as it is. It changes neither the refusal of a
// request with a bad signature nor that of a caller with another role.
//
//	WithRefusal("LimitExceeded.SameTargetInvitationRate", http.StatusBadRequest, "", "")
func WithRefusal(code string, status int, other, message string) Option {
	return func(s *Service) {
		if s.refusals == nil {
			s.refusals = map[string]refusal{}
		}
		s.refusals[code] = refusal{status, other, message}
	}
}

// The refusals of the operations on one invitation or account.
var (
	refusedDirectory = refusal{http.StatusNotFound, "EntityNotExists.ResourceDirectory", "The resource directory does not exist."}
	refusedNotInUse  = refusal{http.StatusNotFound, "ResourceDirectoryNotInUse", "The account is in no resource directory."}
	refusedAccount   = refusal{http.StatusNotFound, "EntityNotExists.Account", "The account does not exist."}
	refusedType      = refusal{http.StatusConflict, "AccountTypeOrStatusMismatch", "The type or status of the account does not allow this."}
	refusedNotFound  = refusal{http.StatusNotFound, "EntityNotExists.Handshake", "The invitation does not exist."}
	refusedMismatch  = refusal{http.StatusConflict, "HandshakeStatusMismatch", "The state of the invitation does not allow this."}
	refusedDuplicate = refusal{http.StatusConflict, "EntityAlreadyExists.Handshake", "The account has a pending invitation."}
	refusedMember    = refusal{http.StatusConflict, "EntityAlreadyExists.ResourceDir.Account", "The account is a member already."}
	refusedElsewhere = refusal{http.StatusConflict, "NotSupport.AccountInAnotherResourceDirectory", "The account belongs to a resource directory."}
	refusedAccounts  = refusal{http.StatusConflict, "LimitExceeded.Account", "The members of the resource directory are used up."}
	refusedRate      = refusal{http.StatusConflict, "LimitExceeded.InvitationRate", "The invitations are used up."}
	refusedTargets   = refusal{http.StatusConflict, "LimitExceeded.Invitation.InvalidTarget", "Too many targets were invalid."}

	// The status of the first one is a stand-in, and so is the code of the second one.
	refusedSameTarget = refusal{http.StatusConflict, "LimitExceeded.SameTargetInvitationRate", "The account was invited too often."}
	refusedLeaving    = refusal{http.StatusConflict, refusedElsewhere.code, "The account is still leaving a resource directory."}
)

func missing(parameter string) refusal {
	return refusal{http.StatusBadRequest, "MissingParameter." + parameter, "The parameter " + parameter + " is missing."}
}

func invalid(parameter string) refusal {
	return refusal{http.StatusBadRequest, "InvalidParameter." + parameter, "The parameter " + parameter + " is not valid."}
}

// A deniedBody is a refusal that says which permission the caller lacks.
type deniedBody struct {
	errorBody
	AccessDeniedDetail deniedDetail
}

type deniedDetail struct {
	AuthAction           string
	AuthPrincipalType    string
	AuthPrincipalOwnerID string `json:"AuthPrincipalOwnerId"`
	NoPermissionType     string
	PolicyType           string
}

// deny refuses a caller with another role than the operation needs.
func (c *call) deny(message string) reply {
	const code = "NoPermission"
	return c.document(http.StatusForbidden, "Error", deniedBody{
		errorBody: c.errorBody(code, message),
		AccessDeniedDetail: deniedDetail{
			AuthAction:           "resourcemanager:" + c.op,
			AuthPrincipalType:    "SubUser",
			AuthPrincipalOwnerID: c.account.ID,
			NoPermissionType:     "ImplicitDeny",
			PolicyType:           "AccountLevelIdentityBasedPolicy",
		},
	})
}

// asManagement refuses all callers except a management account.
func (c *call) asManagement() (reply, bool) {
	switch c.account.Role {
	case Management:
		return reply{}, true
	case Outside:
		return c.refusal(refusedDirectory), false
	default:
		return c.deny("Only the management account of a resource directory can call this operation."), false
	}
}
