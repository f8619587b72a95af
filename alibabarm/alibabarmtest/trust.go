package alibabarmtest

import "github.com/orghandshakes/handshakes-go/auth/authtest"

// A Trust says who may assume a role of RAM, and with what. The zero Trust is the default: the
// account itself may, and the management account of its directory. If the account belongs to no
// directory, every management account may. AssumeRole has no parameters for a device, so a role
// whose trust asks for MFA cannot be assumed.
type Trust = authtest.Trust

// SetTrust sets who may assume a role of an account. The name "" stands for all roles that have
// no trust of their own. Roles are not created: every account has one of any name.
//
//	s.SetTrust(member.ID, "auditor", alibabarmtest.Trust{ExternalID: "audit-2025"})
//	s.SetTrust(other.ID, "", alibabarmtest.Trust{Nobody: true})
func (s *Service) SetTrust(accountID, role string, t Trust) { s.trusts.Set(accountID, role, t) }

// trustedByDefault reports whether the caller may assume roles of an account that has no Trust.
func (c *call) trustedByDefault(a Account) bool {
	if c.account.ID == a.ID {
		return true
	}
	return c.account.Role == Management && (a.Role == Outside || a.ResourceDirectoryID == c.account.ResourceDirectoryID)
}
