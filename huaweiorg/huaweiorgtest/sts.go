package huaweiorgtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/authtest"
)

// The operations of IAM and STS.
const (
	// KeystoneListAuthDomains is GET /v3/auth/domains of IAM: the account of the caller.
	KeystoneListAuthDomains = "KeystoneListAuthDomains"
	// CreateTokenWithIDToken is POST /v3.0/OS-AUTH/id-token/tokens of IAM.
	CreateTokenWithIDToken = "CreateTokenWithIdToken"
	// CreateTemporaryAccessKeyByToken is POST /v3.0/OS-CREDENTIAL/securitytokens of IAM.
	CreateTemporaryAccessKeyByToken = "CreateTemporaryAccessKeyByToken"
	// GetCallerIdentity is GET /v5/caller-identity of STS.
	GetCallerIdentity = "GetCallerIdentity"
	// AssumeAgency is POST /v5/agencies/assume of STS.
	AssumeAgency = "AssumeAgency"
	// AssumeAgencyWithOIDC is POST /v5/agencies/assume-with-oidc of STS.
	AssumeAgencyWithOIDC = "AssumeAgencyWithOIDC"
)

// routeIdentity finds the operations of IAM and STS. Those that take a token instead of an
// access key are not signed.
func (c *call) routeIdentity() (op string, handle func() reply) {
	switch c.r.Method + " " + c.r.URL.Path {
	case "GET /v3/auth/domains":
		return KeystoneListAuthDomains, c.listDomains
	case "GET /v5/caller-identity":
		return GetCallerIdentity, c.callerIdentity
	case "POST /v5/agencies/assume":
		return AssumeAgency, c.assume
	case "POST /v5/agencies/assume-with-oidc":
		c.unsigned = true
		return AssumeAgencyWithOIDC, c.assumeWithOIDC
	case "POST /v3.0/OS-AUTH/id-token/tokens":
		c.unsigned = true
		return CreateTokenWithIDToken, c.createToken
	case "POST /v3.0/OS-CREDENTIAL/securitytokens":
		c.unsigned = true
		return CreateTemporaryAccessKeyByToken, c.createTemporaryKey
	default:
		return "", nil
	}
}

// callerIdentity returns the identity of the caller.
func (c *call) callerIdentity() reply {
	user := c.s.seed.Hex("user", c.account.ID)
	out := map[string]string{
		"account_id": c.account.ID, "principal_id": user, "principal_urn": "iam::" + c.account.ID + ":user:" + c.account.Name,
	}
	if session, ok := c.s.accounts.Session(c.accessKeyID); ok {
		out["principal_id"], out["principal_urn"] = c.s.principal(session)
	}
	return authtest.JSON(http.StatusOK, out)
}

// principal returns the ID and URN of a session of an agency.
func (s *Service) principal(session authtest.Session) (id, urn string) {
	agency := s.seed.Hex("agency", session.AccountID, session.Role)
	return agency + ":" + session.Name, "sts::" + session.AccountID + ":assumed-agency:" + session.Role + "/" + session.Name
}

// A sessionBody has the words of the service, not those of the providers under test.
type sessionBody struct {
	AgencyURN    string `json:"agency_urn"`
	SessionName  string `json:"agency_session_name"`
	Seconds      *int64 `json:"duration_seconds"`
	Policy       string `json:"policy"`
	ExternalID   string `json:"external_id"`
	SerialNumber string `json:"serial_number"`
	TokenCode    string `json:"token_code"`
	ProviderURN  string `json:"provider_urn"`
	IDToken      string `json:"id_token"`
}

// assume serves a caller with an access key. A session that begins with a temporary access key
// lasts at most an hour.
func (c *call) assume() reply {
	var in sessionBody
	if json.Unmarshal(c.body, &in) != nil {
		return c.refusal(refusedSession("the body is not JSON of this operation"))
	}
	in.IDToken = ""
	most := int64(authtest.MaxSessionSeconds)
	if c.temporary {
		most = authtest.DefaultSessionSeconds
	}
	return c.openSession(in, most)
}

func (c *call) assumeWithOIDC() reply {
	var in sessionBody
	switch err := json.Unmarshal(c.body, &in); {
	case err != nil:
		return c.refusal(refusedSession("the body is not JSON of this operation"))
	case in.ProviderURN == "" || in.IDToken == "":
		return c.refusal(refusedSession("provider_urn or id_token is missing"))
	}
	return c.openSession(in, authtest.MaxSessionSeconds)
}

// openSession issues a temporary access key of an agency.
func (c *call) openSession(in sessionBody, most int64) reply {
	accountID, agency := agencyOf(in.AgencyURN)
	if agency == "" {
		return c.refusal(refusedSession("agency_urn is not the URN of an agency"))
	}
	a, exists := c.s.accounts.Get(accountID)
	ask := authtest.SessionRequest{
		AccountID: accountID, Role: agency, Exists: exists, CallerID: c.account.ID, ByDefault: c.trustedByDefault(a),
		Name: in.SessionName, MaxName: 128, Seconds: authtest.DefaultSessionSeconds, MaxSeconds: most,
		Policy: in.Policy, ExternalID: in.ExternalID, SerialNumber: in.SerialNumber, Code: in.TokenCode, IDToken: in.IDToken,
	}
	if in.Seconds != nil {
		ask.Seconds = *in.Seconds
	}
	if refused := c.s.trusts.Decide(ask, c.now); refused != "" {
		return c.refuseSession(refused)
	}
	session := authtest.Session{AccountID: accountID, Role: agency, Name: in.SessionName}
	key := c.s.accounts.IssueSession(c.s.seed, keyForm, session, c.now.Add(time.Duration(ask.Seconds)*time.Second))
	id, urn := c.s.principal(session)
	return authtest.JSON(http.StatusOK, map[string]any{
		"assumed_agency": map[string]string{"urn": urn, "id": id},
		"credentials":    keyBody(key),
	})
}

// agencyOf parses the URN of an agency, iam::account:agency:name. The agency is "" if the URN
// is malformed.
func agencyOf(urn string) (accountID, agency string) {
	rest, ok := strings.CutPrefix(urn, "iam::")
	accountID, agency, found := strings.Cut(rest, ":agency:")
	if !ok || !found || accountID == "" || len(urn) > 1500 {
		return "", ""
	}
	return accountID, agency
}

func keyBody(key auth.Credentials) map[string]string {
	return map[string]string{
		"access_key_id": key.AccessKeyID, "secret_access_key": key.AccessKeySecret, "security_token": key.SecurityToken,
		"expiration": key.Expires.UTC().Format("2006-01-02T15:04:05.000Z"),
	}
}

// refuseSession returns the refusal of a session. A caller does not learn which part of a trust
// policy it does not meet. Hint in [Service.Requests] shows it to the author of the test.
func (c *call) refuseSession(why authtest.SessionRefusal) reply {
	r := refusedSession(string(why))
	switch why {
	case authtest.RefusedNoRole, authtest.RefusedCaller, authtest.RefusedExternalID, authtest.RefusedMFA:
		r = refusedAgency
	case authtest.RefusedIDToken:
		r = refusedIDToken
	}
	out := c.refusal(r)
	out.Hint = cmp.Or(out.Hint, string(why))
	return out
}

// The refusals of IAM and STS. Codes that begin with STS5.9 or IAM.9 are stand-ins, because the
// cloud does not publish its own.
var (
	refusedAgency = refusal{http.StatusForbidden, "STS5.9002",
		"The trust policy of the agency does not allow the caller to assume it."}
	refusedIDToken       = refusal{http.StatusUnauthorized, "STS5.9003", "The ID token is not accepted."}
	refusedFederation    = refusal{http.StatusUnauthorized, "IAM.9001", "The identity provider or its ID token is not accepted."}
	refusedSubjectToken  = refusal{http.StatusUnauthorized, "IAM.9002", "The token is not accepted."}
	refusedFederatedForm = refusal{http.StatusBadRequest, "IAM.9003", "The body or the duration is not valid."}
)

func refusedSession(why string) refusal {
	return refusal{http.StatusBadRequest, "STS5.9001", "Invalid parameter: " + why + "."}
}
