package huaweiorgtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// A Trust says who may assume an agency, and with what. The zero Trust is the default: the
// account itself may, and the management account of its organization. If the account belongs to
// no organization, every management account may.
type Trust = authtest.Trust

// SetTrust sets who may assume an agency of an account. The name "" stands for all agencies
// that have no trust of their own. Agencies are not created: every account has one of any name.
//
//	s.SetTrust(member.ID, "auditor", huaweiorgtest.Trust{ExternalID: "audit-2025"})
//	s.SetTrust(other.ID, "", huaweiorgtest.Trust{Nobody: true})
func (s *Service) SetTrust(accountID, agency string, t Trust) { s.trusts.Set(accountID, agency, t) }

// SetIdentityProvider lets the users of an identity provider sign in as an account: those who
// exchange an ID token at IAM, with this ID in X-Idp-Id. The service accepts any ID token,
// unless the account's [Trust] (of the name "") names one.
func (s *Service) SetIdentityProvider(id, accountID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.identityProviders == nil {
		s.identityProviders = map[string]string{}
	}
	s.identityProviders[id] = accountID
}

// trustedByDefault reports whether the caller may assume agencies of an account that has no
// Trust.
func (c *call) trustedByDefault(a Account) bool {
	if c.account.ID == a.ID {
		return true
	}
	return c.account.Role == Management && (a.Role == Outside || a.OrganizationID == c.account.OrganizationID)
}
