package huaweiorg

import (
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
)

// A rule is what a refusal means: for the call, for [errors.Is], for a bulk verb, and for
// the person who reads the error.
type rule struct {
	code string // "APIGW" stands for "APIG", too
	// status is for a code that means something else with each status; 0 for any.
	status    int
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
	hintManagement = "call with the organization's management account"
	hintDelegated  = "call with the organization's management account or a delegated administrator"
	hintRole       = "check the account's role in the organization"
	hintKeys       = "check the access key, its secret and this machine's clock"
	hintEndpoint   = "check the endpoint"
	hintPolicy     = "allow {action}"
	hintAddress    = "call from an address that is allowed"
	hintQuota      = "ask for a higher quota"
	hintSupport    = "contact the vendor's support"
)

// codes are the published codes, one row each. A code that is not here is judged by its
// status, see ruleForStatus.
var codes = []rule{
	// The service's own.
	{code: "Organizations.1001", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "only the management account may do this", hint: hintManagement},
	{code: "Organizations.1002", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "only the management account or a delegated administrator may do this",
		hint:    hintDelegated},
	{code: "Organizations.1003", verdict: auth.Refused, condition: ErrConflict, about: aboutMoment,
		meaning: "another change of the organization is under way"},
	{code: "Organizations.1004", verdict: auth.Refused, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service could not get its management token"},
	{code: "Organizations.1005", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the account is neither the master nor a member of an enterprise",
		hint:    "enable Enterprise Center for the account"},
	{code: "Organizations.1006", verdict: auth.Refused, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service could not get its assume-role token"},
	{code: "Organizations.1007", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "a policy denies the action", hint: hintPolicy},
	{code: "Organizations.1008", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: bad request while it checked permissions",
		hint:    hintSupport},
	{code: "Organizations.1009", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: impersonation", hint: hintSupport},
	{code: "Organizations.1010", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "a header that the service requires is missing",
		hint:    "set the account ID in the credentials"},
	{code: "Organizations.1011", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: invalid user profile", hint: hintSupport},
	{code: "Organizations.1012", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: invalid context attributes",
		hint:    hintSupport},
	{code: "Organizations.1013", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: a look-up", hint: hintSupport},
	{code: "Organizations.1015", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the account is in no organization",
		hint:    "call with an account that is in an organization"},
	{code: "Organizations.1022", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: the look-up of the restricted list",
		hint:    hintSupport},
	{code: "Organizations.1023", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: the look-up of the frozen list",
		hint:    hintSupport},
	{code: "Organizations.1204", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the quota of an organizational unit is used up", hint: hintQuota},
	{code: "Organizations.1205", verdict: auth.Fatal, condition: ErrConflict, about: aboutCall,
		meaning: "the organizational unit conflicts with another"},
	{code: "Organizations.1305", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the organization has as many accounts as it may have",
		hint:    "remove accounts, or ask for a higher quota of accounts"},
	{code: "Organizations.1325", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the account is being closed"},
	{code: "Organizations.1401", verdict: auth.Fatal, condition: ErrConflict, about: aboutInput,
		meaning: "the invitation has been cancelled"},
	{code: "Organizations.1500", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the account is not a delegated administrator", hint: hintDelegated},
	{code: "Organizations.1900", verdict: auth.Fatal, condition: ErrConflict, about: aboutCall,
		meaning: "the trusted service is disabled", hint: "enable the trusted service"},
	{code: "Organizations.2200", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "a time has the wrong format or range"},
	{code: "Organizations.2201", verdict: auth.Fatal, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a step of the service's own failed: the change of the customer relation",
		hint:    hintSupport},
	{code: "Organizations.2202", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the account has joined and left organizations too often",
		hint:    "go on next month: an account can change 10 times a month"},

	// The gateway's. APIGW.0201 is used for all that goes wrong between it and the service.
	{code: "APIGW.0101", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the API does not exist", hint: hintEndpoint},
	{code: "APIGW.0103", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the back end was not found"},
	{code: "APIGW.0104", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "a plug-in is wrongly configured"},
	{code: "APIGW.0105", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the back end is wrongly configured"},
	{code: "APIGW.0106", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "orchestration error"},
	{code: "APIGW.0201", status: 400, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "bad request"},
	{code: "APIGW.0201", status: 413, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the body is larger than 12 MB"},
	{code: "APIGW.0201", status: 414, verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "the URI is longer than 32 KB"},
	{code: "APIGW.0201", status: 494, verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the headers are too large", hint: "check the length of the security token"},
	{code: "APIGW.0201", status: 500, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the gateway failed"},
	{code: "APIGW.0201", status: 502, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the back end is not available"},
	{code: "APIGW.0201", status: 504, verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the back end did not respond in time"},
	{code: "APIGW.0204", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the TLS version is not allowed"},
	{code: "APIGW.0301", verdict: auth.ClockSkew, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the access key, the signature or the date is not accepted", hint: hintKeys},
	{code: "APIGW.0302", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the IAM user is not authorized", hint: hintPolicy},
	{code: "APIGW.0303", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the application is not accepted"},
	{code: "APIGW.0304", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the application is not authorized", hint: hintPolicy},
	{code: "APIGW.0305", verdict: auth.Fatal, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the public key is not accepted"},
	{code: "APIGW.0306", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "access is denied", hint: hintPolicy},
	{code: "APIGW.0307", verdict: auth.StaleCredentials, condition: ErrUnauthenticated, about: aboutCall,
		meaning: "the security token has expired", hint: "renew the temporary credentials"},
	{code: "APIGW.0308", verdict: auth.Throttled, condition: ErrThrottled, about: aboutCall,
		meaning: "too many requests"},
	{code: "APIGW.0310", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the project is not available", hint: hintPolicy},
	{code: "APIGW.0401", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the source address is not allowed", hint: hintAddress},
	{code: "APIGW.0402", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the source address is not allowed", hint: hintAddress},
	{code: "APIGW.0404", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the back end's address is not allowed", hint: hintAddress},
	{code: "APIGW.0501", verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
		meaning: "the quota of the application is used up"},
	{code: "APIGW.0502", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the application is frozen"},
	{code: "APIGW.0601", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0602", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "bad request"},
	{code: "APIGW.0605", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the back end's name could not be resolved"},
	{code: "APIGW.0606", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0607", verdict: auth.Fatal, condition: ErrInvalid, about: aboutCall,
		meaning: "the protocol is not supported"},
	{code: "APIGW.0608", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0609", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0610", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "no back end is available"},
	{code: "APIGW.0611", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0612", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "internal error"},
	{code: "APIGW.0613", verdict: auth.Refused, condition: ErrUnavailable, about: aboutMoment,
		meaning: "IAM is not available: the service has not seen the call"},
	{code: "APIGW.0705", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the signature for the back end failed"},
	{code: "APIGW.0801", verdict: auth.Ambiguous, condition: ErrUnavailable, about: aboutMoment,
		meaning: "the service is not available"},
	{code: "APIGW.0802", verdict: auth.Fatal, condition: ErrPermission, about: aboutCall,
		meaning: "the IAM user is not allowed in the region", hint: hintPolicy},
	{code: "APIGW.1009", verdict: auth.Fatal, condition: ErrInvalid, about: aboutInput,
		meaning: "bad request"},
}

// quotaExceeded is for the codes of quotas that are not published, such as that of the
// invitations of a day: all messages about quotas have the same first words.
var quotaExceeded = rule{code: "Organizations.*", status: 400, verdict: auth.Fatal, condition: ErrQuota, about: aboutRest,
	meaning: "a quota is used up", hint: hintQuota}

// quotaMessage is how the messages of quotaExceeded begin, in lower case.
const quotaMessage = "quota exceeded"

// actions are what a policy allows, by operation.
var actions = map[string]string{
	"AcceptHandshake":        "organizations:handshakes:accept",
	"CancelHandshake":        "organizations:handshakes:cancel",
	"DeclineHandshake":       "organizations:handshakes:decline",
	"InviteAccount":          "organizations:accounts:invite",
	"ListHandshakes":         "organizations:handshakes:list",
	"ListReceivedHandshakes": "organizations:receivedHandshakes:list",
	"ShowHandshake":          "organizations:handshakes:get",
}
