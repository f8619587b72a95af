package alibabarmtest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The operations of STS, version 2015-04-01.
const (
	// AssumeRole issues a temporary access key of a role.
	AssumeRole = "AssumeRole"
	// AssumeRoleWithOIDC does so for the ID token of an identity provider. It is not signed.
	AssumeRoleWithOIDC = "AssumeRoleWithOIDC"
	// GetCallerIdentity returns the identity of the caller.
	GetCallerIdentity = "GetCallerIdentity"
)

const versionSTS = "2015-04-01"

// routeSTS finds the operations of STS. The one that takes a token instead of an access key is
// not signed.
func (c *call) routeSTS(action string) (handle func() reply) {
	switch action {
	case AssumeRole:
		return c.assumeRole
	case AssumeRoleWithOIDC:
		c.unsigned = true
		return c.assumeRoleWithOIDC
	case GetCallerIdentity:
		return c.callerIdentity
	default:
		return nil
	}
}

// An identityBody describes an account, or a session of a role.
type identityBody struct {
	RequestID    string `json:"RequestId"`
	IdentityType string `json:"IdentityType"`
	AccountID    string `json:"AccountId"`
	PrincipalID  string `json:"PrincipalId"`
	UserID       string `json:"UserId,omitempty"`
	RoleID       string `json:"RoleId,omitempty"`
	ARN          string `json:"Arn"`
}

func (c *call) callerIdentity() reply {
	id := c.account.ID
	out := identityBody{
		RequestID: c.requestID, IdentityType: "Account", AccountID: id, PrincipalID: id, UserID: id, ARN: "acs:ram::" + id + ":root",
	}
	if session, ok := c.s.accounts.Session(c.accessKeyID); ok {
		out.IdentityType, out.UserID, out.RoleID = "AssumedRoleUser", "", c.s.roleID(session)
		out.PrincipalID, out.ARN = c.s.principal(session)
	}
	return c.document(http.StatusOK, c.op+"Response", out)
}

func (s *Service) roleID(session authtest.Session) string {
	return "3" + s.seed.Text(digits, 17, "role", session.AccountID, session.Role)
}

// principal returns the ID and ARN of a session of a role.
func (s *Service) principal(session authtest.Session) (id, arn string) {
	return s.roleID(session) + ":" + session.Name,
		"acs:ram::" + session.AccountID + ":assumed-role/" + session.Role + "/" + session.Name
}

// assumeRole serves a caller with an access key.
func (c *call) assumeRole() reply { return c.openSession("") }

func (c *call) assumeRoleWithOIDC() reply {
	token := c.first("OIDCToken")
	for name, value := range map[string]string{"OIDCProviderArn": c.first("OIDCProviderArn"), "OIDCToken": token} {
		if value == "" {
			return c.refusal(missing(name))
		}
	}
	return c.openSession(token)
}

// openSession issues a temporary access key of a role.
func (c *call) openSession(idToken string) reply {
	accountID, role := roleOf(c.first("RoleArn"))
	if role == "" {
		return c.refusal(invalid("RoleArn"))
	}
	a, exists := c.s.accounts.Get(accountID)
	ask := authtest.SessionRequest{
		AccountID: accountID, Role: role, Exists: exists, CallerID: c.account.ID, ByDefault: c.trustedByDefault(a),
		Name: c.first("RoleSessionName"), MaxName: 64, Seconds: authtest.DefaultSessionSeconds, MaxSeconds: authtest.MaxSessionSeconds,
		Policy: c.first("Policy"), ExternalID: c.first("ExternalId"), IDToken: idToken,
	}
	if text, given := c.param("DurationSeconds"); given && text != "" {
		ask.Seconds, _ = strconv.ParseInt(text, 10, 64) // 0 is out of range
	}
	if refused := c.s.trusts.Decide(ask, c.now); refused != "" {
		return c.refuseSession(refused, idToken != "")
	}
	return c.session(authtest.Session{AccountID: accountID, Role: role, Name: ask.Name}, ask.Seconds)
}

func (c *call) session(s authtest.Session, seconds int64) reply {
	key := c.s.accounts.IssueSession(c.s.seed, keyForm, s, c.now.Add(time.Duration(seconds)*time.Second))
	id, arn := c.s.principal(s)
	return c.document(http.StatusOK, c.op+"Response", map[string]any{
		"RequestId":       c.requestID,
		"AssumedRoleUser": map[string]string{"AssumedRoleId": id, "Arn": arn},
		"Credentials": map[string]string{
			"AccessKeyId": key.AccessKeyID, "AccessKeySecret": key.AccessKeySecret, "SecurityToken": key.SecurityToken,
			"Expiration": timestamp(key.Expires),
		},
	})
}

// roleOf parses the ARN of a role, acs:ram::account:role/name. The role is "" if the ARN is
// malformed.
func roleOf(arn string) (accountID, role string) {
	rest, ok := strings.CutPrefix(arn, "acs:ram::")
	accountID, role, found := strings.Cut(rest, ":role/")
	if !ok || !found || accountID == "" {
		return "", ""
	}
	return accountID, role
}

// refuseSession returns the refusal of a session. A caller does not learn which part of a trust
// policy it does not meet. Hint in [Service.Requests] shows it to the author of the test.
func (c *call) refuseSession(why authtest.SessionRefusal, withOIDC bool) reply {
	r := sessionRefusals[why]
	if r == refusedRole && withOIDC {
		r = refusedTrust
	}
	out := c.refusal(r)
	out.Hint = string(why)
	return out
}

var (
	refusedRole  = refusal{http.StatusForbidden, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM."}
	refusedTrust = refusal{http.StatusBadRequest, "AuthenticationFail.NoPermission", "The role does not trust the OIDC provider."}

	sessionRefusals = map[authtest.SessionRefusal]refusal{
		authtest.RefusedName:             invalid("RoleSessionName"),
		authtest.RefusedSeconds:          invalid("DurationSeconds"),
		authtest.RefusedPolicy:           invalid("PolicyGrammar"),
		authtest.RefusedExternalIDLength: invalid("ExternalId"),
		authtest.RefusedIDTokenLength:    invalid("OIDCToken"),
		authtest.RefusedNoRole:           {http.StatusNotFound, "EntityNotExist.Role", "The specified role does not exist."},
		authtest.RefusedCaller:           refusedRole,
		authtest.RefusedExternalID:       refusedRole,
		authtest.RefusedMFA:              refusedRole,
		authtest.RefusedIDToken:          {http.StatusBadRequest, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token is not accepted."},
	}
)
