package alibabarm

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A rule is what a refusal means: for the call, for [errors.Is], for a bulk verb, and for
// the person who reads the error.
type rule struct {
	code      string // a family ends with *
	verdict   auth.Verdict
	condition error
	about     invitation.Scope
	meaning   string // what is wrong
	hint      string // what to do; "" if nothing is known to help. {action} stands for the action
}

// What a refusal is about tells a bulk verb what becomes of the inputs that follow.
const (
	aboutUnknown = invitation.ScopeUnknown
	aboutInput   = invitation.ScopeInput
	aboutRest    = invitation.ScopeRest
	aboutCall    = invitation.ScopeCall
	aboutMoment  = invitation.ScopeMoment
)

// Hints that several rules share.
const (
	hintManagement = "call with the management account of a resource directory"
	hintKeys       = "check the access key and its secret"
	hintSignature  = hintKeys + ", and that no proxy changes the request"
	hintClock      = "check this machine's clock"
	hintEndpoint   = "check the endpoint, and that it serves the version"
	hintPolicy     = "allow {action}"
)

// codes are the published codes of both versions, one row each. A code that is not here,
// nor of a family that is, is judged by its status, see ruleForStatus.
var codes = []rule{
	// Invitations.
	{code: "MissingParameter.HandshakeId", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the invitation's ID is missing"},
	{code: "InvalidParameter.HandshakeId", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the invitation's ID is malformed"},
	{code: "MissingParameter.TargetEntity", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the target is missing"},
	{code: "InvalidParameter.TargetEntity", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the target is malformed"},
	{code: "MissingParameter.TargetType", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the target's type is missing"},
	{code: "InvalidParameter.TargetType", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the target's type is unknown"},
	{code: "InvalidParameter.Note.Length", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the note has more than 1,024 characters"},
	{code: "InvalidParameter.Note", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the note has characters that are not allowed"},
	{code: "InvalidParameter.ParentFolderId", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the folder's ID is malformed"},
	{code: "InvalidParameter.AccountId", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the account's ID is malformed"},
	{code: "EntityNotExists.Handshake", verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput,
		meaning: "the invitation does not exist, or cannot be seen yet"},
	{code: "SpecifiedResourceDirectoryNotExists", verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput,
		meaning: "the inviter's resource directory was closed"},
	{code: "EntityNotExists.ResourceDirectory", verdict: auth.Fatal, condition: ErrNotFound, about: aboutCall,
		meaning: "the account has no resource directory", hint: hintManagement},
	{code: "ResourceDirectoryNotInUse", verdict: auth.Fatal, condition: ErrNotFound, about: aboutCall,
		meaning: "the account is in no resource directory",
		hint:    "call with an account that is in a resource directory"},
	{code: "EntityNotExists.Folder", verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput,
		meaning: "the folder does not exist"},
	{code: "EntityNotExists.Account", verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput,
		meaning: "the account does not exist"},
	{code: "HandshakeStatusMismatch", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the invitation is not pending any more"},
	{code: "MissingAccountRealName", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account has no real name"},
	{code: "NoRealNameAuthentication", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account's real name is not verified"},
	{code: "NotSupport.AccountInAnotherResourceDirectory", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account manages a resource directory, or belongs to one"},
	{code: "NotSupport.Account.RealNameType", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account is not an enterprise's"},
	{code: "NotSupport.Account.Site", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account is of another site"},
	{code: "Invalid.AccountType", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "accounts of this type cannot join"},
	{code: "LegalEntityMismatch", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account is of another legal entity"},
	{code: "EnterpriseNameMismatch", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account is of another enterprise"},
	{code: "EnterpriseCertifyAuthenticationError", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account's enterprise is not certified"},
	{code: "EnterpriseInvoiceAuthenticationError", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account's enterprise has no invoice data"},
	{code: "EnterpriseRealNameVerificationError", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the real name of the account's enterprise is not verified"},
	{code: "EntityAlreadyExists.Handshake", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the target has an open invitation"},
	{code: "EntityAlreadyExists.ResourceDir.Account", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the target is a member"},
	{code: "AccountTypeOrStatusMismatch", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account's type or status does not allow it"},
	{code: "Deny.TrustedService", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "a trusted service needs the account"},
	{code: "LimitExceeded.Account", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the resource directory has as many members as it may have",
		hint:    "remove members, or ask for a higher quota of members"},
	{code: "LimitExceeded.InvitationRate", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the quota of invitations is used up",
		hint:    "go on tomorrow, or ask for a higher quota of invitations"},
	{code: "LimitExceeded.SameTargetInvitationRate", verdict: auth.Fatal, condition: ErrQuota, about: aboutInput,
		meaning: "the target was invited too often", hint: "go on tomorrow"},
	{code: "LimitExceeded.Invitation.InvalidTarget", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "too many targets were invalid", hint: "check the targets, and go on tomorrow"},
	{code: "ConcurrentCallNotSupported", verdict: auth.Refused, condition: ErrConflict, about: aboutMoment,
		meaning: "another change of the resource directory is under way"},
	{code: "NotSupport.Site.Action", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the account's site does not have this operation",
		hint:    "use the endpoint of the account's site"},

	// Every service's.
	{code: "Throttling", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests"},
	{code: "Throttling.Api", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests of this operation"},
	{code: "Throttling.User", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests of this user"},
	{code: "Throttling.EnableControlPolicy", verdict: auth.Fatal, condition: ErrThrottled, about: aboutCall,
		meaning: "control policies are being turned on", hint: "go on in some minutes"},
	{code: "Rejected.Throttling", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests"},
	{code: "ServiceUnavailable", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service is not available"},
	{code: "InternalError", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service failed"},
	{code: "SignatureNonceUsed", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a copy of the request reached the service before"},
	{code: "InvalidTimeStamp.Expired", verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the request's time is not the service's", hint: hintClock},
	{code: "IllegalTimestamp", verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the request's time is not the service's", hint: hintClock},
	{code: "InvalidTimeStamp.Format", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the request's time is malformed"},
	{code: "SignatureDoesNotMatch", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the signature is not the expected one", hint: hintSignature},
	{code: "IncompleteSignature", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the signature is not the expected one", hint: hintSignature},
	{code: "InvalidAccessKeyId.NotFound", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the access key is unknown", hint: hintKeys},
	{code: "InvalidAccessKeyId.Inactive", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the access key is disabled", hint: hintKeys},
	{code: "InvalidSecurityToken.Expired", verdict: auth.StaleCredentials, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token has expired", hint: "renew the temporary credentials"},
	{code: "InvalidSecurityToken.Malformed", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token is malformed", hint: hintKeys},
	{code: "InvalidSecurityToken.MismatchWithAccessKey", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token is not the access key's", hint: hintKeys},
	{code: "MissingSecurityToken", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token is missing",
		hint:    "give the security token with the temporary key"},
	{code: "Forbidden", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "access is denied", hint: hintPolicy},
	{code: "Forbidden.RAM", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "a policy denies the action", hint: hintPolicy},
	{code: "NoPermission", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "a policy denies the action", hint: hintPolicy},
	{code: "Forbidden.RiskControl", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the account is under risk control", hint: "contact the vendor's support"},
	{code: "MissingParameter", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is missing"},
	{code: "InvalidParameter", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is malformed"},
	{code: "UnsupportedParameter", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is not supported"},
	{code: "InvalidAction.NotFound", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the endpoint does not have this operation", hint: hintEndpoint},
	{code: "InvalidVersion", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the endpoint does not have this version", hint: hintEndpoint},
	{code: "NoSuchVersion", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the endpoint does not have this version", hint: hintEndpoint},
	{code: "UnsupportedHTTPMethod", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the endpoint does not take this method", hint: hintEndpoint},
	{code: "InvalidProtocol.NeedSsl", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the endpoint takes HTTPS only", hint: hintEndpoint},

	// Families: for what stands before the first dot, or what a code begins with.
	{code: "EntityNotExists.*", verdict: auth.Fatal, condition: ErrNotFound, about: aboutInput,
		meaning: "something that the input names does not exist"},
	{code: "EntityAlreadyExists.*", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "something that the input asks for exists already"},
	{code: "NotSupport.*", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account cannot be invited, or cannot join"},
	{code: "LimitExceeded.*", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "a quota is used up", hint: "ask for a higher quota"},
	{code: "MissingParameter.*", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is missing"},
	{code: "InvalidParameter.*", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is malformed"},
	{code: "UnsupportedParameter.*", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "a parameter is not supported"},
	{code: "InvalidTimeStamp.*", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the request's time is malformed"},
	{code: "InvalidAccessKeyId.*", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the access key is not accepted", hint: hintKeys},
	{code: "InvalidSecurityToken.*", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token is not accepted", hint: hintKeys},
	{code: "Forbidden.*", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "access is denied", hint: hintPolicy},
	{code: "NoPermission.*", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "a policy denies the action", hint: hintPolicy},
	{code: "ServiceUnavailable.*", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service is not available"},
	{code: "InternalError.*", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service failed"},
	{code: "Throttling*", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests"},
}
