package huaweiorg

import "github.com/orghandshakes/handshakes-go/auth"

// These hints are shared by several rules.
const (
	hintManagement = "call with the organization's management account"
	hintDelegated  = "call with the organization's management account or a delegated administrator"
	hintRole       = "check the account's role in the organization"
	hintKeys       = "check the access key, its secret and this machine's clock"
	hintEndpoint   = "check the endpoint"
	hintPolicy     = "allow {action}"
	hintAddress    = "call from an allowed address"
	hintQuota      = "ask for a higher quota"
	hintSupport    = "contact the vendor's support"
)

// codes has one row for each published code. The client classifies any other code by its
// status, see statusRules.
var codes = auth.Rules{
	// These codes come from the service.
	{Code: "Organizations.1001", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "only the management account may do this", Hint: hintManagement},
	{Code: "Organizations.1002", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "only the management account or a delegated administrator may do this",
		Hint:    hintDelegated},
	{Code: "Organizations.1003", Verdict: auth.Refused, Condition: ErrConflict, Scope: auth.ScopeMoment,
		Meaning: "another change of the organization is under way"},
	{Code: "Organizations.1004", Verdict: auth.Refused, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the service could not get its management token"},
	{Code: "Organizations.1005", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the account is neither the master nor a member of an enterprise",
		Hint:    "enable Enterprise Center for the account"},
	{Code: "Organizations.1006", Verdict: auth.Refused, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the service could not get its assume-role token"},
	{Code: "Organizations.1007", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "a policy denies the action", Hint: hintPolicy},
	{Code: "Organizations.1008", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: bad request while it checked permissions",
		Hint:    hintSupport},
	{Code: "Organizations.1009", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: impersonation", Hint: hintSupport},
	{Code: "Organizations.1010", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "a header that the service requires is missing",
		Hint:    "set the account ID in the credentials"},
	{Code: "Organizations.1011", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: invalid user profile", Hint: hintSupport},
	{Code: "Organizations.1012", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: invalid context attributes",
		Hint:    hintSupport},
	{Code: "Organizations.1013", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: a look-up", Hint: hintSupport},
	{Code: "Organizations.1015", Verdict: auth.Fatal, Condition: ErrNotInOrganization, Scope: auth.ScopeCall,
		Meaning: "the account is in no organization",
		Hint:    "call with an account that is in an organization"},
	{Code: "Organizations.1022", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: the look-up of the restricted list",
		Hint:    hintSupport},
	{Code: "Organizations.1023", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: the look-up of the frozen list",
		Hint:    hintSupport},
	{Code: "Organizations.1204", Verdict: auth.Fatal, Condition: ErrQuota, Scope: auth.ScopeRest,
		Meaning: "the quota of an organizational unit is used up", Hint: hintQuota},
	{Code: "Organizations.1205", Verdict: auth.Fatal, Condition: ErrConflict, Scope: auth.ScopeCall,
		Meaning: "the organizational unit conflicts with another"},
	{Code: "Organizations.1305", Verdict: auth.Fatal, Condition: ErrQuota, Scope: auth.ScopeRest,
		Meaning: "the organization's account quota is used up",
		Hint:    "remove accounts, or ask for a higher quota of accounts"},
	{Code: "Organizations.1325", Verdict: auth.Fatal, Condition: ErrConflict, Scope: auth.ScopeInput,
		Meaning: "the account is being closed"},
	{Code: "Organizations.1401", Verdict: auth.Fatal, Condition: ErrNotPending, Scope: auth.ScopeInput,
		Meaning: "the invitation has been cancelled"},
	{Code: "Organizations.1500", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the account is not a delegated administrator", Hint: hintDelegated},
	{Code: "Organizations.1900", Verdict: auth.Fatal, Condition: ErrConflict, Scope: auth.ScopeCall,
		Meaning: "the trusted service is disabled", Hint: "enable the trusted service"},
	{Code: "Organizations.2200", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "a time has the wrong format or range"},
	{Code: "Organizations.2201", Verdict: auth.Fatal, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "an internal step failed: the change of the customer relation",
		Hint:    hintSupport},
	{Code: "Organizations.2202", Verdict: auth.Fatal, Condition: ErrQuota, Scope: auth.ScopeRest,
		Meaning: "the account has joined and left organizations too often",
		Hint:    "go on next month: an account can change 10 times a month"},

	// These codes come from the gateway. It uses APIGW.0201 for every failure between itself
	// and the service.
	{Code: "APIGW.0101", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "the API does not exist", Hint: hintEndpoint},
	{Code: "APIGW.0103", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the back end was not found"},
	{Code: "APIGW.0104", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "a plug-in is wrongly configured"},
	{Code: "APIGW.0105", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the back end is wrongly configured"},
	{Code: "APIGW.0106", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "orchestration error"},
	{Code: "APIGW.0201", Status: 400, Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeInput,
		Meaning: "bad request"},
	{Code: "APIGW.0201", Status: 413, Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeInput,
		Meaning: "the body is larger than 12 MB"},
	{Code: "APIGW.0201", Status: 414, Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeInput,
		Meaning: "the URI is longer than 32 KB"},
	{Code: "APIGW.0201", Status: 494, Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "the headers are too large", Hint: "check the length of the security token"},
	{Code: "APIGW.0201", Status: 500, Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the gateway failed"},
	{Code: "APIGW.0201", Status: 502, Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the back end is not available"},
	{Code: "APIGW.0201", Status: 504, Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the back end did not respond in time"},
	{Code: "APIGW.0204", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "the TLS version is not allowed"},
	{Code: wrongAuthentication, Verdict: auth.Unauthenticated, Condition: ErrUnauthenticated, Scope: auth.ScopeCall,
		Meaning: "the access key, the signature or the date is not accepted", Hint: hintKeys},
	{Code: "APIGW.0302", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the IAM user is not authorized", Hint: hintPolicy},
	{Code: "APIGW.0303", Verdict: auth.Fatal, Condition: ErrUnauthenticated, Scope: auth.ScopeCall,
		Meaning: "the application is not accepted"},
	{Code: "APIGW.0304", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the application is not authorized", Hint: hintPolicy},
	{Code: "APIGW.0305", Verdict: auth.Fatal, Condition: ErrUnauthenticated, Scope: auth.ScopeCall,
		Meaning: "the public key is not accepted"},
	{Code: "APIGW.0306", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "access is denied", Hint: hintPolicy},
	{Code: "APIGW.0307", Verdict: auth.StaleCredentials, Condition: ErrUnauthenticated, Scope: auth.ScopeCall,
		Meaning: "the security token has expired", Hint: "renew the temporary credentials"},
	{Code: "APIGW.0308", Verdict: auth.Throttled, Condition: ErrThrottled, Scope: auth.ScopeCall,
		Meaning: "too many requests"},
	{Code: "APIGW.0310", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the project is not available", Hint: hintPolicy},
	{Code: "APIGW.0401", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the source address is not allowed", Hint: hintAddress},
	{Code: "APIGW.0402", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the source address is not allowed", Hint: hintAddress},
	{Code: "APIGW.0404", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the back end's address is not allowed", Hint: hintAddress},
	{Code: "APIGW.0501", Verdict: auth.Fatal, Condition: ErrQuota, Scope: auth.ScopeRest,
		Meaning: "the quota of the application is used up"},
	{Code: "APIGW.0502", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the application is frozen"},
	{Code: "APIGW.0601", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0602", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeInput,
		Meaning: "bad request"},
	{Code: "APIGW.0605", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the back end's name could not be resolved"},
	{Code: "APIGW.0606", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0607", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeCall,
		Meaning: "the protocol is not supported"},
	{Code: "APIGW.0608", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0609", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0610", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "no back end is available"},
	{Code: "APIGW.0611", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0612", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "internal error"},
	{Code: "APIGW.0613", Verdict: auth.Refused, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "IAM is not available: the service has not seen the call"},
	{Code: "APIGW.0705", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the signature for the back end failed"},
	{Code: "APIGW.0801", Verdict: auth.Ambiguous, Condition: ErrUnavailable, Scope: auth.ScopeMoment,
		Meaning: "the service is not available"},
	{Code: "APIGW.0802", Verdict: auth.Fatal, Condition: ErrPermission, Scope: auth.ScopeCall,
		Meaning: "the IAM user is not allowed in the region", Hint: hintPolicy},
	{Code: "APIGW.1009", Verdict: auth.Fatal, Condition: ErrInvalid, Scope: auth.ScopeInput,
		Meaning: "bad request"},
}

// wrongAuthentication is the code for an unknown or locked access key, a wrong signature and
// a wrong date.
const wrongAuthentication = "APIGW.0301"

// signatureMessage is part of the messages of wrongAuthentication that are not about the
// access key, in lower case. The service locks an access key after five wrong signatures.
const signatureMessage = "signature"

// quotaExceeded is the rule for quotas with unpublished codes, such as the daily quota of
// invitations. All messages about quotas begin with the same words.
var quotaExceeded = auth.Rule{Code: "Organizations.*", Status: 400, Verdict: auth.Fatal, Condition: ErrQuota, Scope: auth.ScopeRest,
	Meaning: "a quota is used up", Hint: hintQuota}

// quotaMessage is the beginning of these messages, in lower case.
const quotaMessage = "quota exceeded"

// actions maps an operation to the action that a policy must allow.
var actions = map[string]string{
	"AcceptHandshake":        "organizations:handshakes:accept",
	"CancelHandshake":        "organizations:handshakes:cancel",
	"DeclineHandshake":       "organizations:handshakes:decline",
	"InviteAccount":          "organizations:accounts:invite",
	"ListAccounts":           "organizations:accounts:list",
	"ListHandshakes":         "organizations:handshakes:list",
	"ListReceivedHandshakes": "organizations:receivedHandshakes:list",
	"ShowHandshake":          "organizations:handshakes:get",
	"ShowOrganization":       "organizations:organizations:get",
}
