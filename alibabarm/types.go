package alibabarm

import (
	"time"
)

// A Handshake is one invitation of an account to a resource directory. Its JSON has
// the service's own field names, and decodes to an equal value.
type Handshake struct {
	// ID identifies the invitation, as h-Aa11Bb22Cc33Dd44. Case matters.
	ID                  string `json:"HandshakeId"`
	ResourceDirectoryID string `json:"ResourceDirectoryId"`
	// MasterAccountID and MasterAccountName are the inviter; the name may be its
	// e-mail address. Compare the ID: a name can be chosen.
	MasterAccountID   string `json:"MasterAccountId"`
	MasterAccountName string `json:"MasterAccountName"`
	// MasterAccountRealName and InvitedAccountRealName are the verified names of
	// the two. Lists do not have them; a single handshake has them for the
	// invited account only.
	MasterAccountRealName  string `json:"MasterAccountRealName,omitzero"`
	InvitedAccountRealName string `json:"InvitedAccountRealName,omitzero"`
	// TargetEntity is the invited account's ID or e-mail address, as TargetType
	// says.
	TargetEntity string     `json:"TargetEntity"`
	TargetType   TargetType `json:"TargetType"`
	// Note is the inviter's message: up to 1,024 characters, line breaks too.
	Note   string `json:"Note"`
	Status Status `json:"Status"`
	// CreateTime, ModifyTime and ExpireTime are in UTC, and zero where the service
	// does not say or what it says is not a time. ModifyTime is when a final
	// status was reached; ExpireTime is the last moment to accept or decline.
	CreateTime time.Time `json:"CreateTime,omitzero"`
	ModifyTime time.Time `json:"ModifyTime,omitzero"`
	ExpireTime time.Time `json:"ExpireTime,omitzero"`
}

// ExpiredBy reports whether time has run out for the invitation at t: its status
// is [StatusExpired], or it is pending and past its date, whether or not the
// service has noticed. A pending invitation with an unknown date has not expired.
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

// A Target names an account to the service, as the two fields of an invitation do.
type Target struct {
	Type TargetType `json:"type"`
	// Entity is the account's ID or e-mail address, as Type says.
	Entity string `json:"entity"`
}

// A TargetType says what [Handshake].TargetEntity is. Types unknown to this package
// are kept as they came.
type TargetType string

// The target types.
const (
	TargetTypeAccount TargetType = "Account"
	TargetTypeEmail   TargetType = "Email"
)

// A Status is the state of an invitation. Values unknown to this package are kept
// as they came.
type Status string

// The states: a pending invitation ends in one of the others, for good.
const (
	StatusPending   Status = "Pending"
	StatusAccepted  Status = "Accepted"
	StatusDeclined  Status = "Declined"
	StatusCancelled Status = "Cancelled"
	StatusExpired   Status = "Expired"
	// StatusDeleted is known from other tools' filters; whether the service ever
	// answers it is not known.
	StatusDeleted Status = "Deleted"
)

// Final reports whether s is known to be an end. It is false for an unknown
// status.
func (s Status) Final() bool {
	switch s {
	case StatusAccepted, StatusDeclined, StatusCancelled, StatusExpired, StatusDeleted:
		return true
	default:
		return false
	}
}
