package alibabarm

import (
	"time"
)

// A Handshake is one invitation of an account to a resource directory. Its JSON uses the
// service's field names and decodes to an equal value.
type Handshake struct {
	// ID identifies the invitation, such as h-Aa11Bb22Cc33Dd44. It is case-sensitive.
	ID                  string `json:"HandshakeId"`
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	// MasterAccountID and MasterAccountName identify the inviter. The name may be an e-mail
	// address. Compare the ID: anyone can choose a name.
	MasterAccountID   string `json:"MasterAccountId"`
	MasterAccountName string `json:"MasterAccountName"`
	// MasterAccountRealName and InvitedAccountRealName are the verified names of both
	// accounts. Lists do not return them. GetHandshake returns them only to the invited
	// account.
	MasterAccountRealName  string `json:"MasterAccountRealName,omitzero"`
	InvitedAccountRealName string `json:"InvitedAccountRealName,omitzero"`
	// TargetEntity is the invited account's ID or e-mail address. TargetType says which.
	TargetEntity string     `json:"TargetEntity"`
	TargetType   TargetType `json:"TargetType"`
	// Note is the inviter's message. It has up to 1,024 characters, and may have line
	// breaks.
	Note   string `json:"Note"`
	Status Status `json:"Status"`
	// CreateTime, ModifyTime and ExpireTime are in UTC. They are zero if the service sends
	// no time or one that the client cannot read. ModifyTime is when the invitation reached
	// a final status. ExpireTime is the last moment to accept or decline it.
	CreateTime time.Time `json:"CreateTime,omitzero"`
	ModifyTime time.Time `json:"ModifyTime,omitzero"`
	ExpireTime time.Time `json:"ExpireTime,omitzero"`
}

// ExpiredBy reports whether the invitation has expired by the time t. Its status is
// [StatusExpired], or it is pending and its expiry date has passed, even if the service
// still shows it as pending. A pending invitation without an expiry date has not expired.
func (h Handshake) ExpiredBy(t time.Time) bool {
	switch h.Status {
	case StatusExpired:
		return true
	case StatusPending:
		return !h.ExpireTime.IsZero() && !t.Before(h.ExpireTime)
	default:
		return false
	}
}

func (h Handshake) target() Target { return Target{h.TargetType, h.TargetEntity} }

// A Target names an account to the service. It combines two fields of an invitation.
type Target struct {
	Type TargetType `json:"type"`
	// Entity is the account's ID or e-mail address. Type says which.
	Entity string `json:"entity"`
}

// A TargetType says what [Handshake].TargetEntity is. The client keeps types that it does
// not know.
type TargetType string

// The target types.
const (
	TargetTypeAccount TargetType = "Account"
	TargetTypeEmail   TargetType = "Email"
)

// A Status is the state of an invitation. The client keeps values that it does not know.
type Status string

// The states. A pending invitation ends in one of the others, and never changes again.
const (
	StatusPending   Status = "Pending"
	StatusAccepted  Status = "Accepted"
	StatusDeclined  Status = "Declined"
	StatusCancelled Status = "Cancelled"
	StatusExpired   Status = "Expired"
	// StatusDeleted appears in the filters of other tools. It is not known whether the
	// service ever returns it.
	StatusDeleted Status = "Deleted"
)

// Final reports whether s is a final state. It returns false for an unknown status.
func (s Status) Final() bool {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired, StatusDeleted:
		return true
	default:
		return false
	}
}
